import { bump, num } from './numbers';

/** A graph as numbers: nodes 0 to n-1, edges as pairs. Many thousands of nodes are laid out in it. */
export interface Flat {
  count: number;
  /** from0, to0, from1, to1, … */
  edges: Int32Array;
}

export interface Neighbours {
  /** Where the neighbours of node i begin in `list`; one longer than the nodes. */
  start: Int32Array;
  list: Int32Array;
}

/** Neighbours along (`side` 0: from → to) or against (1) the edges. */
export function neighboursOf({ count, edges }: Flat, side: 0 | 1): Neighbours {
  const start = new Int32Array(count + 1);
  for (let at = side; at < edges.length; at += 2) bump(start, num(edges, at) + 1);
  for (let node = 0; node < count; node++) bump(start, node + 1, num(start, node));
  const fill = start.slice();
  const list = new Int32Array(edges.length / 2);
  for (let at = 0; at < edges.length; at += 2) list[bump(fill, num(edges, at + side)) - 1] = num(edges, at + 1 - side);
  return { start, list };
}

/**
 * The level of each node: the longest path to it. Nodes that nothing leads to stand right before their first target. An
 * edge that would close a circle (a graph has none, but a wrong one must not hang the page) is passed over.
 */
export function rank(graph: Flat, out: Neighbours, into: Neighbours): Int32Array {
  const { count } = graph;
  const level = new Int32Array(count);
  const open = new Int32Array(count);
  for (let node = 0; node < count; node++) open[node] = degree(into, node);
  const order = new Int32Array(count);
  const done = new Uint8Array(count);
  let filled = 0;
  let taken = 0;
  let next = 0;
  const take = (node: number) => {
    done[node] = 1;
    order[filled++] = node;
  };
  for (let node = 0; node < count; node++) if (open[node] === 0) take(node);
  while (taken < count) {
    if (taken === filled) {
      while (done[next] === 1) next++;
      take(next);
    }
    const node = num(order, taken++);
    for (let at = num(out.start, node); at < num(out.start, node + 1); at++) {
      const target = num(out.list, at);
      if (done[target] === 1) continue;
      level[target] = Math.max(num(level, target), num(level, node) + 1);
      if (bump(open, target, -1) === 0) take(target);
    }
  }
  for (let at = count - 1; at >= 0; at--) {
    const node = num(order, at);
    if (degree(into, node) > 0 || degree(out, node) === 0) continue;
    let least = Infinity;
    for (let edge = num(out.start, node); edge < num(out.start, node + 1); edge++) {
      least = Math.min(least, num(level, num(out.list, edge)));
    }
    level[node] = Math.max(0, least - 1);
  }
  return level;
}

export function degree(neighbours: Neighbours, node: number): number {
  return num(neighbours.start, node + 1) - num(neighbours.start, node);
}
