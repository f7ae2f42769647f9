import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type PlanRun, planRunsQuery } from '@/api/experimentPlans';
import { paths } from '@/app/nav';
import {
  Chips,
  type Column,
  CopyAs,
  csharpOf,
  curlOf,
  Duration,
  Empty,
  Num,
  Own,
  Page,
  State,
  Table,
  Time,
  useSearchState,
} from '@/kit';
import { count } from '@/kit/format';
import { fieldsOf, filterKeys, filterRuns, listText, secondsOf } from './rows';
import classes from './plans.module.css';

const defaults = { name: '', state: '', project: '', text: '', sort: '' };

export default function PlansPage() {
  const [state, setState] = useSearchState(defaults);
  const found = useInfiniteQuery(planRunsQuery());
  const all = useMemo(() => found.data?.pages.flatMap((page) => page.runs) ?? [], [found.data]);
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const rows = useMemo(() => filterRuns(all, filters), [all, filters]);
  const fields = useMemo(() => fieldsOf(all), [all]);
  return (
    <Page
      title="Plans"
      subtitle="Runs of experiment plans: each tries its models on its datasets and compares them."
      actions={
        <CopyAs
          curl={curlOf('GET', '/api/v1/experiment-plans')}
          csharp={csharpOf('var plans = await api.ExperimentPlans.ListAsync();')}
        />
      }
    >
      {all.length > 0 && (
        <Chips
          filters={filters}
          fields={fields}
          onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
        />
      )}
      <Table
        label="Runs of experiment plans"
        rows={rows}
        columns={columns}
        rowKey={(run) => run.run_id}
        rowLink={(run) => paths.plan(run.run_id)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={found.isPending}
        error={found.error}
        onRetry={() => void found.refetch()}
        exportName="plans"
        toolbar={
          <span className={classes.bar}>
            <span className={classes.dim}>{countText(rows.length, all.length)}</span>
            {found.hasNextPage && (
              <Button
                size="compact-xs"
                variant="default"
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                Load older runs
              </Button>
            )}
          </span>
        }
        empty={<Nothing filtered={all.length > 0} />}
      />
    </Page>
  );
}

function countText(shown: number, all: number): string {
  return `${count(shown, 'run')}${shown === all ? '' : ` of ${all.toLocaleString('en-US')}`}`;
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No run fits these filters" hint="Remove a filter to see more." />
  ) : (
    <Empty
      title="No experiment plan was run yet"
      hint="A plan is a folder of YAML files that name datasets, models and strategies. Try the demo, or run a plan of your own in this home."
      commands={['gyre demo continual', 'gyre experiment run PLAN']}
    />
  );
}

const columns: readonly Column<PlanRun>[] = [
  {
    id: 'name',
    header: 'Experiment',
    width: 220,
    grow: true,
    pinned: true,
    value: (run) => run.name,
    cell: (run) => <Own text={run.name} />,
  },
  { id: 'state', header: 'State', width: 120, value: (run) => run.state, cell: (run) => <State value={run.state} /> },
  {
    id: 'trials',
    header: 'Trials',
    align: 'right',
    width: 80,
    value: (run) => run.trials.length,
    cell: (run) => (
      <span title={listText(run.trials)}>
        <Num value={run.trials.length} />
      </span>
    ),
  },
  {
    id: 'datasets',
    header: 'Datasets',
    width: 180,
    hideBelow: 720,
    value: (run) => run.datasets.join(', '),
    cell: (run) => <Own text={run.datasets.join(', ')} />,
  },
  {
    id: 'parts',
    header: 'Parts',
    align: 'right',
    width: 88,
    hideBelow: 820,
    value: (run) => run.parts,
    cell: (run) => (
      <span title="Experiences and partitions of all trials">
        <Num value={run.parts} />
      </span>
    ),
  },
  {
    id: 'project',
    header: 'Plan',
    width: 150,
    hideBelow: 960,
    value: (run) => run.project,
    cell: (run) => <Own text={run.project} />,
  },
  {
    id: 'started',
    header: 'Started',
    width: 128,
    hideBelow: 480,
    value: (run) => run.created_at,
    cell: (run) => <Time at={run.created_at} relative />,
  },
  {
    id: 'duration',
    header: 'Duration',
    align: 'right',
    width: 104,
    hideBelow: 620,
    value: secondsOf,
    cell: (run) => <Duration seconds={secondsOf(run)} />,
  },
];
