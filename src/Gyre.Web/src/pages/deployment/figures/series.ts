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

/** So many areas can be told apart by their colours. */
const mostAreas = 10;

export interface ArmShare {
  name: string;
  /** In each part of the window; null in parts without decisions. */
  shares: readonly (number | null)[];
}

/** The shares of the arms that were chosen most; of more than can be told apart, the others as one. */
export function armShares({ arms, buckets }: Pick<Figures, 'arms' | 'buckets'>): ArmShare[] {
  const named = arms.filter((one) => one.arm !== null).sort((a, b) => b.decisions - a.decisions);
  const isWhole = named.length === arms.length && named.length <= mostAreas;
  const shown = isWhole ? named : named.slice(0, mostAreas - 1);
  const shareOf = (counts: readonly FigureArm[]) =>
    buckets.map(({ decisions }, index) =>
      decisions === 0 ? null : counts.reduce((sum, one) => sum + (one.shares[index] ?? 0), 0) / decisions,
    );
  const made = shown.map((one): ArmShare => ({ name: one.arm ?? '', shares: shareOf([one]) }));
  if (isWhole) return made;
  return [...made, { name: 'all other arms', shares: shareOf(arms.filter((one) => !shown.includes(one))) }];
}

/** "0–0.1" to "0.9–1". */
export const propensityLabels = Array.from({ length: 10 }, (_, index) => `${index / 10}–${(index + 1) / 10}`);
