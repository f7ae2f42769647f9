import { describe, expect, it } from 'vitest';
import { evaluationOf } from '@/pages/deployments/testing';
import { plotOf } from './plot';

describe('the plot of intervals', () => {
  it('has room for all of them, in order', () => {
    const { rows, logged, ticks } = plotOf(evaluationOf());
    expect(rows.map((row) => row.key)).toEqual(['5 direct', '5 doubly-robust', '6 ips']);
    expect(rows.map((row) => row.first)).toEqual([true, false, true]);
    expect(rows.map((row) => row.verdict)).toEqual([null, 'better', 'unsure']);
    for (const { low, value, high } of [...rows, logged]) {
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThan(value);
      expect(value).toBeLessThan(high);
      expect(high).toBeLessThan(100);
    }
    expect(ticks.length).toBeGreaterThan(1);
  });

  it('stands where all values are one, and where one is not finite', () => {
    const one = { value: 1, low: 1, high: 1 };
    expect(plotOf(evaluationOf({ logged: one, candidates: [] })).logged).toEqual({ low: 50, value: 50, high: 50 });
    const odd = {
      ...evaluationOf().candidates[0]!,
      estimates: [{ method: 'doubly-robust', value: NaN, low: 0, high: Infinity }],
    };
    const [row] = plotOf(evaluationOf({ candidates: [odd] })).rows;
    expect([row!.value, row!.high].every(Number.isFinite)).toBe(true);
  });
});
