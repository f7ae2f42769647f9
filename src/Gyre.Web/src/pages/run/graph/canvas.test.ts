// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CameraStore } from './CameraStore';
import { CanvasScene } from './canvasScene';
import { layOut } from './layout';
import { drawingOf, makeTree } from './model';
import { Painter } from './Painter';
import { planOf } from './plan';
import type { Colors } from './scene';

const colors = new Proxy({}, { get: () => '#888888' }) as Colors;

/** A context that counts what is drawn and keeps the texts. */
function fakeContext() {
  const texts: string[] = [];
  const calls = new Map<string, number>();
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) =>
      name in target
        ? target[name]
        : (...given: unknown[]) => {
            calls.set(name, (calls.get(name) ?? 0) + 1);
            if (name === 'fillText') texts.push(String(given[0]));
          },
    set: (target, name: string, value) => ((target[name] = value), true),
  });
  return { context: context as unknown as CanvasRenderingContext2D, texts, calls };
}

function sceneOf(count: number) {
  const nodes = Array.from({ length: count }, (_, at) => ({
    name: `n${at}`,
    kind: 'execution',
    step: null,
    parent: null,
    state: at === 7 ? 'failed' : 'succeeded',
  }));
  const edges = nodes.slice(10).map((node, at) => ({ from: `n${at}`, to: node.name, label: null }));
  const tree = makeTree({ nodes, edges });
  const drawing = drawingOf(tree, new Set());
  return { tree, nodes, edges, scene: new CanvasScene({ drawing, layout: layOut(planOf(drawing)) }) };
}

beforeEach(() =>
  vi.stubGlobal(
    'Path2D',
    class {
      readonly kind = 'path';
    },
  ),
);
afterEach(() => vi.unstubAllGlobals());

describe('CanvasScene', () => {
  it('draws what touches the area, with its words where they can be read', () => {
    const { scene, tree } = sceneOf(3000);
    const at = scene.indexOf('n7');
    const { context, texts } = fakeContext();
    scene.draw(context, scene.areaOf(at), 1, tree, colors);
    expect(texts.some((text) => text.includes('n7'))).toBe(true);
    expect(texts.some((text) => text.startsWith('failed'))).toBe(true);
    expect(texts.length).toBeLessThan(12);
    const far = fakeContext();
    scene.draw(far.context, { x: -1e6, y: -1e6, width: 2e6, height: 2e6 }, 0.05, tree, colors);
    expect(far.texts).toEqual([]);
    expect(far.calls.get('strokeRect')).toBe(3000);
  });

  it('finds the node under a point', () => {
    const { scene } = sceneOf(30);
    const area = scene.areaOf(scene.indexOf('n12'));
    expect(scene.hit(area.x + 5, area.y + 5)).toEqual({ name: 'n12', onFold: false });
    expect(scene.hit(-500, -500)).toBeNull();
  });
});

describe('Painter', () => {
  it('draws tiles once and only moves them while the reader pans; a new state draws its own tiles again', () => {
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const drawn = { tiles: 0 };
    const main = fakeContext();
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, _: string, options?: unknown) {
      if (options === undefined) return main.context;
      drawn.tiles++;
      return fakeContext().context;
    } as never;
    const settle = () => {
      for (let frame = frames.shift(); frame !== undefined; frame = frames.shift()) frame();
    };
    const camera = new CameraStore();
    camera.resize(400, 250);
    const { scene, tree, nodes, edges } = sceneOf(2500);
    const painter = new Painter(document.createElement('canvas'), camera);
    painter.show(scene, tree, colors);
    settle();
    const first = drawn.tiles;
    expect(first).toBeGreaterThan(0);
    camera.set({ x: -3, y: -3, zoom: 1 });
    settle();
    expect(drawn.tiles - first).toBeLessThanOrEqual(first);
    const panned = drawn.tiles;
    for (let step = 4; step < 40; step++) camera.set({ x: -step, y: -3, zoom: 1 });
    settle();
    expect(drawn.tiles).toBe(panned);
    const changed = makeTree({
      nodes: nodes.map((node) => (node.name === 'n0' ? { ...node, state: 'failed' } : node)),
      edges,
    });
    const before = scene.areaOf(scene.indexOf('n0'));
    camera.set({ x: -before.x + 20, y: -before.y + 20, zoom: 1 });
    settle();
    const there = drawn.tiles;
    painter.show(scene, changed, colors);
    settle();
    expect(drawn.tiles).toBeGreaterThan(there);
    expect(drawn.tiles - there).toBeLessThanOrEqual(4);
    painter.stop();
  });
});
