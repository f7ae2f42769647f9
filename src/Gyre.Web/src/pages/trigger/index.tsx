import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Trigger, triggerQuery } from '@/api/triggers';
import type { LiveEvent } from '@/app/events';
import { useLiveEvents } from '@/app/live';
import { paths } from '@/app/nav';
import { count, Facts, Id, Own, Page, Query, type TabItem, Time, To, UrlTabs, useParam } from '@/kit';
import { Said } from '@/pages/cycle/Said';
import { Actions } from './Actions';
import { Declared } from './Declared';
import { History } from './History';
import { Hook } from './Hook';
import { NextTimes } from './NextTimes';
import { Replay } from './Replay';
import { inZone } from './time';
import classes from './trigger.module.css';
import { TriggerState } from './TriggerState';
import { kindWords, readWhen } from './when';

export default function TriggerPage() {
  const id = useParam('trigger');
  const trigger = useQuery(triggerQuery(id));
  useRunEnds(id, trigger.data);
  return (
    <Page
      title={trigger.data?.name ?? 'Trigger'}
      crumbs={[{ text: 'Triggers', href: paths.triggers() }]}
      subtitle={
        trigger.data !== undefined && (
          <>
            starts <Own text={trigger.data.pipeline} max={40} /> of <Own text={trigger.data.project} max={40} />{' '}
            <Said pieces={readWhen(trigger.data.when).words} />
          </>
        )
      }
      actions={trigger.data !== undefined && <Actions trigger={trigger.data} />}
    >
      <Query result={trigger}>{(data) => <Shown trigger={data} />}</Query>
    </Page>
  );
}

/** The end of a run does not name the trigger that started it, but the trigger's history shows it. */
function useRunEnds(id: string, trigger: Trigger | undefined): void {
  const client = useQueryClient();
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.type !== 'run.ended') return;
      const known = trigger?.occurrences.some((one) => one.run_id != null && event.subject === `run/${one.run_id}`);
      if (known === true) void client.invalidateQueries({ queryKey: ['trigger', id] });
    },
    [client, id, trigger],
  );
  useLiveEvents(hear);
}

function Shown({ trigger }: { trigger: Trigger }) {
  const when = readWhen(trigger.when);
  const timed = when.kind === 'schedule' || when.kind === 'interval';
  const tabs: (TabItem | null)[] = [
    { id: 'history', label: 'History', content: () => <History trigger={trigger} /> },
    timed ? { id: 'next', label: 'Next times', content: () => <NextTimes trigger={trigger} /> } : null,
    { id: 'definition', label: 'Definition', content: () => <Declared trigger={trigger} /> },
    { id: 'test', label: 'Test', content: () => <Replay trigger={trigger} /> },
    when.kind === 'webhook'
      ? { id: 'webhook', label: 'Send requests', content: () => <Hook trigger={trigger} /> }
      : null,
  ];
  return (
    <>
      {trigger.set_aside != null && (
        <p className={classes.notice} role="alert">
          Suspended: <Own text={trigger.set_aside} />. It starts nothing until it is enabled again.
        </p>
      )}
      {trigger.problem != null && (
        <p className={classes.notice} role="alert">
          <Own text={trigger.problem} />
        </p>
      )}
      <Facts items={factsOf(trigger)} />
      <UrlTabs label="About this trigger" tabs={tabs.filter((tab) => tab !== null)} />
    </>
  );
}

function factsOf(trigger: Trigger): ([string, React.ReactNode] | null)[] {
  const { kind, words, zone } = readWhen(trigger.when);
  const there = zone === null || trigger.next_due == null ? null : inZone(trigger.next_due, zone);
  return [
    ['State', <TriggerState key="state" trigger={trigger} />],
    [
      'Fires',
      <span key="fires">
        <Said pieces={words} /> <span className={classes.dim}>({kindWords[kind]})</span>
      </span>,
    ],
    trigger.next_due == null
      ? null
      : [
          'Next time',
          <span key="next">
            <Time at={trigger.next_due} /> (<Time at={trigger.next_due} relative />)
            {there !== null && <span className={classes.dim}> · {there}</span>}
          </span>,
        ],
    ['Last start', trigger.last_start == null ? 'never' : <Time key="last" at={trigger.last_start} relative />],
    trigger.failures === 0 ? null : ['Failures', `${count(trigger.failures, 'failure')} since the last success`],
    trigger.running.length === 0
      ? null
      : [
          'Runs under way',
          <span key="running" className={classes.links}>
            {trigger.running.map((run) => (
              <To key={run} href={paths.run(run)}>
                {run.slice(-8)}
              </To>
            ))}
          </span>,
        ],
    trigger.waiting.length === 0 ? null : ['Waiting', `${count(trigger.waiting.length, 'firing')} for a start`],
    ['Folder', <Own key="folder" text={trigger.folder} />],
    [
      'Registered',
      <span key="registered">
        <Time at={trigger.created_at} />
        {trigger.changed_at !== trigger.created_at && (
          <>
            , changed <Time at={trigger.changed_at} />
          </>
        )}
      </span>,
    ],
    ['Id', <Id key="id" value={trigger.trigger_id} />],
  ];
}
