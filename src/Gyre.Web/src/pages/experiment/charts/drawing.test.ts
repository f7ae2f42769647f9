import { init, setPlatformAPI } from 'echarts/core';
import { beforeAll, describe, expect, it } from 'vitest';
import '@/kit/chart/lib';
import '@/kit/chart/more';
import './lines';
import type { History } from '@/api/tracking';
import { withDefaults } from '@/kit/chart/option';
import { makeRun } from '../testing';
import { curveAxes } from './axes';
import { byColour, curveOption, viewOf } from './curveOption';
import { curveOf } from './curves';
import { parallelOption } from './options';
import { noSmoothing } from './smooth';
import { axisOf } from './stats';

/** What the drawing calls; there is no canvas in the tests. */
const calls = new Map<string, number>();
const texts: string[] = [];

function fakeCanvas(): HTMLCanvasElement {
  const context = new Proxy<Record<string | symbol, unknown>>(
    {},
    {
      get: (own, name) => {
        if (name in own) return own[name];
        if (name === 'measureText') return (text: string) => ({ width: text.length * 6 });
        return (first: unknown) => {
          calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
          if (name === 'fillText') texts.push(String(first));
        };
      },
    },
  );
  const canvas = {
    width: 900,
    height: 400,
    style: {},
    nodeName: 'CANVAS',
    getContext: () => context,
    addEventListener: () => undefined,
  };
  return canvas as unknown as HTMLCanvasElement;
}

function draw(option: object) {
  calls.clear();
  texts.length = 0;
  const chart = init(fakeCanvas(), null, { width: 900, height: 400 });
  chart.setOption(withDefaults({ ...option }, true), { notMerge: true });
  chart.getZr().flush();
  return chart;
}

function history(run: string, points: number): History {
  const numbers = Float64Array.from({ length: points }, (_, index) => index);
  return {
    run,
    total: points,
    steps: numbers,
    times: numbers,
    values: numbers.map((value) => (value === 5 ? NaN : 1 / (1 + value))),
  };
}

beforeAll(() => setPlatformAPI({ createCanvas: fakeCanvas }));

describe('ECharts', () => {
  it('draws 1,000 curves in a handful of strokes, with their gaps', () => {
    const options = { x: 'step', smoothing: noSmoothing, logX: false, logY: true } as const;
    const curves = Array.from({ length: 1000 }, (_, index) => curveOf(history(`r${index}`, 120), options));
    const groups = byColour(
      curves,
      new Map(curves.map((curve, index) => [curve.id, index % 2 === 0 ? '#111' : '#222'])),
      '#333',
    );
    const axes = curveAxes('step', false, true);
    const chart = draw(curveOption({ groups, axes, zoom: null }));
    // Two stretches of 5 and 114 points make 4 + 113 segments.
    expect(calls.get('lineTo')).toBeGreaterThanOrEqual(117_000);
    expect(calls.get('stroke')).toBeLessThan(50);
    const view = viewOf({ groups, axes, zoom: null })!;
    const [low, high] = [
      chart.convertToPixel({ gridIndex: 0 }, [view.x.min, view.y.min]),
      chart.convertToPixel({ gridIndex: 0 }, [view.x.max, view.y.max]),
    ];
    expect(low).toEqual([expect.any(Number), expect.any(Number)]);
    expect(high[0]).toBeGreaterThan(low[0]! + 500);
    expect(high[1]).toBeLessThan(low[1]! - 200);
    chart.dispose();
  });

  it('tells of brushes on parallel axes', () => {
    const runs = ['adam', 'sgd'].map((opt, index) => makeRun(opt, { params: { opt }, metrics: { acc: [index, 0] } }));
    const axes = [axisOf(runs, { kind: 'param', key: 'opt' }), axisOf(runs, { kind: 'metric', key: 'acc' })];
    const chart = draw(parallelOption(runs, axes, new Map(), '#111'));
    expect(texts).toEqual(expect.arrayContaining(['opt', 'acc', 'adam', 'sgd']));
    const heard: unknown[] = [];
    chart.on('axisareaselected', (event) => void heard.push(event));
    chart.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: 'axis1', intervals: [[0, 0.5]] });
    expect(heard).toEqual([expect.objectContaining({ parallelAxisId: 'axis1', intervals: [[0, 0.5]] })]);
    chart.dispose();
  });
});
