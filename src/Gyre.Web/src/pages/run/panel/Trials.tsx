import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type NodeRun, nodesQuery } from '@/api/nodes';
import {
  type Column,
  CopyAs,
  count,
  Duration,
  Empty,
  Icon,
  Num,
  Own,
  Query,
  State,
  Table,
  useSearchState,
} from '@/kit';
import { sweepCommands } from '../commands';
import { useNodeLink } from '../useNodeLink';
import { valueText } from './parameters';
import classes from './panel.module.css';
import { metricOf, type Sweep, sweepOf, trialsOf } from './trialRows';

/** The trials of a task side by side, the best one marked. */
export function Trials({ run, node }: { run: string; node: NodeRun }) {
  const nodes = useQuery(nodesQuery(run));
  return (
    <Query result={nodes}>{(all) => <TrialTable run={run} node={node} trials={trialsOf(all, node.name)} />}</Query>
  );
}

function TrialTable({ run, node, trials }: { run: string; node: NodeRun; trials: readonly NodeRun[] }) {
  const [search, setSearch] = useSearchState({ metric: '', best: '', sort: '' });
  const sweep = useMemo(() => sweepOf(trials, search.metric, search.best), [trials, search.metric, search.best]);
  const columns = useMemo(() => columnsOf(sweep, node.name), [sweep, node.name]);
  const linkOf = useNodeLink(run);
  if (trials.length === 0) return <Empty title="No trials yet" hint="The sweep makes them when the node run starts." />;
  const { goal } = sweep;
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        {goal !== null && (
          <>
            <Select
              size="xs"
              w={180}
              aria-label="Metric that trials are compared by"
              data={[...sweep.metrics].sort()}
              value={goal.metric}
              allowDeselect={false}
              onChange={(metric) => setSearch({ metric: metric ?? '', best: undefined })}
            />
            <SegmentedControl
              size="xs"
              aria-label="Which value is the better one"
              data={[
                { value: 'max', label: 'Highest' },
                { value: 'min', label: 'Lowest' },
              ]}
              value={goal.direction}
              onChange={(best) => setSearch({ best })}
            />
          </>
        )}
        <CopyAs {...sweepCommands(run, node.name, goal?.metric ?? null)} />
      </div>
      {sweep.best !== null && goal !== null && (
        <p className={classes.lead}>
          <Icon name="check" size={14} /> Best: <Own text={sweep.best.name} /> with {goal.metric.slice(0, 60)}{' '}
          <Num value={metricOf(sweep.best, goal.metric)} />
        </p>
      )}
      <Table
        label="Trials"
        rows={sweep.trials}
        columns={columns}
        rowKey={(trial) => trial.name}
        rowLink={(trial) => linkOf(trial.name, 'overview')}
        sort={search.sort}
        onSort={(sort) => setSearch({ sort })}
        toolbar={count(trials.length, 'trial')}
        exportName={`${node.name}-trials`}
        height={560}
      />
    </div>
  );
}

function columnsOf(sweep: Sweep, task: string): Column<NodeRun>[] {
  return [
    {
      id: 'trial',
      header: 'Trial',
      width: 90,
      pinned: true,
      value: (trial) => trial.name,
      cell: (trial) => (
        <>
          <Own text={trial.name.slice(task.length)} />
          {trial === sweep.best && <strong className={classes.best}> best</strong>}
        </>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 124,
      value: (trial) => trial.state,
      cell: (trial) => <State value={trial.state} />,
    },
    ...sweep.metrics.slice(0, 1).map(metricColumn),
    ...sweep.parameters.map((name): Column<NodeRun> => ({
      id: `parameter ${name}`,
      header: name,
      width: 110,
      align: 'right',
      value: (trial) => plain(trial.parameters[name]),
      cell: (trial) =>
        typeof trial.parameters[name] === 'number' ? (
          <Num value={trial.parameters[name] as number} />
        ) : (
          <Own text={valueText(trial.parameters[name] ?? '')} />
        ),
    })),
    ...sweep.metrics.slice(1).map(metricColumn),
    {
      id: 'seconds',
      header: 'Duration',
      width: 92,
      align: 'right',
      value: (trial) => trial.seconds ?? null,
      cell: (trial) => <Duration seconds={trial.seconds} />,
    },
  ];
}

function metricColumn(name: string): Column<NodeRun> {
  return {
    id: `metric ${name}`,
    header: name,
    width: 100,
    align: 'right',
    value: (trial) => metricOf(trial, name),
    cell: (trial) => <Num value={metricOf(trial, name)} />,
  };
}

function plain(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? value : valueText(value);
}
