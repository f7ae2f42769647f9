import { expect, test } from 'vitest';
import { arcPath, between, chordPath, headPath, pointAt, sideOf } from './geometry';

test('angles grow clockwise from the right', () => {
  expect(pointAt(0, 10, 50)).toEqual({ x: 60, y: 50 });
  expect(pointAt(90, 10, 50)).toEqual({ x: 50, y: 60 });
  expect(pointAt(-90, 10, 50)).toEqual({ x: 50, y: 40 });
});

test('an arc of more than half the circle goes the long way', () => {
  expect(arcPath(0, 90, 10, 50)).toBe('M60 50A10 10 0 0 1 50 60');
  expect(arcPath(0, 270, 10, 50)).toContain(' 0 1 1 ');
  expect(arcPath(10, 10, 10, 50)).toBe('');
});

test('between leaves room for the stops, and never turns round', () => {
  expect(between(0, 90, 8)).toEqual({ from: 8, to: 82 });
  expect(between(0, 10, 8)).toEqual({ from: 5, to: 5 });
});

test('paths hold finite numbers only', () => {
  expect(`${headPath(123.4, 33, 50, 2)}${chordPath(10, 250, 33, 50)}`).not.toMatch(/NaN|Infinity/);
});

test('labels stand outside of the ring', () => {
  expect([-90, 0, 90, 180, 270, 45, 200].map(sideOf)).toEqual([
    'top',
    'right',
    'bottom',
    'left',
    'top',
    'right',
    'left',
  ]);
});
