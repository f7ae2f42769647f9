import { describe, expect, it } from 'vitest';
import { figuresOf } from '@/pages/deployments/testing';
import { armShares, bestArm, propensityLabels, ratePoints, regretPoints, rewardPoints } from './series';

const figures = figuresOf();
const values = (points: { value: number | null }[]) => points.map((point) => point.value);

describe('series of a log', () => {
  it('sum up what the best single arm would have earned more', () => {
    expect(bestArm(figures)?.arm).toBe('red');
    const [first, last] = regretPoints(figures);
    expect(first!.value).toBeCloseTo(60 * (0.4 - 0.25));
    expect(last!.value).toBeCloseTo(9 + 20 * (0.4 - 0.5));
    expect(last!.low).toBeCloseTo(60 * 0.05 + 20 * -0.2);
    expect(last!.high).toBeCloseTo(60 * 0.25);
  });

  it('have no regret without an estimate, and none for the rest of the arms', () => {
    expect(regretPoints(figuresOf({ arms: [] }))).toEqual([]);
    const rest = { arm: null, decisions: 1, shares: [], reward: 9, low: 9, high: 9 };
    expect(bestArm(figuresOf({ arms: [...figures.arms, rest] }))?.arm).toBe('red');
  });

  it('keep the regret while no reward is known', () => {
    const unknown = { ...figures.buckets[1]!, reward: null };
    expect(values(regretPoints(figuresOf({ buckets: [figures.buckets[0]!, unknown] })))).toEqual([
      expect.closeTo(9),
      expect.closeTo(9),
    ]);
  });

  it('are rewards, rates and shares', () => {
    expect(values(rewardPoints(figures))).toEqual([0.25, 0.5]);
    expect(values(ratePoints(figures))).toEqual([60 / 1800, 40 / 1800]);
    expect(values(ratePoints(figuresOf({ bucket_seconds: 0 })))).toEqual([null, null]);
    expect(armShares(figures).map((arm) => arm.shares)).toEqual([
      [50 / 60, 0.5],
      [10 / 60, 0.5],
    ]);
    expect(armShares(figures).map((arm) => arm.name)).toEqual(['red', 'blue']);
    const quiet = figures.buckets.map((bucket) => ({ ...bucket, decisions: 0 }));
    expect(armShares(figuresOf({ buckets: quiet }))[0]!.shares).toEqual([null, null]);
    expect([propensityLabels[0], propensityLabels[9]]).toEqual(['0–0.1', '0.9–1']);
  });

  it('show as many arms as colours tell apart, and the others as one', () => {
    const [bucket] = figures.buckets;
    const arms = Array.from({ length: 12 }, (_, at) => ({
      ...figures.arms[0]!,
      arm: `a${at}`,
      decisions: at,
      shares: [5],
    }));
    const rest = { ...figures.arms[0]!, arm: null, decisions: 99, shares: [0] };
    const made = armShares({ arms: [...arms, rest], buckets: [bucket!] });
    expect(made.map((arm) => arm.name)).toEqual([
      ...['a11', 'a10', 'a9', 'a8', 'a7', 'a6', 'a5', 'a4', 'a3'],
      'all other arms',
    ]);
    expect(made.reduce((sum, arm) => sum + (arm.shares[0] ?? 0), 0)).toBeCloseTo(1);
  });
});
