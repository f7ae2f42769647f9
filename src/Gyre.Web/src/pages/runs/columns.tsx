import type { Run } from '@/api/runs';
import { paths } from '@/app/nav';
import { type Column, Duration, Num, Own, shortId, State, Time, To } from '@/kit';
import { parseSort } from '@/kit/table/model';
import { RowMenu } from './RowMenu';

interface Options {
  now: number;
  mayChange: boolean;
  onCancel: (run: string) => void;
}

export function columnsOf(options: Options): Column<Run>[] {
  return [...whatColumns, ...whenColumns(options)].map((column) => ({ ...column, sortable: column.id in orders }));
}

/** What the API orders runs by, by column. */
const orders: Readonly<Record<string, string>> = {
  state: 'state',
  pipeline: 'pipeline',
  started: 'created',
  ended: 'ended',
  seconds: 'duration',
};

/** The order of a sorted table in the API's words; undefined for what it does not know, as in an address that was mistyped. */
export function orderOf(sort: string): string | undefined {
  const { id, descending } = parseSort(sort);
  const order = Object.hasOwn(orders, id) ? orders[id] : undefined;
  return order === undefined || !descending ? order : `-${order}`;
}

const whatColumns: Column<Run>[] = [
  {
    id: 'title',
    header: 'Title',
    width: 190,
    grow: true,
    pinned: true,
    value: (run) => run.title,
    cell: (run) => <Own text={run.title} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 130,
    value: (run) => run.state,
    cell: (run) => <State value={run.state} />,
  },
  {
    id: 'project',
    header: 'Project',
    width: 130,
    hideBelow: 760,
    value: (run) => run.project,
    cell: (run) => <Own text={run.project} />,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    width: 130,
    hideBelow: 640,
    value: (run) => run.pipeline,
    cell: (run) => <Own text={run.pipeline} />,
  },
];

function whenColumns({ now, mayChange, onCancel }: Options): Column<Run>[] {
  return [
    {
      id: 'started',
      header: 'Started',
      width: 120,
      hideBelow: 460,
      value: (run) => run.created_at,
      cell: (run) => <Time at={run.created_at} relative />,
    },
    {
      id: 'ended',
      header: 'Ended',
      width: 120,
      hideBelow: 1040,
      value: (run) => run.ended_at ?? null,
      cell: (run) => <Time at={run.ended_at} relative />,
    },
    {
      id: 'seconds',
      header: 'Duration',
      width: 100,
      align: 'right',
      hideBelow: 860,
      value: (run) => run.seconds ?? null,
      cell: (run) => (
        <Duration seconds={run.seconds ?? Math.max(0, Math.round((now - Date.parse(run.created_at)) / 1000))} />
      ),
    },
    {
      id: 'turn',
      header: 'Cycle',
      width: 86,
      hideBelow: 1160,
      value: (run) => run.turn ?? null,
      cell: (run) => (run.cycle_id == null ? '–' : <To href={paths.cycle(run.cycle_id)}>turn {run.turn ?? '?'}</To>),
    },
    {
      id: 'executions',
      header: 'Executions',
      width: 104,
      align: 'right',
      hideBelow: 1280,
      value: (run) => run.executions,
      cell: (run) => <Num value={run.executions} />,
    },
    {
      id: 'run_id',
      header: 'Run id',
      width: 110,
      hideBelow: 1400,
      value: (run) => run.run_id,
      cell: (run) => <code title={run.run_id}>{shortId(run.run_id)}</code>,
    },
    {
      id: 'menu',
      header: 'Menu',
      width: 64,
      cell: (run) => <RowMenu run={run} mayChange={mayChange} onCancel={onCancel} />,
    },
  ];
}
