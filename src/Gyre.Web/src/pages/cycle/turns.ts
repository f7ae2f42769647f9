import type { Cycle, Turn } from '@/api/cycles';
import { toNumber } from '@/kit/format';
import { shortName, writtenNumber } from './condition';
import { comparedIn } from './why';
import { entriesOf, keyOf } from './values';

export interface Change {
  name: string;
  /** Undefined when the turn before did not set it: the project's default held. */
  before: unknown;
  after: unknown;
}

/** Parameters of a turn that differ from the turn before it; none for the first. */
export function changesOf(before: Turn | undefined, turn: Turn): Change[] {
  if (before === undefined) return [];
  return differences(before.parameters, turn.parameters);
}

/** Names whose values differ, in the order of the first map, then what only the second has. */
export function differences(before: unknown, after: unknown): Change[] {
  const old = new Map(entriesOf(before));
  const now = new Map(entriesOf(after));
  const names = [...old.keys(), ...[...now.keys()].filter((name) => !old.has(name))];
  return names
    .filter((name) => old.has(name) !== now.has(name) || keyOf(old.get(name)) !== keyOf(now.get(name)))
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }));
}

/** All parameters that ever differ between turns: what the cycle plays with. */
export function playedWith(turns: readonly Turn[]): string[] {
  const found = new Set<string>();
  turns.forEach((turn, index) => changesOf(turns[index - 1], turn).forEach((change) => found.add(change.name)));
  return [...found];
}

export interface Costs {
  executions: number;
  hits: number;
  /** Seconds of all turns that have ended, and of the one under way until `now`. */
  seconds: number;
}

export function secondsOf(turn: Pick<Turn, 'created_at' | 'seconds'>, now: number): number {
  return turn.seconds ?? Math.max(0, (now - Date.parse(turn.created_at)) / 1000);
}

export function costsOf(turns: readonly Turn[], now: number): Costs {
  return turns.reduce(
    (sum, turn) => ({
      executions: sum.executions + turn.executions,
      hits: sum.hits + turn.cache_hits,
      seconds: sum.seconds + secondsOf(turn, now),
    }),
    { executions: 0, hits: 0, seconds: 0 },
  );
}

export interface Target {
  value: number;
  /** Where it is from, for people. */
  source: string;
}

/**
 * The value that the objective is meant to reach: from the condition that ended the cycle, when it compares the
 * objective with a number; else a number called `target` that the objective's node reports, the same in every turn.
 */
export function targetOf(cycle: Cycle): Target | null {
  const metric = cycle.objective?.metric;
  if (metric === undefined) return null;
  const compared = comparedIn(cycle);
  if (compared?.name === metric && compared.operator !== '==' && compared.operator !== '!=') {
    const value = writtenNumber(compared.literal);
    if (value !== null && Number.isFinite(value)) return { value, source: 'the condition' };
  }
  const name = `${metric.split('.')[0] ?? ''}.target`;
  const told = cycle.turns.map((turn) => new Map(entriesOf(turn.metrics)).get(name)).filter((one) => one !== undefined);
  const value = toNumber(told[0]);
  if (value === null || !Number.isFinite(value) || told.some((one) => toNumber(one) !== value)) return null;
  return { value, source: name };
}

/** The turn that the address names; the newest one otherwise, so that a running cycle is followed. */
export function selectedTurn<T extends { turn: number }>(turns: readonly T[], wanted: string): T | undefined {
  return turns.find((turn) => String(turn.turn) === wanted) ?? turns.at(-1);
}

/** `2,5` as two turns of the cycle; null when the address names none, one or the same twice. */
export function comparedTurns(turns: readonly Turn[], wanted: string): [Turn, Turn] | null {
  const [first, second, ...more] = wanted.split(',');
  const a = turns.find((turn) => String(turn.turn) === first);
  const b = turns.find((turn) => String(turn.turn) === second);
  return a === undefined || b === undefined || a === b || more.length > 0 ? null : [a, b];
}

/** What a click on a row's box makes of `2,5`: the two chosen last, the earlier turn first. */
export function nextCompared(keys: readonly string[]): string {
  return keys
    .slice(-2)
    .map(Number)
    .sort((a, b) => a - b)
    .join(',');
}

/** The pairs worth a look: first and best, the last two. */
export function suggestedPairs(turns: readonly Turn[], best: number | null): { label: string; pair: string }[] {
  const first = turns[0]?.turn;
  const last = turns.at(-1)?.turn;
  const beforeLast = turns.at(-2)?.turn;
  if (first === undefined || last === undefined || beforeLast === undefined) return [];
  const pairs = [
    { label: 'First and best', pair: best === null || best === first ? null : `${first},${best}` },
    { label: 'Best and last', pair: best === null || best === last ? null : `${best},${last}` },
    { label: 'Last two', pair: `${beforeLast},${last}` },
  ];
  const seen = new Set<string>();
  return pairs.flatMap(({ label, pair }) => {
    if (pair === null || seen.has(pair)) return [];
    seen.add(pair);
    return [{ label, pair }];
  });
}

/** The objective's name among the metrics of a turn. */
export function objectiveKey(cycle: Pick<Cycle, 'objective'>): string | null {
  return cycle.objective == null ? null : shortName(cycle.objective.metric);
}
