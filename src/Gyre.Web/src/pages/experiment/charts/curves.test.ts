import { describe, expect, it, vi } from 'vitest';
import type { History } from '@/api/tracking';
import { type CurveOptions, curveOf, extentsOf, flatten, padded } from './curves';
import { boxOf, curvesIn, fromPixel, nearest, scaleThrough, svgPath, toPixel } from './geometry';
import { HistoryCache, loadHistories, runsAtOnce, stampOf, type Wanted } from './histories';
import { noSmoothing, readSmoothing, smooth, writeSmoothing } from './smooth';

const plain: CurveOptions = { x: 'step', smoothing: noSmoothing, logX: false, logY: false };

function history(values: readonly number[], steps: readonly number[] = values.map((_, index) => index)): History {
  return {
    run: 'r',
    total: values.length,
    steps: Float64Array.from(steps),
    times: Float64Array.from(steps, (_, index) => 1000 + index * 500),
    values: Float64Array.from(values),
  };
}

describe('curveOf', () => {
  it('lifts the pen at what is not finite, and counts it', () => {
    const curve = curveOf(history([1, NaN, 3, Infinity, 5]), plain);
    expect([...curve.y]).toEqual([1, NaN, 3, NaN, 5]);
    expect(curve.hidden).toBe(2);
  });

  it('lifts the pen where steps go back, and not where they are equal', () => {
    const curve = curveOf(history([1, 2, 3, 4], [0, 1, 1, 0]), plain);
    expect([...curve.x]).toEqual([0, 1, 1, 0, 0]);
    expect([...curve.y]).toEqual([1, 2, 3, NaN, 4]);
    expect(curve.hidden).toBe(0);
  });

  it('leaves out what a logarithmic axis cannot show', () => {
    const curve = curveOf(history([1, 0, -1, 10]), { ...plain, logX: true, logY: true });
    expect([...curve.y]).toEqual([NaN, NaN, NaN, 10]);
    expect(curve.hidden).toBe(3);
  });

  it('measures time from the first point', () => {
    expect([...curveOf(history([1, 2, 3]), { ...plain, x: 'time' }).x]).toEqual([0, 0.5, 1]);
    expect([...curveOf(history([1, 2]), { ...plain, x: 'wall' }).x]).toEqual([1000, 1500]);
  });
});

describe('flatten', () => {
  it('makes a stroke of each stretch and a dot of what stands alone', () => {
    const { strokes, dots } = flatten([curveOf(history([1, 2, NaN, 4, NaN, 6, 7]), plain)]);
    expect([...strokes]).toEqual([2, 0, 1, 1, 2, 2, 5, 6, 6, 7]);
    expect([...dots]).toEqual([3, 4]);
  });

  it('draws nothing of nothing', () => {
    const empty = flatten([curveOf(history([]), plain), curveOf(history([NaN, Infinity]), plain)]);
    expect(empty.strokes).toHaveLength(0);
    expect(empty.dots).toHaveLength(0);
    expect(extentsOf([curveOf(history([NaN]), plain)])).toBeNull();
  });

  it('is quick for 1,000 curves', () => {
    const values = Array.from({ length: 120 }, (_, index) => Math.sin(index));
    const curves = Array.from({ length: 1000 }, () => curveOf(history(values), plain));
    expect(flatten(curves).strokes).toHaveLength(1000 * 241);
  });
});

describe('extents', () => {
  it('give a flat line an axis', () => {
    expect(padded({ min: 2, max: 2 }, false)).toEqual({ min: 1.8, max: 2.2 });
    expect(padded({ min: 0, max: 0 }, false)).toEqual({ min: -1, max: 1 });
    expect(padded({ min: 2, max: 2 }, true)).toEqual({ min: 1, max: 4 });
    expect(padded({ min: 0, max: 2 }, false)).toEqual({ min: 0, max: 2 });
  });
});

describe('smooth', () => {
  it('does not start at zero', () => {
    const made = smooth(Float64Array.of(5, 5, 5), { kind: 'ema', weight: 0.9 });
    for (const value of made) expect(value).toBeCloseTo(5, 12);
  });

  it('weighs the past', () => {
    const made = smooth(Float64Array.of(0, 1), { kind: 'ema', weight: 0.5 });
    expect(made[1]).toBeCloseTo(0.5 / 0.75, 12);
  });

  it('averages over the window, less at the ends', () => {
    expect([...smooth(Float64Array.of(1, 2, 3, 4, 10), { kind: 'average', window: 3 })]).toEqual([
      1.5,
      2,
      3,
      17 / 3,
      7,
    ]);
  });

  it('keeps gaps and counts them for nothing', () => {
    expect([...smooth(Float64Array.of(1, NaN, 3), { kind: 'average', window: 3 })]).toEqual([1, NaN, 3]);
    expect([...smooth(Float64Array.of(1, Infinity, 1), { kind: 'ema', weight: 0.5 })]).toEqual([1, Infinity, 1]);
  });

  it('reads what it writes and nothing else', () => {
    for (const text of ['', 'ema-0.6', 'average-10']) expect(writeSmoothing(readSmoothing(text))).toBe(text);
    for (const text of ['ema-2', 'ema-', 'average-1', 'average-1.5', 'x', 'ema-0'])
      expect(readSmoothing(text)).toEqual(noSmoothing);
  });
});

describe('geometry', () => {
  const sx = scaleThrough(0, 0, 10, 100, false);
  const sy = scaleThrough(1, 100, 1000, 0, true);

  it('maps there and back, also logarithmically', () => {
    expect(toPixel(sy, 10)).toBeCloseTo(100 - 100 / 3, 9);
    expect(fromPixel(sy, toPixel(sy, 50))).toBeCloseTo(50, 9);
    expect(fromPixel(sx, 25)).toBe(2.5);
    expect(fromPixel(scaleThrough(1, 5, 1, 5, false), 3)).toBeNaN();
  });

  const curves = [
    { id: 'a', x: Float64Array.of(0, 10), y: Float64Array.of(1, 1), hidden: 0 },
    { id: 'b', x: Float64Array.of(0, 5, 10), y: Float64Array.of(100, NaN, 1000), hidden: 1 },
  ];

  it('finds the curve under the pointer, between its points too', () => {
    expect(nearest(curves, sx, sy, 52, 97, 8)).toMatchObject({ curve: 0, point: 1 });
    expect(nearest(curves, sx, sy, 2, 97, 8)).toMatchObject({ curve: 0, point: 0 });
    expect(nearest(curves, sx, sy, 50, 50, 8)).toBeNull();
    expect(nearest(curves, sx, sy, 1, 33, 8)).toMatchObject({ curve: 1, point: 0 });
  });

  it('finds the curves in a box, crossing it without a point inside too', () => {
    expect(curvesIn(curves, sx, sy, boxOf(60, 110, 40, 90))).toEqual(['a']);
    expect(curvesIn(curves, sx, sy, boxOf(-5, -5, 105, 105))).toEqual(['a', 'b']);
    expect(curvesIn(curves, sx, sy, boxOf(30, 10, 70, 30))).toEqual([]);
  });

  it('breaks the path at gaps', () => {
    expect(svgPath(curves[1]!, sx, sy)).toBe('M0.0 33.3M100.0 0.0');
  });
});

describe('loadHistories', () => {
  const wanted = (count: number, step: number): Wanted[] =>
    Array.from({ length: count }, (_, index) => ({ run: `r${index}`, latest: { value: 1, step, timestamp: 5 } }));
  const loader = () =>
    vi.fn((runs: readonly string[]) => Promise.resolve(runs.map((run) => ({ ...history([7, 8]), run }))));

  it('asks for many by the hundred, and gives them in the order of the runs', async () => {
    const load = loader();
    const found = await loadHistories(wanted(250, 1), 'loss', 120, undefined, load, new HistoryCache());
    expect(load.mock.calls.map(([runs]) => runs.length)).toEqual([runsAtOnce, runsAtOnce, 50]);
    expect(found.map((one) => one.run)).toEqual(wanted(250, 1).map((one) => one.run));
    expect([...found[0]!.values]).toEqual([7, 8]);
  });

  it('takes a run that the server does not know as one without points', async () => {
    const found = await loadHistories(
      wanted(2, 1),
      'loss',
      120,
      undefined,
      () => Promise.resolve([]),
      new HistoryCache(),
    );
    expect(found.map((one) => one.total)).toEqual([0, 0]);
  });

  it('asks again only for what has grown', async () => {
    const cache = new HistoryCache();
    const load = loader();
    await loadHistories(wanted(3, 1), 'loss', 1000, undefined, load, cache);
    const grown = wanted(3, 1);
    grown[1] = { run: 'r1', latest: { value: 1, step: 2, timestamp: 6 } };
    expect(stampOf(grown)).not.toBe(stampOf(wanted(3, 1)));
    await loadHistories(grown, 'loss', 1000, undefined, load, cache);
    expect(load.mock.calls.map(([runs]) => runs)).toEqual([['r0', 'r1', 'r2'], ['r1']]);
  });
});
