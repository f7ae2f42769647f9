import { describe, expect, test } from 'vitest';
import { cycleOf, turnsWith } from '@/pages/cycle/testing';
import { bestLine, bestText, fieldsOf, filterCycles, stateOf, turnsMade, whyText } from './filter';

const good = cycleOf({ name: 'good', project: 'a', stop_detail: 'x.y < 1 is false after turn 1 (x.y is 2)' });
const running = cycleOf({ name: 'running one', project: 'b', state: 'running', stop_reason: null, driven: true });
const lost = cycleOf({
  name: 'lost',
  project: 'b',
  pipeline: 'other',
  state: 'running',
  stop_reason: null,
  driven: false,
});
const failed = cycleOf({
  name: 'failed',
  project: 'a',
  stop_reason: 'error',
  stop_detail: 'turn 1 failed: Disk is FULL',
});
const all = [good, running, lost, failed];
const names = (filters: Record<string, string>) => filterCycles(all, filters).map((cycle) => cycle.name);

describe('filterCycles', () => {
  test('gives all without a filter', () => expect(filterCycles(all, { state: '', project: '' })).toHaveLength(4));
  test('tells a cycle without an engine from one that runs', () => {
    expect(names({ state: 'running' })).toEqual(['running one']);
    expect(names({ state: 'engine-stopped' })).toEqual(['lost']);
    expect(names({ state: 'running,engine-stopped' })).toEqual(['running one', 'lost']);
  });
  test('by reason, project and pipeline together', () => {
    expect(names({ reason: 'error,condition', project: 'a' })).toEqual(['good', 'failed']);
    expect(names({ pipeline: 'other', project: 'a' })).toEqual([]);
  });
  test('by text in any case, also of the reason', () => expect(names({ text: ' disk is full ' })).toEqual(['failed']));
  test('a value from the address that nothing has gives nothing', () =>
    expect(names({ state: '__proto__' })).toEqual([]));
});

test('names to pick from are those that there are; too many are typed', () => {
  const project = fieldsOf(all).find((field) => field.key === 'project');
  expect(project?.options).toEqual(['a', 'b']);
  const many = Array.from({ length: 40 }, (_, index) => cycleOf({ project: `p${index}` }));
  expect(fieldsOf(many).find((field) => field.key === 'project')?.options).toBeUndefined();
});

test('what a row says', () => {
  expect(whyText(good)).toBe('x.y reached 1');
  expect(whyText(running)).toBe('');
  expect(stateOf(lost)).toBe('engine-stopped');
  const progress = turnsWith(0.5, 0.4, 0.9).map(({ turn, state, objective = null, best_so_far = null }) => ({
    turn,
    state,
    objective,
    best_so_far,
  }));
  const cycle = cycleOf({ progress });
  expect(bestLine(cycle)).toEqual([0.5, 0.5, 0.9]);
  expect(bestText(cycle)).toBe('Best 0.9 in turn 3');
  expect(bestText(cycleOf({ objective: null, progress: [] }))).toBe('No objective declared');
  expect(turnsMade(cycle)).toBe(3);
  expect(turnsMade(cycleOf())).toBeNull();
});
