import { paths } from '@/app/nav';
import { type Column, Empty, Id, Own, Table, useSearchState } from '@/kit';
import { pageOf, titleOf, wordOfKind } from './kinds';
import type { Row } from './words';

const sides = { before: 'made it', after: 'came of it', both: 'both' };

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ thing }) => <Own text={titleOf(thing.kind, thing.id, thing.name)} />,
    value: ({ thing }) => titleOf(thing.kind, thing.id, thing.name),
    width: 180,
    grow: true,
  },
  {
    id: 'kind',
    header: 'Kind',
    cell: ({ thing }) => wordOfKind(thing.kind)[0],
    value: ({ thing }) => wordOfKind(thing.kind)[0],
    width: 130,
  },
  { id: 'side', header: 'Part', cell: ({ side }) => sides[side], value: ({ side }) => sides[side], width: 110 },
  { id: 'steps', header: 'Steps', align: 'right', cell: ({ steps }) => steps, value: ({ steps }) => steps, width: 70 },
  {
    id: 'relation',
    header: 'Relation',
    cell: ({ relation }) => relation,
    value: ({ relation }) => relation,
    width: 110,
    hideBelow: 640,
  },
  {
    id: 'through',
    header: 'Next to',
    cell: ({ through }) => (through === null ? '–' : <Own text={titleOf(through.kind, through.id, through.name)} />),
    value: ({ through }) => (through === null ? null : titleOf(through.kind, through.id, through.name)),
    width: 180,
    hideBelow: 800,
  },
  {
    id: 'id',
    header: 'Id',
    cell: ({ thing }) => <Id value={thing.id} short />,
    value: ({ thing }) => thing.id,
    width: 150,
    hideBelow: 960,
  },
];

export function List({ rows, cut }: { rows: readonly Row[]; cut: boolean }) {
  const [state, setState] = useSearchState({ sort: '' });
  return (
    <Table
      label="Lineage"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.key}
      rowLink={({ thing }) => pageOf(thing.kind, thing.id) ?? paths.lineage(thing.kind, thing.id)}
      sort={state.sort}
      onSort={(sort) => setState({ sort })}
      exportName="lineage"
      toolbar={`${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'thing' : 'things'}${cut ? ', the first 500' : ''}`}
      empty={
        <Empty
          title="Nothing is linked to it yet"
          hint="Models, datasets and tracking runs appear here when runs log them as inputs and outputs."
        />
      }
    />
  );
}
