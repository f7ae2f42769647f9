import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Cycle, cyclesQuery, mostCycles, mostProgress } from '@/api/cycles';
import { paths } from '@/app/nav';
import {
  Chips,
  type Column,
  CopyAs,
  csharpOf,
  curlOf,
  Empty,
  Num,
  Own,
  Page,
  Sparkline,
  State,
  Table,
  Time,
  useSearchState,
} from '@/kit';
import { count, shorten } from '@/kit/format';
import { shortName } from '@/pages/cycle/condition';
import { Said } from '@/pages/cycle/Said';
import { bestOf } from '@/pages/cycle/sentence';
import { whyOf } from '@/pages/cycle/why';
import classes from './cycles.module.css';
import { bestLine, bestText, fieldsOf, filterCycles, filterKeys, stateOf, turnsMade, whyText } from './filter';

const defaults = { state: '', reason: '', project: '', pipeline: '', text: '', sort: '' };

export default function CyclesPage() {
  const [state, setState] = useSearchState(defaults);
  const cycles = useQuery(cyclesQuery());
  const all = cycles.data ?? none;
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const rows = useMemo(() => filterCycles(all, filters), [all, filters]);
  const fields = useMemo(() => fieldsOf(all), [all]);
  return (
    <Page
      title="Cycles"
      subtitle="Chains of runs: after each turn a cycle decides whether and with what it goes round again."
      actions={
        <CopyAs
          cli="gyre cycle list"
          curl={curlOf('GET', '/api/v1/cycles?progress=true')}
          csharp={csharpOf('var cycles = await api.Cycles.ListAsync();')}
        />
      }
    >
      <Chips
        filters={filters}
        fields={fields}
        onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
      />
      <Table
        label="Cycles"
        rows={rows}
        columns={columns}
        rowKey={(cycle) => cycle.cycle_id}
        rowLink={(cycle) => paths.cycle(cycle.cycle_id)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={cycles.isPending}
        error={cycles.error}
        onRetry={() => void cycles.refetch()}
        exportName="cycles"
        toolbar={<span className={classes.dim}>{countText(rows.length, all.length)}</span>}
        empty={<Nothing filtered={all.length > 0} />}
      />
    </Page>
  );
}

const none: readonly Cycle[] = [];

function countText(shown: number, all: number): string {
  const of = shown === all ? '' : ` of ${all.toLocaleString('en-US')}`;
  const newest = all >= mostCycles ? '; only the newest are listed' : '';
  const known = all > mostProgress ? `; turns and best values of the newest ${mostProgress}` : '';
  return `${count(shown, 'cycle')}${of}${newest}${known}`;
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No cycle fits these filters" hint="Remove a filter to see more." />
  ) : (
    <Empty
      title="No cycles yet"
      hint="A cycle runs a pipeline again and again with new parameters until a rule of its own ends it. Try the demo, or declare one in gyre.yaml."
      commands={['gyre demo', 'gyre run my-project --cycle NAME']}
    />
  );
}

const columns: readonly Column<Cycle>[] = [
  {
    id: 'name',
    header: 'Cycle',
    width: 180,
    pinned: true,
    value: (cycle) => cycle.name,
    cell: (cycle) => <Own text={cycle.name} />,
  },
  { id: 'state', header: 'State', width: 132, value: stateOf, cell: (cycle) => <State value={stateOf(cycle)} /> },
  {
    id: 'why',
    header: 'Why it stopped',
    grow: true,
    width: 240,
    hideBelow: 620,
    value: whyText,
    cell: (cycle) => <Why cycle={cycle} />,
  },
  {
    id: 'turns',
    header: 'Turns',
    align: 'right',
    width: 88,
    value: turnsMade,
    cell: (cycle) => (
      <span title={`${turnsMade(cycle) ?? 'An unknown number'} of at most ${cycle.max_iterations}`}>
        <Num value={turnsMade(cycle)} />
        <span className={classes.dim}> / {cycle.max_iterations.toLocaleString('en-US')}</span>
      </span>
    ),
  },
  {
    id: 'best',
    header: 'Best',
    align: 'right',
    width: 104,
    value: (cycle) => bestOf(cycle)?.value ?? null,
    cell: (cycle) => (
      <span
        title={
          cycle.objective == null
            ? bestText(cycle)
            : `${bestText(cycle)}: ${shorten(shortName(cycle.objective.metric), 200)}`
        }
      >
        <Num value={bestOf(cycle)?.value} />
      </span>
    ),
  },
  {
    id: 'progress',
    header: 'Best so far',
    width: 124,
    hideBelow: 820,
    cell: (cycle) =>
      cycle.objective == null ? (
        <span className={classes.dim}>no objective</span>
      ) : (
        <Sparkline values={bestLine(cycle)} label="Best so far" />
      ),
  },
  {
    id: 'project',
    header: 'Project',
    width: 130,
    hideBelow: 1000,
    value: (cycle) => cycle.project,
    cell: (cycle) => <Own text={cycle.project} />,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    width: 130,
    hideBelow: 900,
    value: (cycle) => cycle.pipeline,
    cell: (cycle) => <Own text={cycle.pipeline} />,
  },
  {
    id: 'started',
    header: 'Started',
    width: 128,
    hideBelow: 480,
    value: (cycle) => cycle.created_at,
    cell: (cycle) => <Time at={cycle.created_at} relative />,
  },
];

function Why({ cycle }: { cycle: Cycle }) {
  const why = whyOf(cycle);
  if (why === null)
    return <span className={classes.dim}>{cycle.driven === false ? 'no engine is executing it' : 'goes on'}</span>;
  return (
    <span className={classes.why} title={shorten(whyText(cycle), 500)}>
      <Said pieces={why} />
    </span>
  );
}
