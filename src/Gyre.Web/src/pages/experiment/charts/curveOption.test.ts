import { describe, expect, it } from 'vitest';
import type { Curve } from './curves';
import { type AxisSpec, byColour, curveOption, viewOf } from './curveOption';

const curve = (id: string, y: readonly number[]): Curve => ({
  id,
  x: Float64Array.from(y, (_, index) => index),
  y: Float64Array.from(y),
  hidden: 0,
});

interface Series {
  type: string;
  data: ArrayLike<number>;
  large?: boolean;
}
const value: AxisSpec = { kind: 'value', format: String };
const axes = { x: value, y: value };
const seriesOf = (option: object) => (option as { series: Series[] }).series;

describe('curveOption', () => {
  it('has one series per colour, however many curves', () => {
    const curves = Array.from({ length: 1000 }, (_, index) => curve(`r${index}`, [1, 2, 3]));
    const colours = new Map(curves.map((one, index) => [one.id, index % 2 === 0 ? 'red' : 'blue']));
    const option = curveOption({ groups: byColour(curves, colours, 'grey'), axes, zoom: null });
    const [corners, ...lines] = seriesOf(option);
    expect(corners!.type).toBe('scatter');
    expect(lines.map((one) => [one.type, one.large, one.data.length])).toEqual([
      ['lines', true, 500 * 7],
      ['lines', true, 500 * 7],
    ]);
    expect(option).toMatchObject({ animation: false });
  });

  it('shows single points as dots and nothing at all without breaking', () => {
    const option = curveOption({ groups: [{ colour: 'red', curves: [curve('a', [NaN, 5])] }], axes, zoom: null });
    expect(seriesOf(option).map((one) => one.type)).toEqual(['scatter', 'scatter']);
    const empty = curveOption({
      groups: [],
      axes: { x: { ...value, kind: 'time' }, y: { ...value, kind: 'log' } },
      zoom: null,
    });
    expect(empty).toMatchObject({ xAxis: { type: 'time' }, yAxis: { type: 'log' } });
    expect(seriesOf(empty)).toHaveLength(1);
  });

  it('numbers texts on an axis of text', () => {
    const text: AxisSpec = { kind: 'text', categories: ['adam', '{sgd}'], format: String };
    const option = curveOption({
      groups: [{ colour: 'red', curves: [curve('a', [1])] }],
      axes: { x: text, y: value },
      zoom: null,
      dots: 8,
    });
    const { xAxis, series } = option as {
      xAxis: { min: number; max: number; axisLabel: { formatter: (value: number) => string } };
      series: object[];
    };
    expect([xAxis.min, xAxis.max]).toEqual([-0.5, 1.5]);
    expect([0, 1, 2, 0.5].map((one) => xAxis.axisLabel.formatter(one))).toEqual(['adam', '(sgd)', '', '']);
    expect(series[1]).toMatchObject({ type: 'scatter', symbolSize: 8 });
  });

  it('keeps the zoom', () => {
    const groups = [{ colour: 'red', curves: [curve('a', [1, 1])] }];
    expect(viewOf({ groups, axes, zoom: null })?.y).toEqual({ min: 0.9, max: 1.1 });
    const zoom = { x: { min: 2, max: 3 }, y: { min: 4, max: 5 } };
    expect(curveOption({ groups, axes, zoom })).toMatchObject({ xAxis: { min: 2, max: 3 }, yAxis: { min: 4, max: 5 } });
  });
});
