import { useMemo } from 'react';
import type { NodeRun } from '@/api/nodes';
import { Bytes, type Column, count, Duration, Own, State, Table, Time, useSearchState } from '@/kit';
import { useNodeLink } from './useNodeLink';

const columns: Column<NodeRun>[] = [
  {
    id: 'name',
    header: 'Node run',
    width: 180,
    grow: true,
    pinned: true,
    value: (node) => node.name,
    cell: (node) => <Own text={node.name} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 150,
    value: (node) => node.state,
    cell: (node) => <State value={node.state} />,
  },
  {
    id: 'step',
    header: 'Step',
    width: 150,
    hideBelow: 760,
    value: (node) => node.step ?? node.kind,
    cell: (node) => <Own text={node.step ?? node.kind} />,
  },
  { id: 'cache', header: 'Cache', width: 80, hideBelow: 680, value: (node) => node.cache, cell: (node) => node.cache },
  {
    id: 'attempts',
    header: 'Attempts',
    width: 86,
    align: 'right',
    hideBelow: 820,
    value: (node) => node.attempts,
    cell: (node) => node.attempts,
  },
  {
    id: 'started',
    header: 'Started',
    width: 130,
    hideBelow: 900,
    value: (node) => node.started_at ?? null,
    cell: (node) => <Time at={node.started_at} />,
  },
  {
    id: 'seconds',
    header: 'Duration',
    width: 96,
    align: 'right',
    hideBelow: 420,
    value: (node) => node.seconds ?? null,
    cell: (node) => <Duration seconds={node.seconds} />,
  },
  {
    id: 'queued',
    header: 'In the queue',
    width: 106,
    align: 'right',
    hideBelow: 1000,
    value: (node) => node.queued_seconds ?? null,
    cell: (node) => <Duration seconds={node.queued_seconds} />,
  },
  {
    id: 'cpu',
    header: 'CPU time',
    width: 96,
    align: 'right',
    hideBelow: 1100,
    value: (node) => node.cpu_seconds ?? null,
    cell: (node) => <Duration seconds={node.cpu_seconds} />,
  },
  {
    id: 'memory',
    header: 'Peak memory',
    width: 110,
    align: 'right',
    hideBelow: 1100,
    value: (node) => node.peak_memory_bytes ?? null,
    cell: (node) => <Bytes value={node.peak_memory_bytes} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 200,
    grow: true,
    hideBelow: 1200,
    value: (node) => node.reason ?? null,
    cell: (node) => <Own text={node.reason} />,
  },
];

export function NodesTable({
  run,
  nodes,
  selected,
}: {
  run: string;
  nodes: readonly NodeRun[];
  selected: string | null;
}) {
  const [search, setSearch] = useSearchState({ order: '' });
  const linkOf = useNodeLink(run);
  // Beside a panel there is room for little; the rest is in the panel.
  const shown = useMemo(() => (selected === null ? columns : columns.slice(0, 7)), [selected]);
  return (
    <Table
      label="Node runs"
      rows={nodes}
      columns={shown}
      rowKey={(node) => node.name}
      rowLink={(node) => linkOf(node.name)}
      sort={search.order}
      onSort={(order) => setSearch({ order })}
      toolbar={count(nodes.length, 'node run')}
      exportName="node-runs"
      height={720}
    />
  );
}
