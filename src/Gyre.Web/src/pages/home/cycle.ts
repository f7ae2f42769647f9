import { formatNumber } from '@/kit';
import type { Cycle } from './queries';

/** The best values so far, turn by turn; the objective itself where nothing is better or worse. */
export function curveOf(cycle: Cycle): (number | null)[] {
  return (cycle.progress ?? []).map((turn) => turn.best_so_far ?? turn.objective ?? null);
}

/** The last known best value, or null. */
export function bestOf(cycle: Cycle): number | null {
  return curveOf(cycle).findLast((value) => value !== null) ?? null;
}

/** `compare.metadata.accuracy` is read as "accuracy". */
export function metricName(metric: string): string {
  return metric.split('.').at(-1) ?? metric;
}

/** One line about where a cycle stands: "turn 3 of 20, accuracy 0.97". */
export function lineOf(cycle: Cycle): string {
  const turns = cycle.progress?.length ?? 0;
  const best = bestOf(cycle);
  const place =
    cycle.state === 'running'
      ? `turn ${Math.max(1, turns)} of ${cycle.max_iterations}`
      : turns === 1
        ? '1 turn'
        : `${turns} turns`;
  const objective = cycle.objective;
  if (objective === undefined || objective === null || best === null) return place;
  return `${place}, best ${metricName(objective.metric)} ${formatNumber(best)}`;
}
