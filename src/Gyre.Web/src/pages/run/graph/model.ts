import type { Graph, GraphEdge, GraphNode } from '@/api/nodes';

/** What an item of the drawing is: a node run, a sub-graph or loop, a task with its trials, or an iteration of a loop. */
export type Shape = 'node' | 'group' | 'task' | 'iteration';

export interface Item {
  name: string;
  /** The name without the path of what it lies in. */
  label: string;
  kind: string;
  step: string | null;
  state: string;
  parent: string | null;
  children: string[];
  shape: Shape;
}

export interface Tree {
  items: ReadonlyMap<string, Item>;
  roots: readonly string[];
  edges: readonly GraphEdge[];
}

/**
 * The graph as a tree: what lies in sub-graphs, loops and tasks below them. Iterations are no nodes of the API
 * (`loop[1]/say` lies in `loop`); here they are, so that a loop of a hundred turns unfolds in two steps.
 */
export function makeTree(graph: Graph): Tree {
  const items = new Map<string, Item>();
  for (const node of graph.nodes) items.set(node.name, itemOf(node));
  for (const node of graph.nodes) {
    const item = items.get(node.name) as Item;
    const holder = item.parent === null ? undefined : items.get(item.parent);
    if (holder === undefined || holder === item) {
      item.parent = null;
      continue;
    }
    const parent = holder.kind === 'task' ? holder : iterationOf(items, holder, item.name);
    item.parent = parent.name;
    item.label = labelIn(item.name, parent.name);
    parent.children.push(item.name);
  }
  for (const item of items.values()) {
    if (item.shape !== 'node') continue;
    const holder = item.parent === null ? undefined : items.get(item.parent);
    if (item.kind === 'task' && holder?.kind !== 'task') item.shape = 'task';
    else if (item.children.length > 0) item.shape = 'group';
  }
  for (const item of items.values())
    if (item.shape === 'iteration') item.state = overallState(item.children.map((name) => stateOf(items, name)));
  const roots = [...items.values()].filter((item) => item.parent === null).map((item) => item.name);
  return { items, roots, edges: graph.edges };
}

function itemOf(node: GraphNode): Item {
  return {
    name: node.name,
    label: node.name,
    kind: node.kind,
    step: node.step ?? null,
    state: node.state,
    parent: node.parent ?? null,
    children: [],
    shape: 'node',
  };
}

/** The iteration that a path names, made when it is met first; the loop itself for what lies in no iteration. */
function iterationOf(items: Map<string, Item>, loop: Item, path: string): Item {
  const match = path.startsWith(`${loop.name}[`) ? /^\[(\d+)\]\//.exec(path.slice(loop.name.length)) : null;
  if (match === null) return loop;
  const name = `${loop.name}[${match[1]}]`;
  const known = items.get(name);
  if (known !== undefined) return known;
  const made: Item = {
    name,
    label: `[${match[1]}]`,
    kind: 'iteration',
    step: null,
    state: 'waiting',
    parent: loop.name,
    children: [],
    shape: 'iteration',
  };
  items.set(name, made);
  loop.children.push(name);
  return made;
}

function labelIn(name: string, parent: string): string {
  if (name.startsWith(`${parent}/`)) return name.slice(parent.length + 1);
  return name.startsWith(`${parent}[`) ? name.slice(parent.length) : name;
}

function stateOf(items: ReadonlyMap<string, Item>, name: string): string {
  return items.get(name)?.state ?? 'waiting';
}

const byUrgency = [
  'failed',
  'awaiting-approval',
  'awaiting-answer',
  'running',
  'backing-off',
  'queued',
  'waiting',
  'cancelled',
  'upstream-failed',
];

/** The state that says most about several: a failure first, then what goes on, then how it ended. */
export function overallState(states: readonly string[]): string {
  const urgent = byUrgency.find((state) => states.includes(state));
  if (urgent !== undefined) return urgent;
  return states.includes('succeeded') ? 'succeeded' : (states[0] ?? 'waiting');
}

/** Whether an item can be unfolded in the drawing. Trials stand in a table instead. */
export function isFoldable(item: Item): boolean {
  return item.shape !== 'task' && item.children.length > 0;
}

/** How many node runs below an item are in which state. */
export function countsOf(tree: Tree, name: string): Map<string, number> {
  const counts = new Map<string, number>();
  const pending = [...(tree.items.get(name)?.children ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const item = tree.items.get(next);
    if (item === undefined) continue;
    if (item.children.length > 0 && item.shape !== 'task') pending.push(...item.children);
    else counts.set(item.state, (counts.get(item.state) ?? 0) + 1);
  }
  return counts;
}

const ended = new Set(['succeeded', 'failed', 'skipped', 'not-triggered', 'upstream-failed', 'cancelled']);

/** "7 of 10 ended", with the failures: what a folded item says. */
export function progressOf(counts: ReadonlyMap<string, number>): { total: number; ended: number; failed: number } {
  let total = 0;
  let done = 0;
  for (const [state, number] of counts) {
    total += number;
    if (ended.has(state)) done += number;
  }
  return { total, ended: done, failed: counts.get('failed') ?? 0 };
}

export interface Shown {
  item: Item;
  /** The unfolded item that it lies in; null at the top. */
  parent: string | null;
  open: boolean;
}

export interface ShownEdge {
  from: string;
  to: string;
  labels: readonly string[];
}

export interface Drawing {
  shown: readonly Shown[];
  edges: readonly ShownEdge[];
}

/** What is drawn when the items in `open` are unfolded: containers before what lies in them. */
export function drawingOf(tree: Tree, open: ReadonlySet<string>): Drawing {
  const shown: Shown[] = [];
  const visible = new Map<string, Shown>();
  const visit = (name: string, parent: string | null) => {
    const item = tree.items.get(name);
    if (item === undefined || visible.has(name)) return;
    const one: Shown = { item, parent, open: isFoldable(item) && open.has(name) };
    visible.set(name, one);
    shown.push(one);
    if (one.open) for (const child of item.children) visit(child, name);
  };
  for (const name of tree.roots) visit(name, null);
  return { shown, edges: liftEdges(tree, visible) };
}

/** Edges between what is drawn: an end inside something folded is that; ends in different containers are the containers. */
function liftEdges(tree: Tree, visible: ReadonlyMap<string, Shown>): ShownEdge[] {
  const lifted = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const edge of tree.edges) {
    const ends = commonEnds(pathTo(tree, visible, edge.from), pathTo(tree, visible, edge.to));
    if (ends === null) continue;
    const key = `${ends[0]}\n${ends[1]}`;
    const known = lifted.get(key) ?? { from: ends[0], to: ends[1], labels: [] };
    lifted.set(key, known);
    if (edge.label != null && edge.label !== '' && !known.labels.includes(edge.label)) known.labels.push(edge.label);
  }
  return [...lifted.values()];
}

/** The drawn items from the top down to the one that stands for the name. */
function pathTo(tree: Tree, visible: ReadonlyMap<string, Shown>, name: string): string[] {
  const path: string[] = [];
  for (let at: string | null = name; at !== null; at = tree.items.get(at)?.parent ?? null) {
    if (visible.has(at)) path.unshift(at);
    if (path.length > 100) break;
  }
  return path;
}

function commonEnds(from: readonly string[], to: readonly string[]): [string, string] | null {
  for (let depth = 0; depth < Math.min(from.length, to.length); depth++) {
    const a = from[depth] as string;
    const b = to[depth] as string;
    if (a !== b) return [a, b];
  }
  return null;
}

/** Everything above an item, the nearest first: what must be unfolded to see it. */
export function ancestorsOf(tree: Tree, name: string): string[] {
  const above: string[] = [];
  for (
    let at = tree.items.get(name)?.parent ?? null;
    at !== null && above.length < 100;
    at = tree.items.get(at)?.parent ?? null
  )
    above.push(at);
  return above;
}

/** The drawn item that stands for a node run: itself, or the folded one that holds it. */
export function standsFor(tree: Tree, drawing: Drawing, name: string): string | null {
  const visible = new Set(drawing.shown.map((one) => one.item.name));
  return [name, ...ancestorsOf(tree, name)].find((one) => visible.has(one)) ?? null;
}
