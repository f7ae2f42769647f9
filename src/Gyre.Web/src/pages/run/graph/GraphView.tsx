import { useMemo } from 'react';
import type { Graph } from '@/api/nodes';
import { useSearchState } from '@/kit';
import { useNodeLink } from '../useNodeLink';
import frame from '../frame.module.css';
import { DrawnGraph } from './DrawnGraph';
import { openSet, withAllOpen, withOpen } from './folding';
import { GraphBar } from './GraphBar';
import { GraphList } from './GraphList';
import { ancestorsOf, drawingOf, isFoldable, makeTree } from './model';

interface Props {
  run: string;
  graph: Graph;
  /** The node whose panel is open. */
  selected: string | null;
  onOpen: (name: string) => void;
}

export function GraphView({ run, graph, selected, onOpen }: Props) {
  const [search, setSearch] = useSearchState({ open: '', as: 'graph' });
  const linkOf = useNodeLink(run);
  const tree = useMemo(() => makeTree(graph), [graph]);
  const open = useMemo(() => openSet(search.open, tree), [search.open, tree]);
  const drawing = useMemo(() => drawingOf(tree, open), [tree, open]);
  const hasFolds = useMemo(() => [...tree.items.values()].some(isFoldable), [tree]);
  const toggle = (name: string) => setSearch({ open: withOpen(search.open, name, !open.has(name)) });
  const bar = { tree, asList: search.as === 'list', onAs: (as: string) => setSearch({ as }, { push: true }) };
  if (search.as === 'list') {
    return (
      <div className={frame.frame} data-list>
        <GraphBar {...bar} onFind={onOpen} />
        <GraphList linkOf={linkOf} tree={tree} open={open} onToggle={toggle} />
      </div>
    );
  }
  return (
    <DrawnGraph
      tree={tree}
      drawing={drawing}
      selected={selected}
      onOpen={onOpen}
      onToggle={toggle}
      onUnfoldTo={(name) => setSearch({ open: withAllOpen(search.open, ancestorsOf(tree, name)) })}
      bar={bar}
      foldAll={hasFolds ? () => setSearch({ open: open.size > 0 ? '' : '*' }) : null}
      isUnfolded={open.size > 0}
    />
  );
}
