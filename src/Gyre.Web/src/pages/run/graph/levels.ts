import { num } from './numbers';
import { order, levelsOf, type Levels } from './ordering';
import { degree, type Flat, neighboursOf, rank } from './ranks';
import { across } from './spacing';

export interface Sizes {
  width: Float64Array;
  height: Float64Array;
}

export interface Placed {
  /** Left upper corners. */
  x: Float64Array;
  y: Float64Array;
  width: number;
  height: number;
  /** Per edge the points it goes through (x, y, …), or null for the straight way from node to node. */
  routes: (Float64Array | null)[];
  /** Crossings that are left; 0 also when they were not counted. */
  crossings: number;
}

const gapX = 72;
const gapY = 20;
const dummyHeight = 6;
/** Long edges get places of their own in the levels between, unless there would be more of them than this. */
const mostDummies = 20_000;
/** A level with more nodes than this becomes a block of columns, so that the drawing stays near the shape of a screen. */
const mostRows = 80;

/** Lays out a graph from left to right: by longest path, with few crossings, without another library's worth of work. */
export function placeLevels(graph: Flat, sizes: Sizes): Placed {
  const out = neighboursOf(graph, 0);
  const into = neighboursOf(graph, 1);
  const level = rank(graph, out, into);
  const alone = (node: number) => degree(out, node) + degree(into, node) === 0;
  const levels = levelsOf(level).map((nodes) => nodes.filter((node) => !alone(node)));
  const isWide = levels.some((nodes) => nodes.length > mostRows);
  const layered = isWide ? null : withDummies(graph, level, sizes);
  const placed = layered === null ? placeWide(graph, level, levels, sizes) : placeLayered(graph, layered, alone);
  return addAlone(placed, graph.count, alone, sizes);
}

interface Layered {
  graph: Flat;
  level: Int32Array;
  sizes: Sizes;
  /** Per edge of the original the dummies it runs through. */
  chains: Int32Array[];
}

/** The same graph with a small node in every level that an edge passes; null when there would be too many. */
function withDummies(graph: Flat, level: Int32Array, sizes: Sizes): Layered | null {
  const edges = graph.edges;
  let dummies = 0;
  for (let at = 0; at < edges.length; at += 2) dummies += Math.max(0, spanOf(level, edges, at) - 1);
  if (dummies > mostDummies) return null;
  const count = graph.count + dummies;
  const all: number[] = [];
  const levels = new Int32Array(count);
  levels.set(level);
  const height = new Float64Array(count).fill(dummyHeight);
  height.set(sizes.height);
  const width = new Float64Array(count);
  width.set(sizes.width);
  const chains: Int32Array[] = [];
  let next = graph.count;
  for (let at = 0; at < edges.length; at += 2) {
    const span = spanOf(level, edges, at);
    const chain = new Int32Array(Math.max(0, span - 1));
    let last = num(edges, at);
    for (let step = 0; step < chain.length; step++) {
      levels[next] = num(level, num(edges, at)) + step + 1;
      chain[step] = next;
      all.push(last, next);
      last = next++;
    }
    if (span > 0) all.push(last, num(edges, at + 1));
    chains.push(chain);
  }
  return { graph: { count, edges: Int32Array.from(all) }, level: levels, sizes: { width, height }, chains };
}

function spanOf(level: Int32Array, edges: Int32Array, at: number): number {
  return num(level, num(edges, at + 1)) - num(level, num(edges, at));
}

function placeLayered(original: Flat, layered: Layered, alone: (node: number) => boolean): Placed {
  const { graph, level, sizes, chains } = layered;
  const levels = levelsOf(level).map((nodes) => nodes.filter((node) => node >= original.count || !alone(node)));
  const crossings = order(graph, level, levels, graph.count > 4000 ? 6 : 24);
  const middle = across(graph, levels, sizes.height, gapY, graph.count > 4000 ? 8 : 16);
  const columns = columnsOf(levels, sizes.width);
  const x = new Float64Array(original.count);
  const y = new Float64Array(original.count);
  const top = least(levels, (node) => num(middle, node) - num(sizes.height, node) / 2);
  levels.forEach((nodes, index) => {
    for (const node of nodes) {
      if (node >= original.count) continue;
      x[node] = num(columns.left, index) + (num(columns.width, index) - num(sizes.width, node)) / 2;
      y[node] = num(middle, node) - num(sizes.height, node) / 2 - top;
    }
  });
  const routes = chains.map((chain, edge) => {
    if (chain.length === 0) return null;
    const from = num(original.edges, edge * 2);
    const to = num(original.edges, edge * 2 + 1);
    const points = [num(x, from) + num(sizes.width, from), num(y, from) + num(sizes.height, from) / 2];
    for (const dummy of chain) {
      const column = num(level, dummy);
      const at = num(middle, dummy) - top;
      points.push(num(columns.left, column), at, num(columns.left, column) + num(columns.width, column), at);
    }
    points.push(num(x, to), num(y, to) + num(sizes.height, to) / 2);
    return Float64Array.from(points);
  });
  const bottom = -least(levels, (node) => -(num(middle, node) + num(sizes.height, node) / 2));
  return { x, y, width: columns.total, height: Math.max(0, bottom - top), routes, crossings };
}

function least(levels: Levels, value: (node: number) => number): number {
  let found = Infinity;
  for (const nodes of levels) for (const node of nodes) found = Math.min(found, value(node));
  return found === Infinity ? 0 : found;
}

interface Columns {
  left: number[];
  width: number[];
  total: number;
}

function columnsOf(levels: Levels, width: Float64Array): Columns {
  const left: number[] = [];
  const widths: number[] = [];
  let at = 0;
  for (const nodes of levels) {
    const wide = nodes.reduce((most, node) => Math.max(most, num(width, node)), 0);
    left.push(at);
    widths.push(wide);
    if (nodes.length > 0) at += wide + gapX;
  }
  return { left, width: widths, total: Math.max(0, at - gapX) };
}

/** Levels as blocks of columns, each block in the middle; for graphs that fan out by the hundred or thousand. */
function placeWide(graph: Flat, level: Int32Array, levels: Levels, sizes: Sizes): Placed {
  const near: number[] = [];
  const edges = graph.edges;
  for (let at = 0; at < edges.length; at += 2)
    if (spanOf(level, edges, at) === 1) near.push(num(edges, at), num(edges, at + 1));
  order({ count: graph.count, edges: Int32Array.from(near) }, level, levels, 4);
  const x = new Float64Array(graph.count);
  const y = new Float64Array(graph.count);
  const rows = Math.max(mostRows, Math.ceil(Math.sqrt(graph.count) * 1.6));
  const heights: number[] = [];
  let left = 0;
  for (const nodes of levels) {
    const size = blockOf(nodes, sizes, rows, left, x, y);
    heights.push(size.height);
    if (nodes.length > 0) left += size.width + gapX * 2;
  }
  const height = heights.reduce((most, one) => Math.max(most, one), 0);
  levels.forEach((nodes, index) => {
    const shift = (height - num(heights, index)) / 2;
    for (const node of nodes) y[node] = num(y, node) + shift;
  });
  return {
    x,
    y,
    width: Math.max(0, left - gapX * 2),
    height,
    routes: Array.from({ length: edges.length / 2 }, () => null),
    crossings: 0,
  };
}

/** Fills columns from top to bottom, left to right, beginning at `left`. */
function blockOf(nodes: Int32Array, sizes: Sizes, rows: number, left: number, x: Float64Array, y: Float64Array) {
  let column = left;
  let top = 0;
  let wide = 0;
  let height = 0;
  nodes.forEach((node, index) => {
    if (index > 0 && index % rows === 0) {
      column += wide + gapX / 2;
      wide = 0;
      top = 0;
    }
    x[node] = column;
    y[node] = top;
    wide = Math.max(wide, num(sizes.width, node));
    top += num(sizes.height, node) + gapY;
    height = Math.max(height, top - gapY);
  });
  return { width: column + wide - left, height };
}

/** Nodes without edges stand in a block of rows below the rest. */
function addAlone(placed: Placed, count: number, alone: (node: number) => boolean, sizes: Sizes): Placed {
  const nodes: number[] = [];
  for (let node = 0; node < count; node++) if (alone(node)) nodes.push(node);
  if (nodes.length === 0) return placed;
  const top = placed.height === 0 ? 0 : placed.height + gapY * 2;
  const perRow = Math.max(1, Math.ceil(Math.sqrt(nodes.length / 3)));
  let left = 0;
  let row = top;
  let tall = 0;
  let width = placed.width;
  nodes.forEach((node, index) => {
    if (index > 0 && index % perRow === 0) {
      left = 0;
      row += tall + gapY;
      tall = 0;
    }
    placed.x[node] = left;
    placed.y[node] = row;
    left += num(sizes.width, node) + gapY;
    tall = Math.max(tall, num(sizes.height, node));
    width = Math.max(width, left - gapY);
  });
  return { ...placed, width, height: row + tall };
}
