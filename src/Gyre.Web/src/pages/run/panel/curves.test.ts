import { describe, expect, it } from 'vitest';
import type { History } from '@/api/tracking';
import { curveOption, isCurve } from './curves';

function history(steps: number[], values: number[]): History {
  return {
    run: 'r',
    total: values.length,
    steps: Float64Array.from(steps),
    times: Float64Array.from(steps, (_, at) => 1000 + at),
    values: Float64Array.from(values),
  };
}

function dataOf(option: object): unknown {
  return (option as { series: { data: unknown }[] }).series[0]!.data;
}

describe('curves', () => {
  it('needs two numbers', () => {
    expect(isCurve(history([1, 2], [1, NaN]))).toBe(false);
    expect(isCurve(history([1, 2, 3], [1, Infinity, 2]))).toBe(true);
  });

  it('goes over steps in their order and leaves gaps', () => {
    expect(dataOf(curveOption('loss', history([2, 1, 3], [0.5, 0.9, NaN])))).toEqual([
      [1, 0.9],
      [2, 0.5],
      [3, null],
    ]);
  });

  it('goes over time when there is only one step', () => {
    expect(dataOf(curveOption('loss', history([0, 0], [1, 2])))).toEqual([
      [1000, 1],
      [1001, 2],
    ]);
  });

  it('takes no markup from names', () => {
    const option = curveOption('{a|b}<img src=x>', history([1, 2], [1, 2])) as { series: { name: string }[] };
    expect(option.series[0]!.name).toBe('(a¦b)<img src=x>');
  });
});
