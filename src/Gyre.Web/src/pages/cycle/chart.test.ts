import { describe, expect, test } from 'vitest';
import { type Box, chartOf, domainOf, niceTicks, slotsOf, turnAt, turnByKey, turnTicks } from './chart';
import { turnOf, turnsWith } from './testing';

const box: Box = { width: 400, height: 200, left: 50, right: 10, top: 10, bottom: 30 };

describe('chartOf', () => {
  test('puts higher values higher and keeps the turns in order', () => {
    const { points } = chartOf(turnsWith(1, 2, 3), 3, null, box);
    expect(points.map((point) => point.x)).toEqual([106.7, 220, 333.3]);
    expect(points[0]!.y!).toBeGreaterThan(points[2]!.y!);
  });
  test('breaks the line where a turn has no value, and the steps go on', () => {
    const model = chartOf(turnsWith(1, null, 3), 3, null, box);
    expect(model.points[1]?.y).toBeNull();
    expect(model.line.match(/M/g)).toHaveLength(2);
    expect(model.steps.match(/M/g)).toHaveLength(1);
    expect(model.steps).toContain('V');
  });
  test('draws nothing from values that are not finite', () => {
    const turns = [turnOf(1, { objective: NaN, best_so_far: NaN }), turnOf(2, { objective: Infinity })];
    const model = chartOf(turns, 2, null, box);
    expect(model).toMatchObject({ line: '', steps: '', yTicks: [], target: null });
  });
  test('keeps the target in view', () => {
    const model = chartOf(turnsWith(0.1, 0.2), 2, 0.97, box);
    expect(model.target!).toBeGreaterThanOrEqual(box.top);
    expect(model.target!).toBeLessThan(model.points[1]!.y!);
  });
  test('stands enormous values, one value and no turns', () => {
    for (const turns of [turnsWith(1e308, -1e308), turnsWith(5), turnsWith(0, 0), []]) {
      const model = chartOf(turns, Math.max(1, turns.length), null, box);
      expect(JSON.stringify(model)).not.toMatch(/NaN|Infinity/);
      expect(model.points.every((point) => point.y === null || Number.isFinite(point.y))).toBe(true);
    }
  });
  test('shows where turns may still come', () => {
    expect(chartOf(turnsWith(1, 2), 4, null, box).future).toBe(220);
    expect(chartOf(turnsWith(1, 2), 2, null, box).future).toBeNull();
  });
  test('draws 500 turns', () => {
    const model = chartOf(turnsWith(...Array.from({ length: 500 }, (_, index) => Math.sin(index))), 500, null, box);
    expect(model.points).toHaveLength(500);
    expect(model.xTicks.length).toBeLessThan(12);
    expect(model.xTicks.at(-1)?.value).toBe(500);
  });
});

test('a running cycle has room for some more turns, a stopped one has none', () => {
  expect(slotsOf(3, 8, true)).toBe(7);
  expect(slotsOf(3, 5, true)).toBe(5);
  expect(slotsOf(3, 1_000_000, true)).toBe(7);
  expect(slotsOf(3, 8, false)).toBe(3);
  expect(slotsOf(0, 8, false)).toBe(1);
});

test('the span of values has some air', () => {
  const [low, high] = domainOf([1, 2]);
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(2);
  expect(domainOf([])).toEqual([0, 1]);
  expect(domainOf([0])[1]).toBeGreaterThan(0);
});

test('ticks are round and few', () => {
  expect(niceTicks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(niceTicks(0.9, 0.98, 4)).toEqual([0.9, 0.92, 0.94, 0.96, 0.98]);
  expect(niceTicks(1, 1, 4)).toEqual([]);
});

test('turns at the axis: the first, round ones, the last', () => {
  expect(turnTicks(5, 10)).toEqual([1, 2, 3, 4, 5]);
  expect(turnTicks(61, 8)).toEqual([1, 10, 20, 30, 40, 50, 61]);
  expect(turnTicks(1, 8)).toEqual([1]);
});

test('the nearest turn is under the pointer', () => {
  const { points, half } = chartOf(turnsWith(1, 2, 3), 3, null, box);
  expect(turnAt(0, points, half)?.turn).toBe(1);
  expect(turnAt(230, points, half)?.turn).toBe(2);
  expect(turnAt(9999, points, half)?.turn).toBe(3);
  expect(turnAt(10, [], half)).toBeNull();
});

test('keys move among the turns that there are', () => {
  expect(turnByKey('ArrowRight', 3, 3)).toBe(3);
  expect(turnByKey('ArrowLeft', 3, 3)).toBe(2);
  expect(turnByKey('End', 1, 500)).toBe(500);
  expect(turnByKey('x', 1, 3)).toBeNull();
});
