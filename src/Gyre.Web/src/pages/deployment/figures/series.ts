import type { FigureArm, Figures } from '@/api/deployments';

/** A value with the interval around it; null where nothing is known. */
export interface Point {
  at: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

export function rewardPoints({ buckets }: Figures): Point[] {
  return buckets.map(({ at, reward, low, high }) => ({ at: Date.parse(at), value: reward, low, high }));
}

/** The arm that would have earned most if it had always been chosen; null where no arm has an estimate. */
export function bestArm({ arms }: Figures): (FigureArm & { arm: string; reward: number }) | null {
  let best: (FigureArm & { arm: string; reward: number }) | null = null;
  for (const { arm, reward, ...rest } of arms) {
    if (arm !== null && reward !== null && (best === null || reward > best.reward)) best = { ...rest, arm, reward };
  }
  return best;
}

/**
 * What always choosing the best single arm would have earned more, summed up over the settled decisions so far. Below
 * zero, choosing was worth it. The interval is that of the arm's estimate.
 */
export function regretPoints(figures: Figures): Point[] {
  const best = bestArm(figures);
  if (best === null) return [];
  const sums = { value: 0, low: 0, high: 0 };
  return figures.buckets.map(({ at, settled, reward }) => {
    if (reward !== null) {
      sums.value += settled * (best.reward - reward);
      sums.low += settled * ((best.low ?? best.reward) - reward);
      sums.high += settled * ((best.high ?? best.reward) - reward);
    }
    return { at: Date.parse(at), ...sums };
  });
}

export function ratePoints({ buckets, bucket_seconds: seconds }: Figures): Point[] {
  return buckets.map(({ at, decisions }) => ({
    at: Date.parse(at),
    value: seconds > 0 ? decisions / seconds : null,
    low: null,
    high: null,
  }));
}

/** The share of each arm in each part of the window; null in parts without decisions. */
export function armShares({ arms, buckets }: Figures): { name: string; shares: (number | null)[] }[] {
  return arms.map(({ arm, shares }) => ({
    name: arm ?? 'all other arms',
    shares: buckets.map(({ decisions }, index) => (decisions === 0 ? null : (shares[index] ?? 0) / decisions)),
  }));
}

/** "0–0.1" to "0.9–1". */
export const propensityLabels = Array.from({ length: 10 }, (_, index) => `${index / 10}–${(index + 1) / 10}`);
