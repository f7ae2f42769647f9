import { paths } from '@/app/nav';
import type { Cycle } from '@/api/cycles';
import { Code, Duration, Icon, type IconName, Meter, Num, Own, To, useNow } from '@/kit';
import { cliOf } from '@/kit/commands';
import { count } from '@/kit/format';
import { shortName } from './condition';
import classes from './Headline.module.css';
import { Said } from './Said';
import { bestOf, sentenceOf, type SentenceTone } from './sentence';
import { costsOf, targetOf } from './turns';

const icons: Record<SentenceTone, IconName> = {
  good: 'check',
  bad: 'cross',
  active: 'cycle',
  waiting: 'person',
  idle: 'stop',
};

interface Props {
  cycle: Cycle;
  waitingAt: readonly string[];
  onTurn: (turn: number) => void;
}

/** What a reader must know in five seconds, and the four numbers that follow. */
export function Headline({ cycle, waitingAt, onTurn }: Props) {
  const { pieces, tone } = sentenceOf(cycle, { target: targetOf(cycle)?.value ?? null, waitingAt });
  const waitingRun = waitingAt.length > 0 ? cycle.turns.at(-1)?.run_id : undefined;
  return (
    <section className={classes.card} data-tone={tone} aria-label="Summary">
      <div className={classes.lead}>
        <span className={classes.sign}>
          <Icon name={icons[tone]} size={20} />
        </span>
        <p className={classes.sentence} role="status">
          <Said pieces={pieces} />
        </p>
      </div>
      {waitingRun !== undefined && (
        <p className={classes.note}>
          <To href={paths.run(waitingRun, { node: waitingAt[0] })}>Answer it in the run</To>
        </p>
      )}
      {cycle.driven === false && cycle.stop_reason == null && (
        <div className={classes.note}>
          {cycle.remedy != null && <p>{cycle.remedy}</p>}
          <Code text={cliOf('cycle resume', [cycle.cycle_id])} lang="shell" />
        </div>
      )}
      <Numbers cycle={cycle} onTurn={onTurn} />
    </section>
  );
}

function Numbers({ cycle, onTurn }: { cycle: Cycle; onTurn: (turn: number) => void }) {
  const now = useNow(cycle.state === 'running');
  const costs = costsOf(cycle.turns, now);
  const best = bestOf(cycle);
  const target = targetOf(cycle);
  const made = cycle.turns.length;
  const asked = costs.executions + costs.hits;
  return (
    <dl className={classes.numbers}>
      <div>
        <dt>Turns</dt>
        <dd>
          <b>{made}</b> of at most {cycle.max_iterations.toLocaleString('en-US')}
          <Meter value={made} max={cycle.max_iterations} label="Turns used" />
        </dd>
      </div>
      {cycle.objective != null && (
        <div>
          <dt>
            Best <Own text={shortName(cycle.objective.metric)} max={28} />
          </dt>
          <dd>
            {best === null ? (
              'no value yet'
            ) : (
              <>
                <b>
                  <Num value={best.value} />
                </b>{' '}
                <button type="button" className={classes.jump} onClick={() => onTurn(best.turn)}>
                  turn {best.turn}
                </button>
              </>
            )}
            {target !== null && (
              <span className={classes.small}>
                target <Num value={target.value} />
              </span>
            )}
          </dd>
        </div>
      )}
      <div>
        <dt>Work</dt>
        <dd>
          <b>{costs.executions.toLocaleString('en-US')}</b> {costs.executions === 1 ? 'execution' : 'executions'}
          <span className={classes.small}>
            {count(costs.hits, 'cache hit')}
            {costs.hits > 0 && ` (${Math.round((100 * costs.hits) / asked)}%)`}
          </span>
        </dd>
      </div>
      <div>
        <dt>Time in turns</dt>
        <dd>
          <b>
            <Duration seconds={costs.seconds} />
          </b>
          {made > 0 && (
            <span className={classes.small}>
              <Duration seconds={costs.seconds / made} /> a turn
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}
