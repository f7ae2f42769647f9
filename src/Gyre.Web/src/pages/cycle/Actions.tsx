import { NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Cycle, projectQuery, resumeCycle, startChain, startCycle, stopCycle } from '@/api/cycles';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { CopyAs, Icon, Own, Query, useAction, useGo } from '@/kit';
import { againCommands, againRequest, limitProblem, resumeCommands, resumeRule, stopCommands } from './requests';
import classes from './Actions.module.css';
import { Ask } from './Ask';
import { entriesOf, shortValue } from './values';

/** What a person can do to a cycle. Each question shows the same as a command. */
export function Actions({ cycle }: { cycle: Cycle }) {
  const may = useMayChange();
  if (!may) return null;
  return (
    <>
      {cycle.state === 'running' ? <Stop cycle={cycle} /> : <Resume cycle={cycle} />}
      <StartAgain cycle={cycle} />
    </>
  );
}

function Stop({ cycle }: { cycle: Cycle }) {
  const [reason, setReason] = useState('');
  const stop = useAction({
    run: () => stopCycle(cycle.cycle_id, reason.trim()),
    done: 'The cycle is stopping',
    invalidates: [['cycle', cycle.cycle_id], ['cycles'], ['runs']],
  });
  return (
    <Ask title="Stop this cycle?" word="Stop" icon="stop" danger onYes={() => stop.actAsync()}>
      <p className={classes.text}>
        The turn under way is cancelled, and no further turn starts. It can be resumed later.
      </p>
      <TextInput
        label="Reason"
        description="Shown on this page. May be empty."
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <CopyAs {...stopCommands(cycle.cycle_id, reason.trim())} />
    </Ask>
  );
}

function Resume({ cycle }: { cycle: Cycle }) {
  const rule = resumeRule(cycle);
  const [limit, setLimit] = useState<number | null>(null);
  const value = limit ?? rule.suggested;
  const problem = limitProblem(value, rule);
  const sent = value === cycle.max_iterations ? null : value;
  const resume = useAction({
    run: () => resumeCycle(cycle.cycle_id, sent),
    done: 'The cycle goes on',
    invalidates: [['cycle', cycle.cycle_id], ['cycles'], ['runs']],
  });
  return (
    <Ask
      title="Resume this cycle?"
      word="Resume"
      icon="run"
      disabled={problem !== null}
      onYes={() => resume.actAsync()}
    >
      <p className={classes.text}>{rule.words}</p>
      {rule.warning !== null && (
        <p className={classes.warning}>
          <Icon name="warn" size={14} /> {rule.warning}
        </p>
      )}
      <NumberInput
        label="Turns at most"
        description={`Counted from the first turn. The limit is ${cycle.max_iterations} now.`}
        min={rule.least}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        value={value}
        error={problem}
        onChange={(next) => setLimit(typeof next === 'number' ? next : NaN)}
        data-autofocus
      />
      <CopyAs {...resumeCommands(cycle.cycle_id, problem === null ? sent : null)} />
    </Ask>
  );
}

function StartAgain({ cycle }: { cycle: Cycle }) {
  const go = useGo();
  const [key, setKey] = useState(newKey);
  const start = useAction({
    run: async () => {
      const { body } = againRequest(cycle);
      if (cycle.by_hand === true)
        return paths.run((await startChain(body as Parameters<typeof startChain>[0], key)).run_id);
      return paths.cycle((await startCycle(body as Parameters<typeof startCycle>[0], key)).cycle_id);
    },
    done: 'Started again',
    invalidates: [['cycles'], ['runs']],
    onDone: (path) => {
      setKey(newKey());
      go(path);
    },
  });
  const project = useQuery(projectQuery(cycle.project));
  const folder = project.data?.folder ?? null;
  return (
    <Ask
      title="Start this cycle again?"
      word="Start again"
      icon="cycle"
      disabled={folder === null}
      onYes={() => start.actAsync()}
    >
      <Query result={project} rows={2}>
        {() => <AgainText cycle={cycle} folder={folder} />}
      </Query>
    </Ask>
  );
}

/** The same key for the same question: a second click starts nothing more. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function AgainText({ cycle, folder }: { cycle: Cycle; folder: string | null }) {
  const given = entriesOf(againRequest(cycle).body['parameters']);
  return (
    <>
      {folder === null ? (
        <p className={classes.warning}>
          <Icon name="warn" size={14} />
          <span>
            The project <Own text={cycle.project} max={40} /> is not registered with this server, so it has to be
            started from its folder. Copy the command and run it there.
          </span>
        </p>
      ) : (
        <p className={classes.text}>
          A new cycle starts with turn 1, from the files as they are now in <Own text={folder} />. This one stays as it
          is.
        </p>
      )}
      {given.length > 0 && (
        <div>
          <p className={classes.text}>With the values that this one was given:</p>
          <ul className={classes.given}>
            {given.slice(0, 20).map(([name, value]) => (
              <li key={name}>
                <Own text={`${name} = ${shortValue(value)}`} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <CopyAs {...againCommands(cycle, folder)} />
    </>
  );
}
