import type { ReactNode } from 'react';
import type { Definition, Trigger } from '@/api/triggers';
import { Code, Duration, Facts, Own } from '@/kit';
import { busyWords, countWords, limitsWords, missedWords, statesWords } from './definition';
import classes from './trigger.module.css';

type Fact = [name: string, value: ReactNode] | null;

/** A trigger as the project's file declares it. */
export function Declared({ trigger }: { trigger: Trigger }) {
  const { definition } = trigger;
  const timed = definition.source.kind === 'cron' || definition.source.kind === 'every';
  return (
    <div className={classes.stack}>
      <Facts
        items={[
          ...sourceFacts(definition.source),
          ['Starts', <Own key="pipeline" text={trigger.pipeline} />],
          ...definition.parameters.map(parameterFact),
          ['Declared as', definition.enabled ? 'enabled' : 'disabled'],
          [
            'Cool-down',
            definition.cool_down_seconds === 0 ? 'none' : <Duration seconds={definition.cool_down_seconds} />,
          ],
          timed ? ['Missed times', missedWords(definition.missed)] : null,
          ['When busy', busyWords(definition.concurrency)],
          ['Limits', limitsWords(definition)],
        ]}
      />
      <p className={classes.text}>
        This is what the project declared when its triggers were last registered. To change it, edit the project file
        and register its triggers again.
      </p>
    </div>
  );
}

function sourceFacts(source: Definition['source']): Fact[] {
  const counted = countWords(source);
  return [
    text('Schedule', source.cron),
    text('Time zone', source.zone),
    source.every_seconds == null ? null : ['Interval', <Duration key="every" seconds={source.every_seconds} />],
    text('Event', source.event_type),
    source.filter == null ? null : ['Filter', <Code key="filter" text={source.filter} wrap />],
    counted === null ? null : ['Fires on', counted],
    source.group == null ? null : ['Counted apart by', <Code key="group" text={source.group} wrap />],
    text('Watches runs of', source.pipeline),
    text('That have', statesWords(source)),
    source.kind === 'webhook' ? ['Signing secret', secretOf(source)] : null,
    source.kind === 'manual' ? ['Fires', 'only when somebody fires it'] : null,
  ];
}

function secretOf(source: Definition['source']): ReactNode {
  return source.secret_variable == null ? (
    'none, so every request is refused'
  ) : (
    <>
      in the server&rsquo;s variable <Own text={source.secret_variable} />
    </>
  );
}

function text(name: string, value: string | null | undefined): Fact {
  return value == null ? null : [name, <Own key={name} text={value} />];
}

function parameterFact({ name, value, expression }: Definition['parameters'][number]): Fact {
  const shown = expression ?? (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    `Parameter ${name}`,
    <span key={name}>
      <Own text={shown} />
      {expression != null && <span className={classes.dim}> (computed from the event)</span>}
    </span>,
  ];
}
