import { expect, it } from 'vitest';
import { commonPaths } from './artifacts';

it('lists what all runs have first', () => {
  expect(
    commonPaths([
      ['b', 'a10', 'a9'],
      ['a10', 'a9', 'x'],
    ]),
  ).toEqual([
    { path: 'a9', runs: 2 },
    { path: 'a10', runs: 2 },
    { path: 'b', runs: 1 },
    { path: 'x', runs: 1 },
  ]);
  expect(commonPaths([])).toEqual([]);
});
