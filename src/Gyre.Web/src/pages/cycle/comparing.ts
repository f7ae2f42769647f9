import type { Cycle, Turn } from '@/api/cycles';
import { toNumber } from '@/kit/format';
import { objectiveKey } from './turns';
import { entriesOf, keyOf } from './values';

export type Verdict = 'better' | 'worse' | 'same';

export interface MetricRow {
  name: string;
  a: unknown;
  b: unknown;
  /** b − a; null when one of them is no finite number. */
  delta: number | null;
  /** Only of the objective: for other metrics nobody has said which way is good. */
  verdict: Verdict | null;
  differs: boolean;
}

function finite(value: unknown): number | null {
  const number = toNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}

export function deltaOf(a: unknown, b: unknown): number | null {
  const [from, to] = [finite(a), finite(b)];
  return from === null || to === null ? null : to - from;
}

/** Whether the second value is better by the direction of the objective. */
export function verdictOf(delta: number | null, direction: string): Verdict | null {
  if (delta === null) return null;
  if (delta === 0) return 'same';
  return (direction === 'maximize') === delta > 0 ? 'better' : 'worse';
}

/** Metrics of two turns side by side: the objective first, then what differs, then what is equal. */
export function compareMetrics(cycle: Pick<Cycle, 'objective'>, a: Turn, b: Turn): MetricRow[] {
  const objective = objectiveKey(cycle);
  const left = new Map(entriesOf(a.metrics));
  const right = new Map(entriesOf(b.metrics));
  // A task reports a list; its best element is what counts as the objective.
  if (objective !== null) {
    if (a.objective != null) left.set(objective, a.objective);
    if (b.objective != null) right.set(objective, b.objective);
  }
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const rows = names.map((name): MetricRow => {
    const [one, other] = [left.get(name), right.get(name)];
    const delta = deltaOf(one, other);
    return {
      name,
      a: one,
      b: other,
      delta,
      verdict: name === objective ? verdictOf(delta, cycle.objective?.direction ?? 'maximize') : null,
      differs: keyOf(one) !== keyOf(other),
    };
  });
  const rank = (row: MetricRow) => (row.name === objective ? 0 : row.differs ? 1 : 2);
  return rows.sort((x, y) => rank(x) - rank(y));
}

/** Costs of two turns: what was executed, what came from the cache, how long it took. */
export function compareCosts(a: Turn, b: Turn): MetricRow[] {
  const row = (name: string, one: number | null | undefined, other: number | null | undefined): MetricRow => ({
    name,
    a: one ?? undefined,
    b: other ?? undefined,
    delta: deltaOf(one, other),
    verdict: null,
    differs: one !== other,
  });
  return [
    row('Executions', a.executions, b.executions),
    row('Cache hits', a.cache_hits, b.cache_hits),
    row('Seconds', a.seconds, b.seconds),
  ];
}
