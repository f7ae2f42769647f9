import { describe, expect, it } from 'vitest';
import { type Plan, layOut } from './layout';

function planOf(count: number, edges: readonly (readonly [number, number])[], parent: readonly number[] = []): Plan {
  const parents = Int32Array.from({ length: count }, (_, item) => parent[item] ?? -1);
  return {
    parent: parents,
    width: new Float64Array(count).fill(200),
    height: new Float64Array(count).fill(44),
    open: Uint8Array.from({ length: count }, (_, item) => (parents.includes(item) ? 1 : 0)),
    edges: Int32Array.from(edges.flat()),
  };
}

/** Pairs of boxes of the same container that overlap. */
function overlaps(plan: Plan, layout: ReturnType<typeof layOut>): number {
  const by = [...plan.parent.keys()].sort((a, b) => layout.x[a]! - layout.x[b]!);
  let found = 0;
  by.forEach((a, at) => {
    for (let next = at + 1; next < by.length; next++) {
      const b = by[next]!;
      if (layout.x[b]! >= layout.x[a]! + layout.width[a]!) break;
      if (plan.parent[a] !== plan.parent[b]) continue;
      if (layout.y[a]! < layout.y[b]! + layout.height[b]! && layout.y[b]! < layout.y[a]! + layout.height[a]!) found++;
    }
  });
  return found;
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('layOut', () => {
  it('puts every node to the right of what leads to it', () => {
    const edges: [number, number][] = [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [0, 3],
      [3, 4],
    ];
    const layout = layOut(planOf(5, edges));
    for (const [from, to] of edges) expect(layout.x[to]).toBeGreaterThan(layout.x[from]! + 200);
    expect(layout.crossings).toBe(0);
  });

  it('finds the order without crossings', () => {
    const edges: [number, number][] = [
      [0, 5],
      [1, 4],
      [2, 3],
    ];
    expect(layOut(planOf(6, edges)).crossings).toBe(0);
  });

  it('counts the crossings that no order avoids', () => {
    const edges: [number, number][] = [
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
    ];
    expect(layOut(planOf(4, edges)).crossings).toBe(1);
  });

  it('leads long edges around the nodes between', () => {
    const layout = layOut(
      planOf(4, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ]),
    );
    const route = layout.routes[3]!;
    expect(layout.routes[0]).toBeNull();
    expect(route.length).toBe(12);
    const middle = layout.y[1]! + 22;
    for (let at = 2; at < 10; at += 2) expect(Math.abs(route[at + 1]! - middle)).toBeGreaterThan(22);
  });

  it('keeps content inside its container, with room for the name', () => {
    const plan = planOf(
      5,
      [
        [0, 1],
        [2, 3],
      ],
      [-1, -1, 1, 1, 1],
    );
    const layout = layOut(plan);
    for (const child of [2, 3, 4]) {
      expect(layout.x[child]).toBeGreaterThanOrEqual(layout.x[1]! + 16);
      expect(layout.y[child]).toBeGreaterThanOrEqual(layout.y[1]! + 40);
      expect(layout.x[child]! + 200).toBeLessThanOrEqual(layout.x[1]! + layout.width[1]! - 16);
      expect(layout.y[child]! + 44).toBeLessThanOrEqual(layout.y[1]! + layout.height[1]! - 16);
    }
    expect(overlaps(plan, layout)).toBe(0);
  });

  it('survives a circle', () => {
    const layout = layOut(
      planOf(3, [
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
    );
    expect(overlaps(planOf(3, []), layout)).toBe(0);
  });

  it('makes blocks of wide levels and of nodes without edges', () => {
    const fan = planOf(
      1000,
      Array.from({ length: 998 }, (_, index) => [0, index + 1] as const),
    );
    const layout = layOut(fan);
    expect(overlaps(fan, layout)).toBe(0);
    expect(Math.max(...layout.y)).toBeLessThan(10_000);
    const loose = planOf(500, []);
    expect(overlaps(loose, layOut(loose))).toBe(0);
  });

  it.each([
    ['layers of 40', 40],
    ['layers of 400', 400],
  ])('lays out 10,000 nodes in %s without overlaps', (_, width) => {
    const next = random(7);
    const edges: [number, number][] = [];
    for (let node = width; node < 10_000; node++) {
      const layer = Math.floor(node / width);
      for (let edge = 0; edge < 2; edge++) {
        const back = next() < 0.1 && layer > 3 ? 3 : 1;
        edges.push([(layer - back) * width + Math.floor(next() * width), node]);
      }
    }
    const plan = planOf(10_000, edges);
    const layout = layOut(plan);
    expect(overlaps(plan, layout)).toBe(0);
  });
});
