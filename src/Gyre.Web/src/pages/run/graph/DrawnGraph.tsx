import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { shorten, wordOf } from '@/kit';
import frame from '../frame.module.css';
import { CanvasGraph } from './CanvasGraph';
import classes from './Graph.module.css';
import { GraphBar } from './GraphBar';
import { MiniMap } from './MiniMap';
import { type Drawing, isFoldable, standsFor, type Tree } from './model';
import { type Scene, SceneContext } from './scene';
import { type GraphCamera, useGraphCamera } from './useGraphCamera';
import { type Picture, useLayout } from './useLayout';
import { stepOfKey, Walk } from './walk';

const FlowGraph = lazy(() => import('./FlowGraph'));

/** Above this many nodes elements of the page are too slow, and a canvas draws them. */
const mostElements = 2000;

interface Props {
  tree: Tree;
  drawing: Drawing;
  selected: string | null;
  onOpen: (name: string) => void;
  onToggle: (name: string) => void;
  /** Unfolds what is above an item. */
  onUnfoldTo: (name: string) => void;
  bar: { tree: Tree; asList: boolean; onAs: (as: string) => void };
  /** Null when there is nothing to fold. */
  foldAll: (() => void) | null;
  isUnfolded: boolean;
}

export function DrawnGraph({ tree, drawing, selected, onOpen, onToggle, onUnfoldTo, bar, foldAll, isUnfolded }: Props) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const stage = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(stage, sizeRef);
  const picture = useLayout(drawing);
  const camera = useGraphCamera(picture, width, height);
  const [focused, setFocused] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);
  const walk = useMemo(() => (picture === null ? null : new Walk(picture.drawing, picture.layout)), [picture]);
  const stand = useMemo(
    () => (selected === null ? null : standsFor(tree, drawing, selected)),
    [tree, drawing, selected],
  );

  // A panel that opens takes room; what it is about stays in view.
  const { reveal } = camera;
  useEffect(() => {
    if (stand !== null && width > 0) reveal(stand);
  }, [stand, reveal, width]);

  const toggle = (name: string) => {
    camera.hold(name);
    onToggle(name);
  };
  const find = (name: string) => {
    const isTrial = tree.items.get(tree.items.get(name)?.parent ?? '')?.shape === 'task';
    if (isTrial) onOpen(name);
    else if (!camera.center(name)) onUnfoldTo(name);
    stage.current?.focus();
    setFocused(name);
  };
  const onKeyDown = keysOf({ at: focused ?? stand, walk, camera, tree, setFocused, onOpen, toggle });
  const scene: Scene | null =
    picture === null ? null : { picture, tree, selected: stand, focused, onOpen, onToggle: toggle };
  return (
    <div className={frame.frame}>
      <GraphBar {...bar} onFind={find} view={{ fit: camera.fit, zoom: camera.zoom, foldAll, isUnfolded }} />
      <p className={classes.spoken} role="status">
        {focused === null || walk === null ? '' : spoken(tree, walk, focused)}
      </p>
      <div
        ref={ref}
        className={classes.stage}
        tabIndex={0}
        role="group"
        aria-label="Graph. Arrow keys follow the edges, Enter opens a node run, Space folds and unfolds."
        aria-busy={busy}
        data-renderer={picture === null ? 'none' : isLarge(picture) ? 'canvas' : 'elements'}
        data-count={picture?.drawing.shown.length}
        data-layout-ms={picture === null ? undefined : Math.round(picture.layout.took)}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
      >
        {scene === null || width === 0 ? (
          <Wait onWait={setBusy} />
        ) : (
          <Stage scene={scene} camera={camera} onWait={setBusy} />
        )}
      </div>
    </div>
  );
}

function isLarge(picture: Picture): boolean {
  return picture.drawing.shown.length > mostElements;
}

/** Says that the graph is on its way, here and to those who listen to the region it will be in. */
function Wait({ onWait }: { onWait: (waits: boolean) => void }) {
  useEffect(() => {
    onWait(true);
    return () => onWait(false);
  }, [onWait]);
  return (
    <div className={classes.wait} role="status">
      Drawing the graph…
    </div>
  );
}

interface StageProps {
  scene: Scene;
  camera: GraphCamera;
  onWait: (waits: boolean) => void;
}

function Stage({ scene, camera, onWait }: StageProps) {
  return (
    <SceneContext value={scene}>
      {isLarge(scene.picture) ? (
        <CanvasGraph camera={camera.store} />
      ) : (
        <Suspense fallback={<Wait onWait={onWait} />}>
          <FlowGraph camera={camera.store} />
        </Suspense>
      )}
      <MiniMap camera={camera.store} />
    </SceneContext>
  );
}

interface Keys {
  /** Where the next step begins. */
  at: string | null;
  walk: Walk | null;
  camera: GraphCamera;
  tree: Tree;
  setFocused: (name: string) => void;
  onOpen: (name: string) => void;
  toggle: (name: string) => void;
}

/** Arrows follow the edges, Enter opens, Space folds, + and - zoom, 0 shows the whole. */
function keysOf({ at, walk, camera, tree, setFocused, onOpen, toggle }: Keys) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    if (walk === null || event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const step = stepOfKey[event.key];
    const item = at === null ? undefined : tree.items.get(at);
    const next = step === undefined ? null : walk.step(at, step);
    if (next !== null) {
      setFocused(next);
      camera.reveal(next);
    } else if (event.key === 'Enter' && item !== undefined) onOpen(item.name);
    else if (event.key === ' ' && item !== undefined && isFoldable(item)) toggle(item.name);
    else if (event.key === '+' || event.key === '-') camera.zoom(event.key === '+' ? 1.25 : 0.8);
    else if (event.key === '0') camera.fit();
    else if (step === undefined) return;
    event.preventDefault();
  };
}

/** What a screen reader hears of a node: its name, state, and how many edges lead on. */
function spoken(tree: Tree, walk: Walk, name: string): string {
  const item = tree.items.get(name);
  if (item === undefined) return '';
  const { before, after } = walk.around(name);
  return `${shorten(item.label, 80)}, ${wordOf(item.state)}, ${before.length} before it, ${after.length} after it`;
}
