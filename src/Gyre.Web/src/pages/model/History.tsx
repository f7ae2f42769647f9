import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { aliasMovesQuery } from '@/api/models';
import { paths } from '@/app/nav';
import type { ModelVersion } from '@/formats/mlflow/registry';
import { type Column, Empty, Own, quote, Table, Time, useSearchState } from '@/kit';
import { AliasChip } from './AliasChip';
import { evidenceWords, historyOf, type Move } from './aliases';

type Row = Move & { key: string };

const columns: readonly Column<Row>[] = [
  { id: 'at', header: 'Time', cell: (row) => <Time at={row.at} />, value: (row) => row.at, width: 150, pinned: true },
  {
    id: 'alias',
    header: 'Alias',
    cell: (row) => <AliasChip alias={row.alias} />,
    value: (row) => row.alias,
    width: 150,
  },
  {
    id: 'from',
    header: 'From',
    align: 'right',
    cell: (row) => row.from ?? '–',
    value: (row) => (row.from === null ? null : Number(row.from)),
    width: 70,
  },
  {
    id: 'to',
    header: 'To',
    align: 'right',
    cell: (row) => row.version ?? 'removed',
    value: (row) => (row.version === null ? null : Number(row.version)),
    width: 84,
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: (row) => <Own text={row.reason} />,
    value: (row) => row.reason,
    width: 240,
    grow: true,
  },
  {
    id: 'evidence',
    header: 'Evidence',
    cell: (row) => <Own text={evidenceWords(row.evidence)} />,
    value: (row) => evidenceWords(row.evidence),
    width: 200,
    grow: true,
    hideBelow: 860,
  },
  { id: 'by', header: 'By', cell: (row) => <Own text={row.by} />, value: (row) => row.by, width: 110, hideBelow: 700 },
];

/** Who asks later finds here why an alias was moved. */
export function History({ name, versions }: { name: string; versions: readonly ModelVersion[] }) {
  const [state, setState] = useSearchState({ sort: '' });
  const kept = useQuery(aliasMovesQuery(name));
  const rows = useMemo(
    () => historyOf(versions, kept.data ?? []).map((move, index): Row => ({ ...move, key: String(index) })),
    [versions, kept.data],
  );
  return (
    <Table
      label="Alias history"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.key}
      rowLink={(row) => (row.version === null ? undefined : paths.modelVersion(name, row.version))}
      sort={state.sort}
      onSort={(sort) => setState({ sort })}
      loading={kept.isPending}
      error={kept.error}
      onRetry={() => void kept.refetch()}
      exportName={`${name} alias history`}
      toolbar="Moves by MLflow's clients have no reason."
      empty={
        <Empty
          title="No alias was moved yet"
          hint="Move an alias on the tab Versions, or with the command below."
          commands={[`gyre model alias ${quote(name)} champion 1 --reason "why"`]}
        />
      }
    />
  );
}
