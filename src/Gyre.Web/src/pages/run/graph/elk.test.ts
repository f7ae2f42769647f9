import Elk from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import { elkGraphOf, layoutOf } from './elk';
import { drawingOf, makeTree } from './model';
import { planOf } from './plan';

it('ELK itself lays out what it is given: content inside its container, no overlaps, a route for every edge', async () => {
  const node = (name: string, parent: string | null = null, kind = 'execution') => ({
    name,
    kind,
    parent,
    state: 'succeeded',
    step: null,
  });
  const tree = makeTree({
    nodes: [
      node('a'),
      node('b'),
      node('g', null, 'sub-graph'),
      node('g/x', 'g'),
      node('g/y', 'g'),
      node('c'),
      node('d'),
    ],
    edges: ['a c', 'a d', 'b c', 'b d', 'a g', 'g/x g/y', 'g d'].map((edge) => ({
      from: edge.split(' ')[0]!,
      to: edge.split(' ')[1]!,
      label: null,
    })),
  });
  const plan = planOf(drawingOf(tree, new Set(['g'])));
  const layout = layoutOf(plan, await new Elk().layout(elkGraphOf(plan)), 0);
  const box = (at: number) => ({
    left: layout.x[at]!,
    top: layout.y[at]!,
    right: layout.x[at]! + layout.width[at]!,
    bottom: layout.y[at]! + layout.height[at]!,
  });
  plan.parent.forEach((parent, at) => {
    const own = box(at);
    if (parent >= 0) {
      const holder = box(parent);
      expect(own.left).toBeGreaterThanOrEqual(holder.left);
      expect(own.top).toBeGreaterThanOrEqual(holder.top + 30);
      expect(own.right).toBeLessThanOrEqual(holder.right);
      expect(own.bottom).toBeLessThanOrEqual(holder.bottom);
    }
    plan.parent.forEach((other, next) => {
      if (next <= at || other !== parent) return;
      const beside = box(next);
      const apart =
        own.right <= beside.left || beside.right <= own.left || own.bottom <= beside.top || beside.bottom <= own.top;
      expect(apart).toBe(true);
    });
  });
  layout.routes.forEach((route, edge) => {
    const from = box(plan.edges[edge * 2]!);
    const to = box(plan.edges[edge * 2 + 1]!);
    expect(route![0]).toBeCloseTo(from.right, 0);
    expect(route!.at(-2)).toBeCloseTo(to.left, 0);
    expect(route!.at(-1)).toBeGreaterThanOrEqual(to.top);
    expect(route!.at(-1)).toBeLessThanOrEqual(to.bottom);
  });
});
