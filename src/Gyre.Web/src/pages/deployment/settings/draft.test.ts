import { describe, expect, it } from 'vitest';
import { draftOf, settingsOf, settingsProblem, settingsRequest } from './draft';

const settings = {
  durability: 'after',
  durability_window_seconds: 1,
  exploration_floor: 0.07,
  late_rewards: 'count',
  reward_aggregation: 'sum',
  reward_default: 0.5,
  reward_high: 2,
  reward_low: -1,
  reward_memory_seconds: 604_800,
  reward_wait_seconds: 3600,
};

describe('settings as they are typed', () => {
  it('are the same when nothing is changed, and keep what has no field', () => {
    const set = { ...settings, canary_rule: { margin: 0.1 } };
    expect(draftOf(set).exploration_floor).toBe('7');
    expect(settingsOf(draftOf(set), set)).toEqual(set);
  });

  it('leave out what is empty, and have a word for each choice', () => {
    const draft = draftOf({});
    expect(draft.reward_low).toBe('');
    expect(settingsOf(draft, {})).toEqual({ durability: 'before', late_rewards: 'drop', reward_aggregation: 'first' });
    expect(settingsProblem(draft)).toBeNull();
  });

  it('are refused with the field and its range', () => {
    const problem = (more: Partial<ReturnType<typeof draftOf>>) => settingsProblem({ ...draftOf(settings), ...more });
    expect(problem({ reward_default: 'much' })).toBe('Reward of none: this must be a number, or empty.');
    expect(problem({ exploration_floor: '101' })).toBe('Exploration floor in percent: this must be from 0 to 100.');
    expect(problem({ reward_wait_seconds: '0' })).toContain('Reward wait in seconds');
    expect(problem({ reward_low: '3' })).toBe('The lowest reward taken is above the highest.');
    expect(problem({ reward_low: '3', reward_high: '' })).toBeNull();
  });

  it('go with a reason', () => {
    expect(settingsRequest(draftOf(settings), settings, ' slower users ')).toEqual({
      settings,
      reason: 'slower users',
    });
    expect(settingsRequest(draftOf(settings), settings, ' ')).toEqual({ settings });
  });
});
