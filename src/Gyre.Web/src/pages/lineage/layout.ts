/**
 * Lays a graph out in levels from left to right (Sugiyama, Tagawa and Toda 1981): circles are broken, each node stands
 * right of what it came from, long edges pass through places of their own, crossings are lessened by sorting levels by
 * the mean place of neighbours, and heights follow the neighbours as closely as the order allows.
 */
export interface Size {
  width: number;
  height: number;
  /** Between levels, and between nodes of one level. */
  gapX: number;
  gapY: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Place extends Point {
  key: string;
  level: number;
}

export interface Route {
  from: string;
  to: string;
  /** From the right side of `from` to the left side of `to`; the other way round when it closes a circle. */
  points: readonly Point[];
  closesCircle: boolean;
}

export interface Layout {
  places: ReadonlyMap<string, Place>;
  routes: readonly Route[];
  width: number;
  height: number;
}

interface Link {
  from: number;
  to: number;
}

const sweeps = 12;
/** An edge over more levels is drawn straight: its own places would be more than the nodes. */
const longest = 40;
const mostPlaces = 6000;

export function layout(keys: readonly string[], edges: readonly { from: string; to: string }[], size: Size): Layout {
  const index = new Map(keys.map((key, at) => [key, at]));
  const links: Link[] = [];
  for (const edge of edges) {
    const [from, to] = [index.get(edge.from), index.get(edge.to)];
    if (from !== undefined && to !== undefined && from !== to) links.push({ from, to });
  }
  const reversed = backEdges(keys.length, links);
  const forward = links.map((link, at) => (reversed.has(at) ? { from: link.to, to: link.from } : link));
  const levels = levelsOf(keys.length, forward);
  const { chains, level } = split(forward, levels);
  const steps = chains.flatMap((chain) => chain.slice(1).map((to, at) => ({ from: chain[at] as number, to })));
  const rows = order(level, steps);
  const heights = level.map((_, node) => (node < keys.length ? size.height : 4));
  const y = heightsOf(rows, neighbours(level.length, steps), heights, size.gapY);
  const x = level.map((one) => one * (size.width + size.gapX));
  const places = new Map(
    keys.map((key, at) => [key, { key, level: level[at] as number, x: x[at] as number, y: y[at] as number }]),
  );
  const middle = (node: number) => (y[node] as number) + (heights[node] as number) / 2;
  const routes = chains.map((chain, at) => {
    const points = chain.flatMap((node): Point[] => {
      const left = { x: x[node] as number, y: middle(node) };
      const right = { x: left.x + size.width, y: left.y };
      return node === chain[0] ? [right] : node === chain.at(-1) ? [left] : [left, right];
    });
    const link = links[at] as Link;
    const closesCircle = reversed.has(at);
    return {
      from: keys[link.from] as string,
      to: keys[link.to] as string,
      points: closesCircle ? points.reverse() : points,
      closesCircle,
    };
  });
  const all = [...places.values()];
  return {
    places,
    routes,
    width: all.reduce((most, place) => Math.max(most, place.x + size.width), 0),
    height: y.reduce((most, top, node) => Math.max(most, top + (heights[node] as number)), 0),
  };
}

/** Places in `links` of the edges that lead back to where a walk came from. */
function backEdges(count: number, links: readonly Link[]): Set<number> {
  const out: number[][] = Array.from({ length: count }, () => []);
  links.forEach((link, at) => out[link.from]?.push(at));
  const state = new Uint8Array(count);
  const back = new Set<number>();
  // Walks begin where nothing leads to, so that an edge counts as leading back only inside a circle.
  const entered = new Uint8Array(count);
  for (const link of links) entered[link.to] = 1;
  const starts = [...entered.keys()].sort((a, b) => (entered[a] as number) - (entered[b] as number));
  for (const start of starts) {
    if (state[start] !== 0) continue;
    const stack = [{ node: start, next: 0 }];
    state[start] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { node: number; next: number };
      const edge = out[top.node]?.[top.next++];
      if (edge === undefined) {
        state[top.node] = 2;
        stack.pop();
        continue;
      }
      const to = links[edge]?.to as number;
      if (state[to] === 1) back.add(edge);
      else if (state[to] === 0) {
        state[to] = 1;
        stack.push({ node: to, next: 0 });
      }
    }
  }
  return back;
}

/** The longest way to each node; sources stand as far right as what they lead to allows. */
function levelsOf(count: number, links: readonly Link[]): number[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  const into = new Array<number>(count).fill(0);
  for (const link of links) {
    out[link.from]?.push(link.to);
    into[link.to] = (into[link.to] as number) + 1;
  }
  const level = new Array<number>(count).fill(0);
  const left = [...into];
  const queue = [...into.keys()].filter((node) => into[node] === 0);
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] as number;
    for (const to of out[node] ?? []) {
      level[to] = Math.max(level[to] as number, (level[node] as number) + 1);
      left[to] = (left[to] as number) - 1;
      if (left[to] === 0) queue.push(to);
    }
  }
  for (const node of queue.reverse()) {
    const next = out[node] ?? [];
    if (into[node] === 0 && next.length > 0) level[node] = Math.min(...next.map((to) => level[to] as number)) - 1;
  }
  return level;
}

/** Edges over several levels get a place on each level between: chains of nodes, one for each edge. */
function split(links: readonly Link[], levels: readonly number[]): { chains: number[][]; level: number[] } {
  const level = [...levels];
  const chains = links.map(({ from, to }) => {
    const [first, last] = [levels[from] as number, levels[to] as number];
    const chain = [from];
    if (last - first <= longest && level.length < mostPlaces) {
      for (let at = first + 1; at < last; at++) chain.push(level.push(at) - 1);
    }
    chain.push(to);
    return chain;
  });
  return { chains, level };
}

interface Neighbours {
  before: number[][];
  after: number[][];
}

function neighbours(count: number, steps: readonly Link[]): Neighbours {
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of steps) {
    after[from]?.push(to);
    before[to]?.push(from);
  }
  return { before, after };
}

/** The nodes of each level from top to bottom, with few crossings. */
function order(level: readonly number[], steps: readonly Link[]): number[][] {
  const rows: number[][] = [];
  level.forEach((one, node) => (rows[one] ??= []).push(node));
  for (let at = 0; at < rows.length; at++) rows[at] ??= [];
  const { before, after } = neighbours(level.length, steps);
  let best = rows.map((row) => [...row]);
  let least = crossings(best, after);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    const walk = down ? rows.map((_, at) => at) : rows.map((_, at) => rows.length - 1 - at);
    const place = placesOf(rows, level.length);
    for (const at of walk) {
      const sorted = sortRow(rows[at] ?? [], down ? before : after, place);
      rows[at] = sorted;
      sorted.forEach((node, position) => (place[node] = position));
    }
    const now = crossings(rows, after);
    if (now < least) {
      least = now;
      best = rows.map((row) => [...row]);
    }
  }
  return best;
}

function placesOf(rows: readonly (readonly number[])[], count: number): number[] {
  const place = new Array<number>(count).fill(0);
  for (const row of rows) row.forEach((node, at) => (place[node] = at));
  return place;
}

function sortRow(row: readonly number[], beside: readonly number[][], place: readonly number[]): number[] {
  return row
    .map((node) => ({ node, mean: mean(beside[node] ?? [], place) ?? (place[node] as number) }))
    .sort((a, b) => a.mean - b.mean)
    .map((one) => one.node);
}

function mean(nodes: readonly number[], values: readonly number[]): number | null {
  if (nodes.length === 0) return null;
  return nodes.reduce((sum, node) => sum + (values[node] as number), 0) / nodes.length;
}

/** How often edges between neighbouring levels cross, counted with a Fenwick tree (Barth, Mutzel and Jünger 2004). */
export function crossings(rows: readonly (readonly number[])[], after: readonly (readonly number[])[]): number {
  let total = 0;
  for (let at = 0; at + 1 < rows.length; at++) {
    const next = new Map((rows[at + 1] ?? []).map((node, place) => [node, place]));
    const tree = new Int32Array(next.size + 1);
    let count = 0;
    for (const node of rows[at] ?? []) {
      const ends = (after[node] ?? []).flatMap((to) => next.get(to) ?? []).sort((a, b) => a - b);
      for (const end of ends) {
        let upTo = 0;
        for (let i = end + 1; i > 0; i -= i & -i) upTo += tree[i] as number;
        total += count - upTo;
      }
      for (const end of ends) {
        for (let i = end + 1; i <= next.size; i += i & -i) tree[i] = (tree[i] as number) + 1;
        count++;
      }
    }
  }
  return total;
}

/** Tops of the nodes: each as near to the mean of its neighbours as its level lets it be. */
function heightsOf(
  rows: readonly (readonly number[])[],
  { before, after }: Neighbours,
  heights: readonly number[],
  gap: number,
): number[] {
  const center = new Array<number>(heights.length).fill(0);
  for (const row of rows) {
    let top = 0;
    for (const node of row) {
      center[node] = top + (heights[node] as number) / 2;
      top += (heights[node] as number) + gap;
    }
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const walk = sweep % 2 === 0 ? rows : [...rows].reverse();
    for (const row of walk) {
      const wanted = row.map(
        (node) => mean([...(before[node] ?? []), ...(after[node] ?? [])], center) ?? (center[node] as number),
      );
      spread(row, wanted, heights, gap).forEach((one, at) => (center[row[at] as number] = one));
    }
  }
  const tops = center.map((one, node) => one - (heights[node] as number) / 2);
  const least = tops.reduce((a, b) => Math.min(a, b), Infinity);
  return tops.map((top) => top - (Number.isFinite(least) ? least : 0));
}

/**
 * The centres nearest to the wanted ones (least squares) that keep the order and the gaps: what is left after taking
 * the room off is a monotone regression, found by pooling neighbours that are out of order.
 */
function spread(row: readonly number[], wanted: readonly number[], heights: readonly number[], gap: number): number[] {
  const offsets: number[] = [];
  let offset = 0;
  row.forEach((node, at) => {
    const before = row[at - 1];
    if (before !== undefined) offset += ((heights[before] as number) + (heights[node] as number)) / 2 + gap;
    offsets.push(offset);
  });
  const pools: { sum: number; count: number }[] = [];
  for (let at = 0; at < row.length; at++) {
    let pool = { sum: (wanted[at] as number) - (offsets[at] as number), count: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools
    .flatMap((pool) => new Array<number>(pool.count).fill(pool.sum / pool.count))
    .map((one, at) => one + (offsets[at] as number));
}

/** A smooth line through the points, flat where it leaves and arrives. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  let last = first;
  for (const point of rest) {
    const bend = (point.x - last.x) / 2;
    path +=
      last.y === point.y
        ? `L${round(point.x)} ${round(point.y)}`
        : `C${round(last.x + bend)} ${round(last.y)} ${round(point.x - bend)} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    last = point;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
