import { bump, num } from './numbers';
import { neighboursOf, type Flat, type Neighbours } from './ranks';

/** The nodes of each level, in the order in which they stand. */
export type Levels = Int32Array[];

/** Groups nodes by level; within a level they keep the order of their numbers. */
export function levelsOf(level: Int32Array): Levels {
  const highest = level.reduce((most, one) => Math.max(most, one), -1);
  const made: number[][] = Array.from({ length: highest + 1 }, () => []);
  level.forEach((one, node) => made[one]?.push(node));
  return made.map((nodes) => Int32Array.from(nodes));
}

/** Above this many edges crossings are not counted; the last order is as good as the best one then. */
const countable = 20_000;

/**
 * Orders the nodes within the levels so that few edges cross: each node goes to the mean place of its neighbours, from
 * the left and from the right in turn. Every edge must lead to the next level. Returns the crossings that are left.
 */
export function order(graph: Flat, level: Int32Array, levels: Levels, sweeps: number): number {
  const out = neighboursOf(graph, 0);
  const into = neighboursOf(graph, 1);
  const place = new Float64Array(graph.count);
  for (const nodes of levels) nodes.forEach((node, index) => (place[node] = index));
  const counted = graph.edges.length / 2 <= countable;
  let best = counted ? crossings(level, levels, place, out) : 0;
  let kept = counted ? copyOf(levels) : null;
  for (let sweep = 0; sweep < sweeps && (!counted || best > 0); sweep++) {
    sweepOnce(levels, place, sweep % 2 === 0 ? into : out, sweep % 2 === 0);
    if (!counted) continue;
    const now = crossings(level, levels, place, out);
    if (now < best) {
      best = now;
      kept = copyOf(levels);
    }
  }
  kept?.forEach((nodes, index) => levels[index]?.set(nodes));
  return best;
}

function copyOf(levels: Levels): Levels {
  return levels.map((nodes) => nodes.slice());
}

function sweepOnce(levels: Levels, place: Float64Array, neighbours: Neighbours, forward: boolean): void {
  const middle = new Float64Array(place.length);
  for (let step = 0; step < levels.length; step++) {
    const nodes = levels[forward ? step : levels.length - 1 - step] as Int32Array;
    for (const node of nodes) middle[node] = meanPlace(node, place, neighbours);
    nodes.sort((a, b) => num(middle, a) - num(middle, b) || num(place, a) - num(place, b));
    nodes.forEach((node, index) => (place[node] = index));
  }
}

/** The mean place of the neighbours; its own without any. */
function meanPlace(node: number, place: Float64Array, neighbours: Neighbours): number {
  const from = num(neighbours.start, node);
  const to = num(neighbours.start, node + 1);
  if (from === to) return num(place, node);
  let sum = 0;
  for (let at = from; at < to; at++) sum += num(place, num(neighbours.list, at));
  return sum / (to - from);
}

/** How many pairs of edges between neighbouring levels cross (Barth, Jünger, Mutzel: an accumulator tree). */
function crossings(level: Int32Array, levels: Levels, place: Float64Array, out: Neighbours): number {
  let total = 0;
  for (let at = 0; at + 1 < levels.length; at++) {
    const width = (levels[at + 1] as Int32Array).length;
    const tree = new Int32Array(width + 1);
    let seen = 0;
    for (const node of levels[at] as Int32Array) {
      const targets: number[] = [];
      for (let edge = num(out.start, node); edge < num(out.start, node + 1); edge++) {
        const target = num(out.list, edge);
        if (level[target] === at + 1) targets.push(num(place, target));
      }
      for (const target of targets) total += seen - sumTo(tree, target);
      for (const target of targets) add(tree, target);
      seen += targets.length;
    }
  }
  return total;
}

/** How many were added at or before the index. */
function sumTo(tree: Int32Array, index: number): number {
  let sum = 0;
  for (let at = index + 1; at > 0; at -= at & -at) sum += num(tree, at);
  return sum;
}

function add(tree: Int32Array, index: number): void {
  for (let at = index + 1; at < tree.length; at += at & -at) bump(tree, at);
}
