import { describe, expect, it } from 'vitest';
import { groupRuns } from '../grouping';
import { makeRun } from '../testing';
import { curveAxes, fieldAxis } from './axes';
import { barOption, barsOf, boxOption, boxRows, parallelOption } from './options';
import { axisOf } from './stats';

const evil = '<img src=x onerror=alert(1)>{a|b}\n'.repeat(50);
const runs = [
  makeRun('a', { name: evil, params: { opt: evil, lr: '1' }, metrics: { acc: [0.5, 0] } }),
  makeRun('b', { params: { opt: 'sgd', lr: '2' }, metrics: { acc: [NaN, 0] } }),
  makeRun('c', { params: { opt: 'sgd' }, metrics: { acc: [0.7, 0] } }),
];
const colours = new Map(runs.map((run) => [run.id, 'teal']));

describe('bars', () => {
  it('leave out what is not finite', () => {
    expect(barsOf(runs, null, 'acc', colours, 'grey').map((bar) => bar.id)).toEqual(['a', 'c']);
  });

  it('are means of groups', () => {
    const groups = groupRuns([...runs, makeRun('d', { params: { opt: 'sgd' }, metrics: { acc: [0.9, 0] } })], {
      by: 'field',
      field: { kind: 'param', key: 'opt' },
    });
    expect(barsOf(runs, groups, 'acc', colours, 'grey').map((bar) => [bar.value, bar.runs])).toEqual([
      [0.5, 1],
      [0.8, 2],
    ]);
  });

  it('shorten names and take their braces', () => {
    const text = JSON.stringify(barOption(barsOf(runs, null, 'acc', colours, 'grey')));
    expect(text).not.toContain('{a|b}');
    expect(text.length).toBeLessThan(2000);
  });
});

describe('boxes', () => {
  it('have a row for each group with values', () => {
    const rows = boxRows(groupRuns(runs, { by: 'field', field: { kind: 'param', key: 'opt' } }), 'acc');
    expect(rows.map((row) => row.runs)).toEqual([1, 1]);
    expect(boxOption(rows, 'teal')).toMatchObject({
      series: [
        {
          data: [
            [0.5, 0.5, 0.5, 0.5, 0.5],
            [0.7, 0.7, 0.7, 0.7, 0.7],
          ],
        },
        {},
      ],
    });
  });
});

describe('parallel coordinates', () => {
  it('show numbers, texts and what is missing', () => {
    const axes = [
      axisOf(runs, { kind: 'param', key: 'lr' }),
      axisOf(runs, { kind: 'param', key: 'opt' }),
      axisOf(runs, { kind: 'metric', key: 'acc' }),
    ];
    const option = parallelOption(runs, axes, colours, 'grey') as {
      series: { data: unknown[][] }[];
      parallelAxis: { type: string }[];
    };
    expect(option.parallelAxis.map((axis) => axis.type)).toEqual(['value', 'category', 'value']);
    expect(option.series).toHaveLength(1);
    expect(option.series[0]!.data[1]).toEqual([2, 1, '-']);
    expect(option.series[0]!.data[2]).toEqual(['-', 1, 0.7]);
  });
});

describe('axes', () => {
  it('say what a value is', () => {
    expect(curveAxes('step', false, false).x.format(1200)).toBe('step 1,200');
    expect(curveAxes('time', false, false).x.format(65)).toBe('1 min 5 s');
    expect(curveAxes('wall', true, true)).toMatchObject({ x: { kind: 'time' }, y: { kind: 'log' } });
    expect(fieldAxis(axisOf(runs, { kind: 'param', key: 'opt' }), true).kind).toBe('text');
    expect(fieldAxis(axisOf(runs, { kind: 'attribute', key: 'start' }), true).kind).toBe('time');
  });
});
