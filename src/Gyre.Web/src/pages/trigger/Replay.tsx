import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { type Firing, type Trigger, type TriggerTest, triggerTestQuery } from '@/api/triggers';
import {
  cliOf,
  type Column,
  CopyAs,
  csharpOf,
  csText,
  curlOf,
  Empty,
  Own,
  Query,
  State,
  Table,
  Time,
  useSearchState,
} from '@/kit';
import { count } from '@/kit/format';
import { entriesOf, shortValue } from '@/pages/cycle/values';
import { fromField, ownZone, spanProblem, toField, usualSpans } from './time';
import classes from './trigger.module.css';

/** When the trigger would have fired: the schedule and the events of the log are played again. Nothing is started. */
export function Replay({ trigger }: { trigger: Trigger }) {
  const [state, setState] = useSearchState({ from: '', to: '' });
  const asked = spanProblem(readTime(state.from), readTime(state.to)) === null;
  return (
    <div className={classes.stack}>
      <p className={classes.text}>
        Plays the schedule and the recorded events of a span of time again, as if each run had succeeded at once.
        Nothing is started. Of the future only the schedule is known. Times are in your zone, {ownZone()}.
      </p>
      <SpanForm
        key={`${state.from} ${state.to}`}
        from={state.from}
        to={state.to}
        onSpan={(from, to) => setState({ from, to }, { push: true })}
      />
      {asked && <Result trigger={trigger} from={state.from} to={state.to} />}
    </div>
  );
}

/** A time from the address; null for anything that is none. */
function readTime(text: string): string | null {
  const millis = Date.parse(text);
  return Number.isFinite(millis) ? new Date(millis).toISOString() : null;
}

function SpanForm({ from, to, onSpan }: { from: string; to: string; onSpan: (from: string, to: string) => void }) {
  const [now] = useState(() => Date.now());
  const [start, setStart] = useState(() => toField(Date.parse(readTime(from) ?? '') || now - 86_400_000));
  const [end, setEnd] = useState(() => toField(Date.parse(readTime(to) ?? '') || now));
  const problem = spanProblem(fromField(start), fromField(end));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const [first, last] = [fromField(start), fromField(end)];
    if (problem === null && first !== null && last !== null) onSpan(first, last);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        type="datetime-local"
        label="From"
        value={start}
        onChange={(event) => setStart(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={end}
        error={problem}
        onChange={(event) => setEnd(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" disabled={problem !== null}>
        Test
      </Button>
      {usualSpans(now).map((span) => (
        <Button key={span.label} variant="subtle" color="gray" onClick={() => onSpan(span.from, span.to)}>
          {span.label}
        </Button>
      ))}
    </form>
  );
}

function Result({ trigger, from, to }: { trigger: Trigger; from: string; to: string }) {
  const test = useQuery(triggerTestQuery(trigger.trigger_id, from, to));
  const query = new URLSearchParams({ from, to }).toString();
  return (
    <>
      <Query result={test}>
        {(data) => (
          <Table
            label="Firings that would have been"
            rows={data.firings}
            columns={columns}
            rowKey={(firing) => `${firing.occurrence} ${firing.at}`}
            exportName={`${trigger.name}-test`}
            toolbar={<span className={classes.dim}>{wordsOf(data)}</span>}
            empty={<Empty title="It would not have fired" hint={`${wordsOf(data)} Try a longer span.`} />}
          />
        )}
      </Query>
      <div>
        <CopyAs
          cli={cliOf('trigger test', [trigger.name], { project: trigger.project, from, to })}
          curl={curlOf('GET', `/api/v1/triggers/${trigger.trigger_id}/test?${query}`)}
          csharp={csharpOf(
            `var test = await api.Triggers.TestAsync(${csText(trigger.trigger_id)}, DateTimeOffset.Parse(${csText(from)}), DateTimeOffset.Parse(${csText(to)}));`,
          )}
        />
      </div>
    </>
  );
}

function wordsOf(test: TriggerTest): string {
  const started = test.firings.filter((firing) => firing.skipped == null).length;
  const skipped = test.firings.length - started;
  return [
    `${count(started, 'run')}${skipped === 0 ? '' : `, ${skipped} skipped`}.`,
    `${count(test.events, 'event')} looked at.`,
    test.is_whole ? '' : 'There are more; only the first are listed.',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function parametersText(firing: Firing): string {
  return entriesOf(firing.parameters)
    .map(([name, value]) => `${name} = ${shortValue(value)}`)
    .join(', ');
}

const columns: readonly Column<Firing>[] = [
  { id: 'at', header: 'Time', width: 160, value: (row) => row.at, cell: (row) => <Time at={row.at} /> },
  {
    id: 'result',
    header: 'Result',
    width: 120,
    value: (row) => (row.skipped == null ? 'would start' : 'skipped'),
    cell: (row) => <State value={row.skipped == null ? 'would-start' : 'skipped'} />,
  },
  {
    id: 'reason',
    header: 'Why no run',
    grow: true,
    width: 180,
    value: (row) => row.skipped ?? '',
    cell: (row) => (row.skipped == null ? null : <Own text={row.skipped} />),
  },
  {
    id: 'parameters',
    header: 'Parameters',
    grow: true,
    width: 180,
    value: parametersText,
    cell: (row) => <Own text={parametersText(row)} />,
  },
  {
    id: 'occurrence',
    header: 'Cause',
    width: 200,
    hideBelow: 800,
    value: (row) => row.occurrence,
    cell: (row) => <Own text={row.occurrence} />,
  },
];
