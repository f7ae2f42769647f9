import { Button, TextInput, useComputedColorScheme } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Span } from '@/formats/mlflow/spans';
import type { Assessment } from '@/formats/mlflow/traces';
import { colorOf, count, Icon, Own, useNow, useSearchState } from '@/kit';
import { around, formatMillis, type Stretch } from './scale';
import { SpanPanel } from './SpanPanel';
import classes from './Trace.module.css';
import { hexId, rowsOf, type SpanNode, type Tree, treeOf, typesOf } from './tree';
import { rowHeight, Waterfall } from './Waterfall';

export const spanDefaults = { span: '', find: '', errors: '' };

interface Props {
  spans: readonly Span[];
  assessments: readonly Assessment[];
}

const none: ReadonlySet<string> = new Set();

/** The waterfall with its tools, and the selected span beside it. */
export function Spans({ spans, assessments }: Props) {
  const [state, setState] = useSearchState(spanDefaults);
  const isGoing = useMemo(() => spans.some((span) => span.end === null), [spans]);
  const now = useNow(isGoing);
  const tree = useMemo(() => treeOf(spans, isGoing ? now : 0), [spans, isGoing, now]);
  const [folded, setFolded] = useState(none);
  const [zoomed, setZoomed] = useState<Stretch | null>(null);
  const find = useDeferredValue(state.find);
  const errorsOnly = state.errors !== '';
  const rows = useMemo(() => rowsOf(tree, { folded, text: find, errorsOnly }), [tree, folded, find, errorsOnly]);
  const node = tree.byId.get(state.span) ?? tree.nodes[0];
  const fold = (one: SpanNode) => {
    const after = new Set(folded);
    if (!after.delete(one.span.id)) after.add(one.span.id);
    setFolded(after);
  };
  const isSearching = find.trim() !== '' || errorsOnly;
  const ofSpan = assessments.filter(
    (one) => one.spanId !== null && node !== undefined && one.spanId === hexId(node.span.id),
  );
  return (
    <div className={classes.split}>
      <div className={classes.frame}>
        <Tools
          tree={tree}
          shown={rows.length}
          state={state}
          onState={setState}
          zoomed={zoomed}
          onWhole={() => setZoomed(null)}
          canFold={!isSearching}
          hasFolds={folded.size > 0}
          onFoldAll={(all) => setFolded(all ? foldsOf(tree) : none)}
        />
        <div className={classes.waterfall} style={{ height: (tree.nodes.length + 1) * rowHeight + 2 }}>
          {rows.length === 0 ? (
            <p className={classes.nothing}>No span fits the search.</p>
          ) : (
            <Waterfall
              rows={rows}
              folded={folded}
              canFold={!isSearching}
              view={zoomed ?? tree}
              origin={tree.from}
              selected={node?.span.id ?? ''}
              onSelect={(span) => setState({ span })}
              onFold={fold}
            />
          )}
        </div>
        <Legend tree={tree} />
      </div>
      {node !== undefined && (
        <SpanPanel
          key={node.span.id}
          node={node}
          origin={tree.from}
          assessments={ofSpan}
          onZoom={() => setZoomed(around(node.span.start, node.span.end ?? tree.to, tree))}
        />
      )}
    </div>
  );
}

/** Every span with children below the roots, so that what is left is an overview. */
function foldsOf(tree: Tree): ReadonlySet<string> {
  return new Set(tree.nodes.filter((node) => node.depth > 0 && node.children.length > 0).map((node) => node.span.id));
}

interface ToolsProps {
  tree: Tree;
  shown: number;
  state: Record<keyof typeof spanDefaults, string>;
  onState: (patch: Partial<Record<keyof typeof spanDefaults, string>>) => void;
  zoomed: Stretch | null;
  onWhole: () => void;
  canFold: boolean;
  hasFolds: boolean;
  onFoldAll: (all: boolean) => void;
}

function Tools({ tree, shown, state, onState, zoomed, onWhole, canFold, hasFolds, onFoldAll }: ToolsProps) {
  const all = tree.nodes.length;
  return (
    <div className={classes.tools}>
      <TextInput
        size="xs"
        className={classes.find ?? ''}
        aria-label="Find spans"
        placeholder="Find by name or type"
        leftSection={<Icon name="search" size={14} />}
        value={state.find}
        onChange={(event) => onState({ find: event.currentTarget.value })}
      />
      {tree.errors > 0 && (
        <Button
          variant={state.errors === '' ? 'default' : 'light'}
          aria-pressed={state.errors !== ''}
          leftSection={<Icon name="warn" size={14} />}
          onClick={() => onState({ errors: state.errors === '' ? 'only' : '' })}
        >
          {count(tree.errors, 'error')}
        </Button>
      )}
      <Button variant="subtle" color="gray" disabled={!canFold} onClick={() => onFoldAll(!hasFolds)}>
        {hasFolds ? 'Unfold all' : 'Fold all'}
      </Button>
      <span className={classes.space} />
      <span className={classes.dim} role="status">
        {shown === all ? count(all, 'span') : `${shown.toLocaleString('en-US')} of ${count(all, 'span')}`}
      </span>
      {zoomed !== null && (
        <Button variant="subtle" onClick={onWhole} title={`${formatMillis(zoomed.to - zoomed.from)} are shown`}>
          Whole trace
        </Button>
      )}
    </div>
  );
}

const mostTypes = 10;

function Legend({ tree }: { tree: Tree }) {
  const scheme = useComputedColorScheme('light');
  const types = useMemo(() => typesOf(tree), [tree]);
  if (types.length === 0) return null;
  return (
    <ul className={classes.legend} aria-label="Types of spans">
      {types.slice(0, mostTypes).map((type) => (
        <li key={type}>
          <span className={classes.swatch} style={{ background: colorOf(type, scheme) }} aria-hidden="true" />
          <Own text={type} max={24} />
        </li>
      ))}
      {types.length > mostTypes && <li>and {types.length - mostTypes} more</li>}
    </ul>
  );
}
