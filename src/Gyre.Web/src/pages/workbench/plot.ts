import type { Evaluation, Interval } from '@/api/deployments';
import { niceTicks } from '@/pages/cycle/chart';
import { preferred, type Verdict, verdictOf } from './advice';

export interface PlotRow {
  key: string;
  version: number;
  kind: string;
  method: string;
  /** The first row of its version. */
  first: boolean;
  /** What the estimate says, for the method to believe; null for the others. */
  verdict: Verdict | null;
  interval: Interval;
  /** Places in percent of the width. */
  low: number;
  value: number;
  high: number;
}

export interface Plot {
  rows: readonly PlotRow[];
  logged: { low: number; value: number; high: number };
  ticks: readonly { value: number; at: number }[];
}

/** A little more than all intervals span, in percent of the width. */
export function plotOf({ logged, candidates }: Evaluation): Plot {
  const all = [logged, ...candidates.flatMap((candidate) => candidate.estimates)]
    .flatMap(({ low, value, high }) => [low, value, high])
    .filter((value) => Number.isFinite(value));
  const [least, most] = [
    all.reduce((a, b) => Math.min(a, b), Infinity),
    all.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const room = most > least ? (most - least) * 0.06 : Math.max(Math.abs(most) * 0.1, 0.1);
  const [from, to] = all.length === 0 ? [0, 1] : [least - room, most + room];
  const at = (value: number) =>
    Number.isFinite(value)
      ? Math.round(Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100)) * 100) / 100
      : 0;
  const places = ({ low, value, high }: Interval) => ({ low: at(low), value: at(value), high: at(high) });
  return {
    logged: places(logged),
    ticks: niceTicks(from, to, 4).map((value) => ({ value, at: at(value) })),
    rows: candidates.flatMap((candidate) => {
      const best = preferred(candidate);
      return candidate.estimates.map((estimate, index): PlotRow => ({
        key: `${candidate.version} ${estimate.method}`,
        version: candidate.version,
        kind: candidate.kind,
        method: estimate.method,
        first: index === 0,
        verdict: estimate === best ? verdictOf(estimate, logged) : null,
        interval: estimate,
        ...places(estimate),
      }));
    }),
  };
}
