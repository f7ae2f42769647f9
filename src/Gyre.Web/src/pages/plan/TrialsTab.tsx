import { useMemo } from 'react';
import type { Plan, PlanProgress } from '@/api/experimentPlans';
import { paths } from '@/app/nav';
import { type Column, Duration, Empty, isLive, Meter, Own, Section, State, Table, To, useNow } from '@/kit';
import { toMillis } from '@/kit/format';
import { arrowOf } from './figures';
import { FigureCell } from './FigureCell';
import classes from './plan.module.css';
import { summaryOf } from './summary';

interface Props {
  plan: Plan;
  sort: string;
  onSort: (sort: string) => void;
}

/** How each trial stands on each dataset, as it goes on; below, why some failed. */
export function TrialsTab({ plan, sort, onSort }: Props) {
  const columns = useMemo(() => columnsOf(plan), [plan]);
  const failed = plan.progress.filter((one) => one.reason !== null);
  return (
    <div className={classes.stack}>
      <Table
        label="Trials"
        rows={plan.progress}
        columns={columns}
        rowKey={(one) => `${one.trial}\n${one.dataset}`}
        rowLink={(one) => paths.trackingRun(one.tracking_run_id)}
        sort={sort}
        onSort={onSort}
        exportName="trials"
        toolbar={<span className={classes.dim}>{summaryOf(plan.progress)}</span>}
        empty={<Empty title="This experiment has no trials" hint="Name datasets and trials in the plan." />}
      />
      {failed.length > 0 && (
        <Section title="Failures">
          <ul className={classes.failures}>
            {failed.map((one) => (
              <li key={`${one.trial}\n${one.dataset}`}>
                <p className={classes.failureHead}>
                  <State value={one.state} /> <Own text={one.trial} max={60} /> on <Own text={one.dataset} max={60} />
                  {' · '}
                  <To href={paths.run(plan.run.run_id, { node: one.node, tab: 'logs' })}>log of its node</To>
                </p>
                <p className={classes.message}>
                  <Own text={one.reason === '' ? 'It ended without a message.' : one.reason} />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function columnsOf(plan: Plan): Column<PlanProgress>[] {
  return [
    {
      id: 'trial',
      header: 'Trial',
      width: 180,
      grow: true,
      pinned: true,
      value: (one) => one.trial,
      cell: (one) => <Own text={one.trial} />,
    },
    {
      id: 'dataset',
      header: 'Dataset',
      width: 140,
      hideBelow: 760,
      value: (one) => one.dataset,
      cell: (one) => <Own text={one.dataset} />,
    },
    {
      id: 'state',
      header: 'State',
      width: 124,
      value: (one) => one.state,
      cell: (one) => <State value={one.state} />,
    },
    {
      id: 'done',
      header: 'Learned',
      width: 132,
      hideBelow: 420,
      value: (one) => one.done,
      cell: (one) => (
        <span className={classes.progress}>
          <Meter value={one.done} max={one.parts} label={`Parts learned by ${one.trial}`} />
          <span>
            {one.done}/{one.parts}
          </span>
        </span>
      ),
    },
    ...plan.metrics.map((metric, index): Column<PlanProgress> => ({
      id: metric.name,
      header: `${metric.name} ${arrowOf(metric)}`.trim(),
      align: 'right',
      width: 190,
      hideBelow: 620 + 190 * index,
      value: (one) => one.figures[metric.name]?.mean,
      cell: (one) => <FigureCell figure={one.figures[metric.name]} />,
    })),
    {
      id: 'time',
      header: 'Time',
      align: 'right',
      width: 110,
      hideBelow: 900,
      value: (one) => secondsOf(one, null),
      cell: (one) => <Taken progress={one} />,
    },
  ];
}

function Taken({ progress }: { progress: PlanProgress }) {
  const live = isLive(progress.state) && progress.started_at !== null;
  const now = useNow(live);
  if (progress.cached) return <span className={classes.dim}>from the cache</span>;
  return <Duration seconds={secondsOf(progress, live ? now : null)} />;
}

function secondsOf(progress: Pick<PlanProgress, 'started_at' | 'ended_at'>, now: number | null): number | null {
  const start = toMillis(progress.started_at);
  const end = toMillis(progress.ended_at) ?? now;
  return start === null || end === null ? null : (end - start) / 1000;
}
