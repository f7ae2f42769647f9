import { describe, expect, it } from 'vitest';
import { type Graph, type NodeRun, shareGraph, shareNodes } from '@/api/nodes';
import { begin, boundsOf, fit, reveal, zoomAt } from './camera';
import { drawEdge, TextPen } from './curve';
import { elkGraphOf, layoutOf } from './elk';
import { openSet, withAllOpen, withOpen } from './folding';
import { layOut } from './layout';
import { ancestorsOf, countsOf, drawingOf, makeTree, overallState, progressOf, standsFor } from './model';
import { planKey, planOf } from './plan';
import { findNames } from './search';
import { tilesIn, tilesUnder } from './tiles';
import { Walk } from './walk';

function graphOf(
  names: readonly (readonly [name: string, kind?: string, parent?: string | null, state?: string])[],
  edges: readonly (readonly [string, string])[] = [],
): Graph {
  return {
    nodes: names.map(([name, kind = 'execution', parent = null, state = 'succeeded']) => ({
      name,
      kind,
      parent,
      state,
      step: null,
    })),
    edges: edges.map(([from, to]) => ({ from, to, label: null })),
  };
}

const loop = graphOf(
  [
    ['load'],
    ['loop', 'sub-graph'],
    ['loop[0]/say', 'execution', 'loop'],
    ['loop[0]/think', 'execution', 'loop', 'running'],
    ['loop[1]/say', 'execution', 'loop', 'failed'],
    ['train', 'task'],
    ['train[0]', 'task', 'train'],
    ['train[1]', 'task', 'train', 'failed'],
    ['report'],
  ],
  [
    ['load', 'loop'],
    ['loop[0]/say', 'loop[0]/think'],
    ['loop', 'train'],
    ['train', 'report'],
  ],
);

describe('makeTree', () => {
  const tree = makeTree(loop);

  it('puts iterations between a loop and what runs in it', () => {
    expect(tree.items.get('loop')?.children).toEqual(['loop[0]', 'loop[1]']);
    expect(tree.items.get('loop[0]')).toMatchObject({
      shape: 'iteration',
      label: '[0]',
      state: 'running',
      children: ['loop[0]/say', 'loop[0]/think'],
    });
    expect(tree.items.get('loop[0]/say')?.label).toBe('say');
    expect(tree.roots).toEqual(['load', 'loop', 'train', 'report']);
  });

  it('tells tasks, trials and groups apart', () => {
    expect(['load', 'loop', 'train', 'train[0]'].map((name) => tree.items.get(name)?.shape)).toEqual([
      'node',
      'group',
      'task',
      'node',
    ]);
    expect(progressOf(countsOf(tree, 'train'))).toEqual({ total: 2, ended: 2, failed: 1 });
    expect(progressOf(countsOf(tree, 'loop'))).toEqual({ total: 3, ended: 2, failed: 1 });
  });

  it('takes a parent that is not there for none', () => {
    expect(
      makeTree(
        graphOf([
          ['a', 'execution', 'gone'],
          ['b', 'execution', 'b'],
        ]),
      ).roots,
    ).toEqual(['a', 'b']);
  });

  it('finds what is above', () => {
    expect(ancestorsOf(tree, 'loop[0]/say')).toEqual(['loop[0]', 'loop']);
  });

  it('sums states up by what matters', () => {
    expect(overallState(['succeeded', 'running', 'failed'])).toBe('failed');
    expect(overallState(['skipped', 'succeeded'])).toBe('succeeded');
    expect(overallState([])).toBe('waiting');
  });
});

describe('drawingOf', () => {
  const tree = makeTree(loop);

  it('folds everything at first; trials never unfold', () => {
    const drawing = drawingOf(tree, new Set(['train']));
    expect(drawing.shown.map((one) => one.item.name)).toEqual(['load', 'loop', 'train', 'report']);
    expect(drawing.edges.map((edge) => [edge.from, edge.to])).toEqual([
      ['load', 'loop'],
      ['loop', 'train'],
      ['train', 'report'],
    ]);
  });

  it('shows what is inside when it is unfolded, and stands for what is not', () => {
    const drawing = drawingOf(tree, new Set(['loop', 'loop[0]']));
    expect(drawing.shown.map((one) => one.item.name)).toEqual([
      'load',
      'loop',
      'loop[0]',
      'loop[0]/say',
      'loop[0]/think',
      'loop[1]',
      'train',
      'report',
    ]);
    expect(drawing.edges).toContainEqual({ from: 'loop[0]/say', to: 'loop[0]/think', labels: [] });
    expect(standsFor(tree, drawing, 'loop[1]/say')).toBe('loop[1]');
    expect(standsFor(tree, drawing, 'train[1]')).toBe('train');
  });

  it('lifts edges to the items that are drawn, once each', () => {
    const inner = makeTree(
      graphOf(
        [['g', 'sub-graph'], ['g/a', 'execution', 'g'], ['g/b', 'execution', 'g'], ['z']],
        [
          ['g/a', 'z'],
          ['g/b', 'z'],
          ['g/a', 'g/b'],
          ['g', 'g/a'],
        ],
      ),
    );
    expect(drawingOf(inner, new Set()).edges.map((edge) => [edge.from, edge.to])).toEqual([['g', 'z']]);
    expect(drawingOf(inner, new Set(['g'])).edges.map((edge) => [edge.from, edge.to])).toEqual([
      ['g', 'z'],
      ['g/a', 'g/b'],
    ]);
  });

  it('has a key that states do not change', () => {
    const after = makeTree({ ...loop, nodes: loop.nodes.map((node) => ({ ...node, state: 'cancelled' })) });
    expect(planKey(drawingOf(after, new Set()))).toBe(planKey(drawingOf(tree, new Set())));
    expect(planKey(drawingOf(tree, new Set(['loop'])))).not.toBe(planKey(drawingOf(tree, new Set())));
  });
});

describe('folding in the address', () => {
  const tree = makeTree(loop);

  it('keeps names, all, and all but some', () => {
    expect([...openSet('loop,loop[0]', tree)]).toEqual(['loop', 'loop[0]']);
    expect([...openSet('*', tree)].sort()).toEqual(['loop', 'loop[0]', 'loop[1]']);
    expect([...openSet('*,loop[0]', tree)].sort()).toEqual(['loop', 'loop[1]']);
  });

  it('toggles in both ways of writing', () => {
    expect(withOpen('', 'a', true)).toBe('a');
    expect(withOpen('a,b', 'a', false)).toBe('b');
    expect(withOpen('*', 'a', false)).toBe('*,a');
    expect(withOpen('*,a', 'a', true)).toBe('*');
    expect(withAllOpen('a', ['a', 'b'])).toBe('a,b');
  });

  it('survives commas, stars and per cents in names', () => {
    const text = withOpen(withOpen('', '*,%2C', true), '100%', true);
    expect([...openSet(text, tree)]).toEqual(['*,%2C', '100%']);
  });
});

describe('Walk', () => {
  const drawing = drawingOf(
    makeTree(
      graphOf(
        [['a'], ['b'], ['c'], ['d']],
        [
          ['a', 'b'],
          ['a', 'c'],
          ['b', 'd'],
          ['c', 'd'],
        ],
      ),
    ),
    new Set(),
  );
  const walk = new Walk(drawing, layOut(planOf(drawing)));

  it('follows edges left and right, and neighbours up and down', () => {
    expect(walk.step(null, 'right')).toBe('a');
    const right = walk.step('a', 'right');
    expect(['b', 'c']).toContain(right);
    const [upper, lower] = walk.step('b', 'down') === 'c' ? ['b', 'c'] : ['c', 'b'];
    expect(walk.step(upper!, 'down')).toBe(lower);
    expect(walk.step(lower!, 'up')).toBe(upper);
    expect(walk.step(upper!, 'up')).toBeNull();
    expect(walk.step('b', 'left')).toBe('a');
    expect(walk.step('d', 'right')).toBeNull();
    expect(walk.step('b', 'first')).toBe('a');
    expect(walk.step('b', 'last')).toBe('d');
    expect(walk.around('a').after).toEqual(['b', 'c']);
  });
});

describe('camera', () => {
  it('fits the whole drawing, never larger than life', () => {
    expect(fit({ x: 0, y: 0, width: 100, height: 100 }, 1000, 500)).toEqual({ x: 450, y: 200, zoom: 1 });
    const far = fit({ x: -50, y: 0, width: 9520, height: 100 }, 1000, 500);
    expect(far.zoom).toBeCloseTo(0.1);
    expect(far.x).toBeCloseTo(24 + 5);
  });

  it('begins on a phone where the graph begins, large enough to be read', () => {
    const wide = { x: -50, y: 10, width: 2000, height: 200 };
    expect(begin(wide, 1000, 500)).toEqual(fit(wide, 1000, 500));
    const phone = begin(wide, 360, 400);
    expect(phone.zoom).toBe(0.6);
    expect(wide.x * phone.zoom + phone.x).toBeCloseTo(24);
    expect(wide.y * phone.zoom + phone.y).toBeCloseTo((400 - 120) / 2);
    const tall = begin({ x: 0, y: 0, width: 300, height: 3000 }, 360, 400);
    expect(tall.zoom).toBe(0.3);
    expect(tall).toMatchObject({ x: (360 - 90) / 2, y: 24 });
    expect(begin({ x: 0, y: 0, width: 300, height: 100 }, 360, 400).zoom).toBe(1);
  });

  it('keeps the point under the pointer while it zooms, and stays within limits', () => {
    const after = zoomAt({ x: 10, y: 20, zoom: 1 }, 2, 110, 220);
    expect((110 - after.x) / after.zoom).toBeCloseTo(100);
    expect(zoomAt(after, 100, 0, 0).zoom).toBe(2);
  });

  it('moves only as far as needed', () => {
    const camera = { x: 0, y: 0, zoom: 1 };
    expect(reveal(camera, { x: 100, y: 100, width: 50, height: 50 }, 500, 500)).toEqual(camera);
    expect(reveal(camera, { x: 600, y: 100, width: 50, height: 50 }, 500, 500)).toEqual({ x: -174, y: 0, zoom: 1 });
  });

  it('has no bounds without boxes', () => {
    const none = new Float64Array();
    expect(boundsOf({ x: none, y: none, width: none, height: none })).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('tiles', () => {
  it('covers the view, the middle first', () => {
    const tiles = tilesIn({ x: -10, y: 0, zoom: 1 }, 512, 256);
    expect(tiles.map((tile) => tile.column).sort()).toEqual([0, 1, 2]);
    expect(tiles[0]).toEqual({ column: 1, row: 0 });
  });

  it('names the tiles under a node', () => {
    expect(tilesUnder({ x: 200, y: 10, width: 100, height: 40 }, 1)).toEqual(['0,0', '1,0']);
  });
});

describe('ELK', () => {
  it('takes our plans and gives our layouts', () => {
    const plan = planOf(drawingOf(makeTree(loop), new Set(['loop'])));
    const asked = elkGraphOf(plan);
    expect(asked.children?.map((node) => node.children?.length ?? 0)).toEqual([0, 2, 0, 0]);
    expect(asked.edges).toHaveLength(3);
    const [, group] = asked.children!;
    Object.assign(group!, { x: 100, y: 50, width: 300, height: 200 });
    Object.assign(group!.children![0]!, { x: 16, y: 40 });
    Object.assign(asked.edges![0]!, { sections: [{ startPoint: { x: 1, y: 2 }, endPoint: { x: 3, y: 4 } }] });
    const layout = layoutOf(plan, asked, 1);
    expect([layout.x[2], layout.y[2]]).toEqual([116, 90]);
    expect(layout.width[1]).toBe(300);
    expect([...layout.routes[0]!]).toEqual([1, 2, 3, 4]);
    expect(layout.routes[1]).toBeNull();
  });
});

describe('drawEdge', () => {
  it('draws curves through points and corners at them', () => {
    const curve = new TextPen();
    drawEdge(curve, [0, 0, 100, 50], false);
    expect(curve.text()).toBe('M0 0C50 0 50 50 100 50');
    const corner = new TextPen();
    drawEdge(corner, [0, 0, 50, 0, 50, 40, 100, 40], true);
    expect(corner.text()).toBe('M0 0L44 0Q50 0 50 6L50 34Q50 40 56 40L100 40');
  });
});

it('finds node runs by name and step, the nearest first', () => {
  const tree = makeTree(graphOf([['evaluate'], ['train'], ['train[10]', 'task', 'train'], ['pretrain']]));
  expect(findNames(tree, 'TRAIN', 3)).toEqual(['train', 'train[10]', 'pretrain']);
  expect(findNames(tree, ' ', 3)).toEqual([]);
});

describe('shareGraph', () => {
  it('keeps what has not changed as the same objects', () => {
    const before = graphOf([['a'], ['b']], [['a', 'b']]);
    const same = graphOf([['a'], ['b']], [['a', 'b']]);
    expect(shareGraph(before, same)).toBe(before);
    const changed = shareGraph(before, graphOf([['a'], ['b', 'execution', null, 'failed']], [['a', 'b']]));
    expect(changed.nodes[0]).toBe(before.nodes[0]);
    expect(changed.nodes[1]?.state).toBe('failed');
    expect(changed.edges).toBe(before.edges);
  });
});

describe('shareNodes', () => {
  const node = (name: string, ended_at: string | null, state = 'succeeded') =>
    ({ name, state, attempts: 1, cache: 'miss', ended_at, metadata: {} }) as unknown as NodeRun;

  it('keeps ended node runs as the same objects, and takes those that go on new', () => {
    const before = [node('a', 't1'), node('b', null, 'running')];
    const after = shareNodes(before, [node('a', 't1'), node('b', null, 'running')]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    const done = [node('a', 't1')];
    expect(shareNodes(done, [node('a', 't1')])).toBe(done);
    expect(shareNodes(done, [node('a', 't2')])).not.toBe(done);
  });
});
