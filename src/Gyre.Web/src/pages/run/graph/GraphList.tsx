import { useMemo } from 'react';
import { type Column, Icon, Own, State, Table } from '@/kit';
import frame from '../frame.module.css';
import classes from './Graph.module.css';
import { isFoldable, type Item, type Tree } from './model';
import { progressText } from './scene';

interface Row {
  item: Item;
  depth: number;
  open: boolean;
  before: readonly string[];
}

/** The graph as an indented list, with what each node run waits for: the same content without a picture. */
function rowsOf(tree: Tree, open: ReadonlySet<string>): Row[] {
  const before = new Map<string, string[]>();
  for (const edge of tree.edges) {
    const known = before.get(edge.to);
    if (known === undefined) before.set(edge.to, [edge.from]);
    else known.push(edge.from);
  }
  const rows: Row[] = [];
  const visit = (names: readonly string[], depth: number) => {
    for (const name of names) {
      const item = tree.items.get(name);
      if (item === undefined) continue;
      const isOpen = isFoldable(item) && open.has(name);
      rows.push({ item, depth, open: isOpen, before: before.get(name) ?? [] });
      if (isOpen) visit(item.children, depth + 1);
    }
  };
  visit(tree.roots, 0);
  return rows;
}

interface Props {
  linkOf: (name: string) => string;
  tree: Tree;
  open: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

export function GraphList({ linkOf, tree, open, onToggle }: Props) {
  const rows = useMemo(() => rowsOf(tree, open), [tree, open]);
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'name',
        header: 'Node run',
        grow: true,
        width: 200,
        value: (row) => row.item.name,
        sortable: false,
        cell: (row) => (
          <span style={{ paddingLeft: row.depth * 20 }}>
            <Own text={row.item.label} />
          </span>
        ),
      },
      {
        id: 'state',
        header: 'State',
        width: 150,
        sortable: false,
        value: (row) => row.item.state,
        cell: (row) => <State value={row.item.state} />,
      },
      {
        id: 'before',
        header: 'Waits for',
        width: 220,
        hideBelow: 640,
        sortable: false,
        value: (row) => row.before.join(' '),
        cell: (row) => <Own text={row.before.join(', ')} />,
      },
      {
        id: 'inside',
        header: 'Contains',
        width: 190,
        hideBelow: 520,
        cell: (row) => <Inside row={row} tree={tree} onToggle={onToggle} />,
      },
    ],
    [tree, onToggle],
  );
  return (
    <Table
      label="Node runs of the graph"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.item.name}
      rowLink={(row) => (row.item.shape === 'iteration' ? undefined : linkOf(row.item.name))}
      exportName="graph"
      height={640}
    />
  );
}

function Inside({ row, tree, onToggle }: { row: Row; tree: Tree; onToggle: (name: string) => void }) {
  const { item } = row;
  if (item.children.length === 0) return null;
  const text = progressText(tree, item);
  if (!isFoldable(item)) return <span className={frame.note}>{text}</span>;
  return (
    <button type="button" className={classes.inside} aria-expanded={row.open} onClick={() => onToggle(item.name)}>
      <Icon name={row.open ? 'up' : 'down'} size={14} /> {text}
    </button>
  );
}
