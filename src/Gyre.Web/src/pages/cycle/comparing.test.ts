import { describe, expect, test } from 'vitest';
import { compareCosts, compareMetrics, deltaOf, verdictOf } from './comparing';
import { cycleOf, turnOf } from './testing';

describe('verdictOf', () => {
  test('follows the direction of the objective', () => {
    expect(verdictOf(0.1, 'maximize')).toBe('better');
    expect(verdictOf(-0.1, 'maximize')).toBe('worse');
    expect(verdictOf(-0.1, 'minimize')).toBe('better');
    expect(verdictOf(0.1, 'minimize')).toBe('worse');
    expect(verdictOf(0, 'minimize')).toBe('same');
    expect(verdictOf(null, 'minimize')).toBeNull();
  });
});

test('a difference needs two finite numbers', () => {
  expect(deltaOf(1, 3)).toBe(2);
  expect(deltaOf({ $float: 'nan' }, 3)).toBeNull();
  expect(deltaOf(Infinity, 3)).toBeNull();
  expect(deltaOf('a', 3)).toBeNull();
  expect(deltaOf(true, 3)).toBeNull();
});

test('the objective comes first and is the only one that is judged', () => {
  const a = turnOf(1, { metrics: { 'x.equal': 1, 'x.loss': 0.5, 'compare.accuracy': [0.1, 0.7] }, objective: 0.7 });
  const b = turnOf(2, {
    metrics: { 'x.equal': 1, 'x.loss': 0.4, 'x.new': 'z', 'compare.accuracy': [0.6] },
    objective: 0.6,
  });
  const rows = compareMetrics(cycleOf(), a, b);
  expect(rows.map((row) => row.name)).toEqual(['compare.accuracy', 'x.loss', 'x.new', 'x.equal']);
  expect(rows.map((row) => row.verdict)).toEqual(['worse', null, null, null]);
  expect(rows[0]).toMatchObject({ a: 0.7, b: 0.6 });
  expect(rows.map((row) => row.differs)).toEqual([true, true, true, false]);
});

test('without an objective nothing is judged', () => {
  const rows = compareMetrics(
    cycleOf({ objective: null }),
    turnOf(1, { metrics: { a: 1 } }),
    turnOf(2, { metrics: { a: 2 } }),
  );
  expect(rows).toEqual([{ name: 'a', a: 1, b: 2, delta: 1, verdict: null, differs: true }]);
});

test('costs side by side, also of a turn that has not ended', () => {
  const rows = compareCosts(turnOf(1), turnOf(2, { seconds: null, executions: 5 }));
  expect(rows.map((row) => row.delta)).toEqual([2, 0, null]);
});
