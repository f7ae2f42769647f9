import { describe, expect, it } from 'vitest';
import { knownKeys } from '../keys';
import { makeRun } from '../testing';
import { type ChartSpec, defaultSpecs, readSpecs, writeSpecs } from './spec';
import { axisOf, boxStats, placeOn, quantile, runsWithin } from './stats';

describe('boxStats', () => {
  it('has the quartiles of NumPy', () => {
    // numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]) = [2, 3, 4]; ([7, 15, 36, 39, 40, 41], 25) = 20.25
    expect(boxStats([10, 2, 3, 1, 4])).toMatchObject({ q1: 2, median: 3, q3: 4, low: 1, high: 4, outliers: [10] });
    expect(quantile([7, 15, 36, 39, 40, 41], 0.25)).toBe(20.25);
  });

  it('leaves out what is not finite', () => {
    expect(boxStats([NaN, Infinity])).toBeNull();
    expect(boxStats([5, NaN])).toEqual({ low: 5, q1: 5, median: 5, q3: 5, high: 5, outliers: [] });
  });
});

describe('axes', () => {
  const runs = [
    makeRun('a', { params: { lr: '0.1', opt: 'sgd' }, metrics: { loss: [1, 0] } }),
    makeRun('b', { params: { lr: '1e-3', opt: 'adam' }, metrics: { loss: [NaN, 0] } }),
    makeRun('c', { params: { opt: 'sgd' } }),
  ];
  const [lr, opt, loss] = [
    axisOf(runs, { kind: 'param', key: 'lr' }),
    axisOf(runs, { kind: 'param', key: 'opt' }),
    axisOf(runs, { kind: 'metric', key: 'loss' }),
  ];

  it('are numbers where all values are', () => {
    expect(lr.kind).toBe('number');
    expect(opt).toMatchObject({ kind: 'text', categories: ['adam', 'sgd'] });
    expect(runs.map((run) => placeOn(opt, run))).toEqual([1, 0, 1]);
    expect(runs.map((run) => placeOn(lr, run))).toEqual([0.1, 0.001, NaN]);
    expect(placeOn(loss, runs[1]!)).toBeNaN();
  });

  it('filter by what is marked on all of them', () => {
    const axes = [lr, opt];
    expect(runsWithin(runs, axes, new Map())).toBeNull();
    expect(runsWithin(runs, axes, new Map([[0, []]]))).toBeNull();
    expect(runsWithin(runs, axes, new Map([[1, [[0.5, 1.5]]]]))).toEqual(['a', 'c']);
    expect(
      runsWithin(
        runs,
        axes,
        new Map([
          [
            0,
            [
              [0, 0.01],
              [0.05, 1],
            ],
          ],
          [1, [[1, 1]]],
        ] as [number, [number, number][]][]),
      ),
    ).toEqual(['a']);
  });
});

describe('charts in the address', () => {
  it('survive any key', () => {
    const specs: ChartSpec[] = [
      { type: 'line', metric: 'a~b;c%7E', logX: true, logY: false },
      { type: 'bar', metric: 'val/acc' },
      { type: 'box', metric: 'x', by: { kind: 'param', key: 'lr' } },
      { type: 'box', metric: 'x', by: null },
      { type: 'scatter', x: { kind: 'param', key: 'lr' }, y: { kind: 'metric', key: 'x' }, logX: false, logY: true },
      {
        type: 'parallel',
        fields: [
          { kind: 'param', key: 'lr' },
          { kind: 'metric', key: 'x' },
        ],
      },
    ];
    expect(readSpecs(writeSpecs(specs))).toEqual({ specs, dropped: 0 });
  });

  it('drop what cannot be read', () => {
    expect(readSpecs('line~p.lr;pie~m.x;{"a":1};parallel~m.x;bar~m.ok')).toEqual({
      specs: [{ type: 'bar', metric: 'ok' }],
      dropped: 4,
    });
    expect(readSpecs('bar~m.x;'.repeat(50)).specs).toHaveLength(24);
  });
});

describe('defaultSpecs', () => {
  it('draws curves where there are some, bars else, and parallel coordinates over what varies', () => {
    const runs = [
      makeRun('a', {
        params: { lr: '1', bs: '2', seed: '1' },
        metrics: { loss: [1, 5], acc: [1, 0], 'system/cpu': [1, 9] },
      }),
      makeRun('b', { params: { lr: '2', bs: '4', seed: '1' }, metrics: { loss: [1, 5] } }),
    ];
    expect(defaultSpecs(knownKeys(runs)).map((spec) => spec.type)).toEqual(['line', 'parallel', 'bar']);
    expect(defaultSpecs(knownKeys([]))).toEqual([]);
  });
});
