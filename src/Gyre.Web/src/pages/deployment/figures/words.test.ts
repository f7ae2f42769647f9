import { describe, expect, it } from 'vitest';
import { plain } from '@/pages/cycle/pieces';
import { figuresOf } from '@/pages/deployments/testing';
import { propensityWords, rateWords, regretWords, rewardWords, shareWords } from './words';

const figures = figuresOf();

describe('what charts say', () => {
  it('in a sentence each', () => {
    expect(plain(rewardWords(figures))).toBe('0.3125 on average; 0.5 in the newest part, between 0.4 and 0.6.');
    expect(plain(rateWords(figures))).toBe('100 decisions; 0.033333 a second at most.');
    expect(plain(shareWords(figures))).toBe('red was chosen for 70% of the decisions.');
    expect(plain(propensityWords(figures))).toBe('60% chose an arm with a probability above 0.9, 5% with 0.1 or less.');
  });

  it('tells whether choosing was worth it, and how sure that is', () => {
    expect(plain(regretWords(figures))).toBe(
      'Always choosing red would have earned 7 more in all, at 0.4 each. The estimate is too wide to be sure.',
    );
    const low = { arm: 'red', decisions: 100, shares: [], reward: 0.1, low: 0.1, high: 0.1 };
    expect(plain(regretWords(figuresOf({ arms: [low] })))).toBe(
      'Always choosing red would have earned 17 less in all, at 0.1 each.',
    );
  });

  it('in an empty window', () => {
    const empty = figuresOf({ decisions: 0, buckets: [], arms: [], propensities: Array<number>(10).fill(0) });
    expect(plain(rewardWords(empty))).toContain('No decision');
    expect(plain(regretWords(empty))).toContain('No arm');
    expect(plain(shareWords(empty))).toContain('No arm');
    expect(plain(propensityWords(empty))).toContain('No decision');
  });
});
