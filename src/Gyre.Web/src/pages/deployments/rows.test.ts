import { describe, expect, it } from 'vitest';
import { averageOf, canaryWords, joinedShare, kindOf, percent, roughly } from './rows';

describe('rows of deployments', () => {
  it('write shares without the noise of binary fractions', () => {
    expect([percent(0.1), percent(0.07), percent(0.0005), percent(1)]).toEqual(['10%', '7%', '0.05%', '100%']);
    expect([roughly(2 / 3), roughly(0.9999), roughly(0), roughly(1)]).toEqual(['66.7%', '99.9%', '0%', '100%']);
    expect(
      canaryWords([
        { version: 5, share: 0.1 },
        { version: 6, share: 0.05 },
      ]),
    ).toBe('5 (10%), 6 (5%)');
  });

  it('count the joined share of what is settled', () => {
    expect(joinedShare({ joined: 3, defaulted: 1 })).toBe(0.75);
    expect(joinedShare({ joined: 0, defaulted: 0 })).toBeNull();
  });

  it('weigh each part of the hour by its decisions', () => {
    const bucket = { at: '', decisions: 0, low: null, high: null };
    const buckets = [
      { ...bucket, settled: 3, reward: 1 },
      { ...bucket, settled: 1, reward: 0 },
      { ...bucket, settled: 0, reward: null },
    ];
    expect(averageOf({ buckets })).toBe(0.75);
    expect(averageOf({ buckets: [{ ...bucket, settled: 0, reward: null }] })).toBeNull();
  });

  it('know the kind of a version', () => {
    const versions = [{ version: 2, kind: 'lin-ucb', created_at: '', policy: 'sha256:0' }];
    expect([kindOf(versions, 2), kindOf(versions, 1)]).toEqual(['lin-ucb', undefined]);
  });
});
