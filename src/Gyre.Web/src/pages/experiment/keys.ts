import type { TrackingRun } from '@/api/tracking';
import type { Field } from './columns';

/** A key that runs have, with how many have it and a few of its values. */
export interface KnownKey {
  key: string;
  runs: number;
  /** Distinct values seen, the most frequent first; empty for metrics. */
  values: string[];
  /** Whether the runs that have it differ in it. */
  varies: boolean;
  /** Of metrics: whether some run has logged it at a later step than 0, so that there is a curve. */
  hasCurve: boolean;
}

export interface KnownKeys {
  metrics: KnownKey[];
  params: KnownKey[];
  tags: KnownKey[];
  users: string[];
}

const mostValues = 50;

class Tally {
  runs = 0;
  hasCurve = false;
  readonly values = new Map<string, number>();

  add(value: string): void {
    this.runs++;
    // Values that are all different (ids, notes) are worth neither the memory nor a proposal.
    if (value.length <= 200 && (this.values.size < 500 || this.values.has(value))) {
      this.values.set(value, (this.values.get(value) ?? 0) + 1);
    }
  }

  known(key: string): KnownKey {
    const ordered = [...this.values].sort((a, b) => b[1] - a[1]).map(([value]) => value);
    return {
      key,
      runs: this.runs,
      values: ordered.slice(0, mostValues),
      varies: this.values.size > 1,
      hasCurve: this.hasCurve,
    };
  }
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  let tally = tallies.get(key);
  if (tally === undefined) tallies.set(key, (tally = new Tally()));
  return tally;
}

function inOrder(tallies: ReadonlyMap<string, Tally>): KnownKey[] {
  return [...tallies]
    .map(([key, tally]) => tally.known(key))
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
}

/** Which keys some runs have: what columns, groups, charts and filters are chosen from. */
export function knownKeys(runs: readonly TrackingRun[]): KnownKeys {
  const [metrics, params, tags] = [new Map<string, Tally>(), new Map<string, Tally>(), new Map<string, Tally>()];
  const users = new Set<string>();
  for (const run of runs) {
    for (const [key, latest] of run.metrics) {
      const tally = tallyOf(metrics, key);
      tally.add(String(latest.value));
      tally.hasCurve ||= latest.step !== 0;
    }
    for (const [key, value] of run.params) tallyOf(params, key).add(value);
    for (const [key, value] of run.tags) tallyOf(tags, key).add(value);
    if (run.user !== '') users.add(run.user);
  }
  return {
    metrics: inOrder(metrics).map((known) => ({ ...known, values: [] })),
    params: inOrder(params),
    tags: inOrder(tags),
    users: [...users].sort(),
  };
}

export function isSystemMetric(key: string): boolean {
  return key.startsWith('system/');
}

export function isSystemTag(key: string): boolean {
  return key.startsWith('mlflow.') || key.startsWith('gyre.');
}

const most = 5;

function mostCommon(keys: readonly KnownKey[], fits: (known: KnownKey) => boolean): string[] {
  return keys
    .filter(fits)
    .map((known, index) => ({ known, index }))
    .sort((a, b) => b.known.runs - a.known.runs || a.index - b.index)
    .slice(0, most)
    .map(({ known }) => known.key);
}

/** The columns of a table that nobody has chosen columns for: the commonest metrics and the params that differ. */
export function defaultFields({ metrics, params }: KnownKeys): Field[] {
  const chosen = mostCommon(params, (known) => known.varies && known.values.every((value) => value.length <= 60));
  return [
    { kind: 'attribute', key: 'status' },
    { kind: 'attribute', key: 'start' },
    { kind: 'attribute', key: 'duration' },
    ...mostCommon(metrics, (known) => !isSystemMetric(known.key)).map((key): Field => ({ kind: 'metric', key })),
    ...chosen.map((key): Field => ({ kind: 'param', key })),
  ];
}
