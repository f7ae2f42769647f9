import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { paths } from '@/app/nav';
import { count, Duration, Num, Own, Query, Section, shorten, Sparkline, State, Time, To, useNow } from '@/kit';
import { bestOf, curveOf, lineOf, metricName } from './cycle';
import classes from './Home.module.css';
import { type Cycle, cyclesQuery, failedQuery, type Run, runningQuery, type RunPage } from './queries';

export function Running() {
  return (
    <Section title="Runs now" actions={<To href={paths.runs()}>All runs</To>}>
      <Query result={useQuery(runningQuery)} rows={3}>
        {(page) =>
          page.runs.length === 0 ? (
            <p className={classes.quiet}>Nothing runs.</p>
          ) : (
            <Runs page={page} all={paths.runs({ state: 'running,cancelling' })} side={(run) => <Elapsed run={run} />} />
          )
        }
      </Query>
    </Section>
  );
}

function Elapsed({ run }: { run: Run }) {
  const now = useNow();
  return <Duration seconds={Math.max(0, Math.floor((now - Date.parse(run.created_at)) / 1000))} />;
}

export function Failed() {
  const now = useNow(false);
  return (
    <Section title="Failed in the last seven days">
      <Query result={useQuery(failedQuery(now))} rows={3}>
        {(page) =>
          page.runs.length === 0 ? (
            <p className={classes.quiet}>Nothing failed.</p>
          ) : (
            <Runs
              page={page}
              all={paths.runs({ state: 'failed' })}
              side={(run) => <Time at={run.ended_at} relative />}
            />
          )
        }
      </Query>
    </Section>
  );
}

function Runs({ page, all, side }: { page: RunPage; all: string; side: (run: Run) => ReactNode }) {
  const total = page.count ?? page.runs.length;
  return (
    <ul className={classes.list}>
      {page.runs.map((run) => (
        <li key={run.run_id} className={classes.row}>
          <State value={run.state} />
          <div className={classes.rowText}>
            <To href={paths.run(run.run_id)} className={classes.cardTitle}>
              <Own text={run.title} />
            </To>
            <span className={classes.quiet}>
              <Own text={run.reason ?? `${run.project} · ${run.pipeline}`} />
            </span>
          </div>
          <span className={classes.side}>{side(run)}</span>
        </li>
      ))}
      {total > page.runs.length && (
        <li className={classes.more}>
          <To href={all}>All {count(total, 'run')}</To>
        </li>
      )}
    </ul>
  );
}

export function Cycles() {
  return (
    <Section title="Cycles" actions={<To href={paths.cycles()}>All cycles</To>}>
      <Query result={useQuery(cyclesQuery)} rows={4}>
        {(cycles) =>
          cycles.length === 0 ? (
            <p className={classes.quiet}>
              No cycle was started yet. A cycle is a chain of runs that decides by itself when it is good enough.
            </p>
          ) : (
            <ul className={classes.list}>
              {cycles.map((cycle) => (
                <CycleRow key={cycle.cycle_id} cycle={cycle} />
              ))}
            </ul>
          )
        }
      </Query>
    </Section>
  );
}

function CycleRow({ cycle }: { cycle: Cycle }) {
  const best = bestOf(cycle);
  const metric = cycle.objective == null ? 'value' : metricName(cycle.objective.metric);
  const why = cycle.state === 'running' ? null : (cycle.stop_detail ?? cycle.stop_reason ?? null);
  return (
    <li className={classes.row}>
      <State value={cycle.state} />
      <div className={classes.rowText}>
        <To href={paths.cycle(cycle.cycle_id)} className={classes.cardTitle}>
          <Own text={cycle.name} />
        </To>
        <span className={classes.quiet}>
          <Own text={why === null ? lineOf(cycle) : `${lineOf(cycle)}: ${why}`} />
        </span>
      </div>
      <Sparkline values={curveOf(cycle)} label={shorten(`Best ${metric} by turn`, 80)} />
      <span className={classes.side}>
        <Num value={best} />
      </span>
    </li>
  );
}
