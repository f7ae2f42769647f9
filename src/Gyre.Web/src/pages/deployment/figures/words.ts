import type { Figures } from '@/api/deployments';
import { count } from '@/kit/format';
import { averageOf, roughly } from '@/pages/deployments/rows';
import { num, own, type Piece, say } from '@/pages/cycle/pieces';
import { bestArm, ratePoints, regretPoints } from './series';

/** What the curve of rewards says. */
export function rewardWords(figures: Figures): Piece[] {
  const average = averageOf(figures);
  const last = figures.buckets.findLast((bucket) => bucket.reward !== null);
  if (average === null || last?.reward == null) return say`No decision of this window has its final reward yet.`;
  const interval =
    last.low === null || last.high === null ? null : say`, between ${num(last.low)} and ${num(last.high)}`;
  return say`${num(average)} on average; ${num(last.reward)} in the newest part${interval}.`;
}

/** Whether choosing was worth it, against the best single arm. */
export function regretWords(figures: Figures): Piece[] {
  const best = bestArm(figures);
  const last = regretPoints(figures).at(-1);
  if (best === null || last?.value == null) return say`No arm has an estimate yet.`;
  const { value } = last;
  const more = value > 0 ? say`${num(value)} more` : say`${num(-value)} less`;
  const sure =
    last.low !== null && last.high !== null && last.low < 0 && last.high > 0
      ? say` The estimate is too wide to be sure.`
      : null;
  return say`Always choosing ${own(best.arm)} would have earned ${more} in all, at ${num(best.reward)} each.${sure}`;
}

export function rateWords(figures: Figures): Piece[] {
  const rates = ratePoints(figures).map((point) => point.value ?? 0);
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  return say`${count(figures.decisions, 'decision')}; ${num(most)} a second at most.`;
}

export function shareWords({ arms, decisions }: Figures): Piece[] {
  const [first] = [...arms].filter((one) => one.arm !== null).sort((a, b) => b.decisions - a.decisions);
  if (first === undefined || decisions === 0) return say`No arm was chosen in this window.`;
  return say`${own(first.arm ?? '')} was chosen for ${roughly(first.decisions / decisions)} of the decisions.`;
}

/** Decisions that were as good as sure teach nothing about other arms. */
export function propensityWords({ propensities }: Figures): Piece[] {
  const all = propensities.reduce((a, b) => a + b, 0);
  if (all === 0) return say`No decision was made in this window.`;
  const sure = roughly((propensities[9] ?? 0) / all);
  const rare = roughly((propensities[0] ?? 0) / all);
  return say`${sure} chose an arm with a probability above 0.9, ${rare} with 0.1 or less.`;
}
