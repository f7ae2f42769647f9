import { describe, expect, test } from 'vitest';
import { cycleOf, turnOf, turnsWith } from './testing';
import {
  changesOf,
  comparedTurns,
  costsOf,
  differences,
  nextCompared,
  playedWith,
  selectedTurn,
  suggestedPairs,
  targetOf,
} from './turns';
import { commonNode, keyOf, shortValue } from './values';

describe('changes', () => {
  const first = turnOf(1);
  const second = turnOf(2, { parameters: { 'a.rows': 400, 'a.rates': [0.1, 0.2], 'a.same': { x: 1, y: 2 } } });
  const third = turnOf(3, { parameters: { 'a.rows': 700, 'a.rates': [0.1, 0.2], 'a.same': { y: 2, x: 1 } } });
  test('the first turn changes nothing', () => expect(changesOf(undefined, second)).toEqual([]));
  test('what was not given before is a change from the declared value', () => {
    expect(changesOf(first, second)[0]).toEqual({ name: 'a.rows', before: undefined, after: 400 });
  });
  test('only what differs, whatever the order of names in a map', () => {
    expect(changesOf(second, third)).toEqual([{ name: 'a.rows', before: 400, after: 700 }]);
  });
  test('what is no longer given is a change as well', () => {
    expect(differences({ a: 1 }, {})).toEqual([{ name: 'a', before: 1, after: undefined }]);
  });
  test('parameters that are no map are none', () => expect(differences(null, [1])).toEqual([]));
  test('playedWith collects them over all turns', () => {
    expect(playedWith([first, second, third])).toEqual(['a.rows', 'a.rates', 'a.same']);
  });
});

test('costs add up, with the time of the turn under way', () => {
  const now = Date.parse('2026-11-30T00:00:25.000Z');
  const turns = [turnOf(1), turnOf(2, { seconds: null, ended_at: null })];
  expect(costsOf(turns, now)).toEqual({ executions: 6, hits: 2, seconds: 35 });
  expect(costsOf([], now)).toEqual({ executions: 0, hits: 0, seconds: 0 });
});

describe('targetOf', () => {
  const stop_detail = 'compare.metadata.accuracy < 0.97 is false after turn 1 (compare.metadata.accuracy is 1)';
  test('is what the condition compares the objective with', () => {
    expect(targetOf(cycleOf({ stop_detail }))).toEqual({ value: 0.97, source: 'the condition' });
  });
  test('is no number that another value is compared with', () => {
    const other = 'compare.metadata.cycle == 1 is false after turn 3 (compare.metadata.cycle is 0)';
    expect(targetOf(cycleOf({ stop_detail: other }))).toBeNull();
  });
  test('is what the node of the objective reports as its target, if that never moves', () => {
    const same = [
      turnOf(1, { metrics: { 'compare.target': 0.97 } }),
      turnOf(2, { metrics: { 'compare.target': 0.97 } }),
    ];
    expect(targetOf(cycleOf({ turns: same }))).toEqual({ value: 0.97, source: 'compare.target' });
    const moved = [...same, turnOf(3, { metrics: { 'compare.target': 0.98 } })];
    expect(targetOf(cycleOf({ turns: moved }))).toBeNull();
    expect(targetOf(cycleOf({ turns: [turnOf(1, { metrics: { 'compare.target': 'high' } })] }))).toBeNull();
  });
  test('is nothing without an objective', () => expect(targetOf(cycleOf({ objective: null, stop_detail }))).toBeNull());
});

describe('the address', () => {
  const turns = turnsWith(1, 2, 3);
  test('names a turn, else the newest is shown', () => {
    expect(selectedTurn(turns, '2')?.turn).toBe(2);
    expect(selectedTurn(turns, '')?.turn).toBe(3);
    expect(selectedTurn(turns, '99')?.turn).toBe(3);
    expect(selectedTurn([], '1')).toBeUndefined();
  });
  test('names two turns to compare', () => {
    expect(comparedTurns(turns, '1,3')?.map((turn) => turn.turn)).toEqual([1, 3]);
    expect(comparedTurns(turns, '3,1')?.map((turn) => turn.turn)).toEqual([3, 1]);
    for (const wrong of ['', '1', '1,1', '1,9', '1,2,3', 'a,b']) expect(comparedTurns(turns, wrong)).toBeNull();
  });
  test('keeps the two turns ticked last, the earlier first', () => {
    expect(nextCompared(['1', '3', '2'])).toBe('2,3');
    expect(nextCompared(['10', '9'])).toBe('9,10');
    expect(nextCompared([])).toBe('');
  });
});

test('pairs that are worth a look, each once', () => {
  expect(suggestedPairs(turnsWith(1, 3, 2), 2).map((one) => one.pair)).toEqual(['1,2', '2,3']);
  expect(suggestedPairs(turnsWith(1, 2), null)).toEqual([{ label: 'Last two', pair: '1,2' }]);
  expect(suggestedPairs(turnsWith(1), 1)).toEqual([]);
});

describe('values', () => {
  test('numbers in five digits, lists and maps in few words', () => {
    expect(shortValue([0.003732571, 61])).toBe('[0.0037326, 61]');
    expect(shortValue({ a: { $float: 'nan' } })).toBe('{a: NaN}');
    expect(shortValue('true')).toBe('true');
    expect(shortValue(undefined)).toBe('–');
  });
  test('texts and numbers that look alike differ', () => expect(keyOf('1')).not.toBe(keyOf(1)));
  test('the node is dropped only where all names have it', () => {
    expect(commonNode(['a.x', 'a.y'])).toBe('a.');
    expect(commonNode(['a.x', 'b.y'])).toBe('');
    expect(commonNode(['x', 'a.y'])).toBe('');
    expect(commonNode([])).toBe('');
  });
});
