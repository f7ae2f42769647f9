import { describe, expect, it } from 'vitest';
import { bestOf, curveOf, lineOf } from './cycle';
import type { Cycle } from './queries';

const cycle = (over: Partial<Cycle>): Cycle => ({
  cycle_id: 'c',
  name: 'search',
  project: 'p',
  pipeline: 'try',
  state: 'running',
  max_iterations: 20,
  created_at: '2026-11-30T00:00:00Z',
  turns: [],
  ...over,
});

describe('a cycle on the home page', () => {
  const progress = [
    { turn: 1, state: 'succeeded', objective: 0.5, best_so_far: 0.5 },
    { turn: 2, state: 'succeeded', objective: 0.4, best_so_far: 0.5 },
    { turn: 3, state: 'running', objective: null, best_so_far: null },
  ];

  it('shows the best so far, with a gap for the turn that runs', () => {
    expect(curveOf(cycle({ progress }))).toEqual([0.5, 0.5, null]);
    expect(bestOf(cycle({ progress }))).toBe(0.5);
  });

  it('says where it stands', () => {
    const objective = { metric: 'compare.metadata.accuracy', direction: 'maximize' };
    expect(lineOf(cycle({ progress, objective }))).toBe('turn 3 of 20, best accuracy 0.5');
    expect(lineOf(cycle({ progress, objective, state: 'stopped' }))).toBe('3 turns, best accuracy 0.5');
    expect(lineOf(cycle({ progress: [] }))).toBe('turn 1 of 20');
    expect(lineOf(cycle({ state: 'stopped', progress: [progress[0]!] }))).toBe('1 turn');
  });

  it('counts zero as a value', () => {
    expect(bestOf(cycle({ progress: [{ turn: 1, state: 'succeeded', objective: 0, best_so_far: 0 }] }))).toBe(0);
  });
});
