import type { Graph, GraphNode } from '@/api/nodes';
import { toneOf } from '@/kit/states';

/** A place on the ring: a node of the pipeline, or several neighbours when there are too many to show. */
export interface Stop {
  key: string;
  names: string[];
  /** The state of the node; of several the one that matters most. */
  state: string;
  kind: string;
  /** Nodes inside it (trials, iterations, a sub-graph) that have ended, and in all; null when it has none. */
  inner: { ended: number; total: number } | null;
  /** Degrees, 0 at the right, growing clockwise; the decision stands at −90. */
  angle: number;
}

export interface Chord {
  from: number;
  to: number;
}

export interface RingModel {
  stops: Stop[];
  /** Dependencies between stops that are not neighbours. */
  chords: Chord[];
  /** For each stop whether it depends on the one before it; the first follows the decision. */
  joined: boolean[];
}

/** More places than this cannot be told apart on a circle. */
export const mostStops = 16;

const endStates = new Set([
  'succeeded',
  'failed',
  'skipped',
  'not-triggered',
  'upstream-failed',
  'cancelled',
  'stopped',
]);

export function hasEnded(state: string): boolean {
  return endStates.has(state);
}

/** The ring of a run: its top nodes in the order of their dependencies, grouped when there are too many. */
export function ringOf(graph: Graph, most = mostStops): RingModel {
  const above = ancestors(graph.nodes);
  const top = graph.nodes.filter((node) => node.parent == null);
  const edges = topEdges(graph, above);
  const order = topological(top, edges);
  const groups = grouped(order, most);
  const place = new Map(groups.flatMap((group, index) => group.map((node) => [node.name, index] as const)));
  const inner = innerCounts(graph.nodes, above);
  const stops = groups.map((group, index): Stop => ({
    key: group.map((node) => node.name).join('\n'),
    names: group.map((node) => node.name),
    state: worst(group.map((node) => node.state)),
    kind: group.length === 1 ? (group[0]?.kind ?? '') : 'group',
    inner: group.length === 1 ? (inner.get(group[0]?.name ?? '') ?? null) : countOf(group),
    angle: angleAt(index, groups.length),
  }));
  const links = new Map<string, Chord>();
  for (const { from, to } of edges) {
    const [a, b] = [place.get(from), place.get(to)];
    if (a !== undefined && b !== undefined && a !== b) links.set(`${a}-${b}`, { from: a, to: b });
  }
  return {
    stops,
    joined: stops.map((_, index) => index === 0 || links.has(`${index - 1}-${index}`)),
    chords: [...links.values()].filter(({ from, to }) => to - from !== 1),
  };
}

/** The decision has the top of the circle; the stops share the rest evenly. */
export function angleAt(index: number, stops: number): number {
  return -90 + (360 * (index + 1)) / (stops + 1);
}

/** The outermost node that each node lies in; itself for top nodes. */
function ancestors(nodes: readonly GraphNode[]): Map<string, string> {
  const parents = new Map(nodes.map((node) => [node.name, node.parent ?? null]));
  const found = new Map<string, string>();
  for (const node of nodes) {
    let at = node.name;
    // A chain of parents is never longer than there are nodes; a wrong answer must not hang the page.
    for (let steps = 0; steps < nodes.length; steps++) {
      const parent = parents.get(at) ?? null;
      if (parent === null || !parents.has(parent)) break;
      at = parent;
    }
    found.set(node.name, at);
  }
  return found;
}

interface Edge {
  from: string;
  to: string;
}

function topEdges(graph: Graph, above: ReadonlyMap<string, string>): Edge[] {
  const seen = new Set<string>();
  return graph.edges.flatMap((edge) => {
    const [from, to] = [above.get(edge.from), above.get(edge.to)];
    const key = `${from}\n${to}`;
    if (from === undefined || to === undefined || from === to || seen.has(key)) return [];
    seen.add(key);
    return [{ from, to }];
  });
}

/** In the order of the dependencies; where they leave a choice, in the order of the file. */
function topological(nodes: readonly GraphNode[], edges: readonly Edge[]): GraphNode[] {
  const place = new Map(nodes.map((node, index) => [node.name, index]));
  const open = nodes.map(() => 0);
  const after = nodes.map((): number[] => []);
  for (const edge of edges) {
    const [from, to] = [place.get(edge.from) ?? -1, place.get(edge.to) ?? -1];
    open[to] = (open[to] ?? 0) + 1;
    after[from]?.push(to);
  }
  const ready = nodes.flatMap((_, index) => (open[index] === 0 ? [index] : []));
  const made: GraphNode[] = [];
  for (let index = ready.shift(); index !== undefined; index = ready.shift()) {
    const node = nodes[index];
    if (node !== undefined) made.push(node);
    for (const next of after[index] ?? []) {
      open[next] = (open[next] ?? 0) - 1;
      if (open[next] === 0) ready.splice(firstAbove(ready, next), 0, next);
    }
  }
  // What runs in a circle has no order of its own; it is shown all the same.
  const placed = new Set(made);
  return [...made, ...nodes.filter((node) => !placed.has(node))];
}

/** Where a number belongs in a sorted list. */
function firstAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Neighbours in groups of nearly equal size, at most `most` groups. */
function grouped(order: readonly GraphNode[], most: number): GraphNode[][] {
  if (order.length <= most) return order.map((node) => [node]);
  const groups: GraphNode[][] = [];
  for (let index = 0; index < most; index++) {
    const [from, to] = [Math.floor((index * order.length) / most), Math.floor(((index + 1) * order.length) / most)];
    groups.push(order.slice(from, to));
  }
  return groups;
}

function innerCounts(
  nodes: readonly GraphNode[],
  above: ReadonlyMap<string, string>,
): Map<string, { ended: number; total: number }> {
  const counts = new Map<string, { ended: number; total: number }>();
  for (const node of nodes) {
    const top = above.get(node.name) ?? node.name;
    if (top === node.name) continue;
    const count = counts.get(top) ?? { ended: 0, total: 0 };
    counts.set(top, { ended: count.ended + (hasEnded(node.state) ? 1 : 0), total: count.total + 1 });
  }
  return counts;
}

function countOf(group: readonly GraphNode[]): { ended: number; total: number } {
  return { ended: group.filter((node) => hasEnded(node.state)).length, total: group.length };
}

const weight = { bad: 5, waiting: 4, active: 3, warn: 2, idle: 1, good: 0 };

/** The state that a reader must see first. */
function worst(states: readonly string[]): string {
  return states.reduce((a, b) => (weight[toneOf(b)] > weight[toneOf(a)] ? b : a), states[0] ?? 'waiting');
}

export type Answer = 'yes' | 'no' | 'open';

/** What the decision after a turn was: another turn, the end, or nothing yet. */
export function answerOf(cycle: { state: string; turns: readonly { turn: number }[] }, turn: number): Answer {
  if (cycle.turns.some((other) => other.turn > turn)) return 'yes';
  return cycle.state === 'running' ? 'open' : 'no';
}

export type Stretch = 'done' | 'active' | 'bad' | 'open';

/** How the stretch of the ring that leads to a stop looks: passed, under way, broken, or not reached. */
export function stretchOf(state: string): Stretch {
  const tone = toneOf(state);
  if (tone === 'active' || tone === 'waiting' || tone === 'warn') return 'active';
  if (tone === 'bad') return 'bad';
  return tone === 'good' ? 'done' : 'open';
}
