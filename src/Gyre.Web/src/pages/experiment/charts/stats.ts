import type { TrackingRun } from '@/api/tracking';
import { toNumber } from '@/kit/format';
import { type Field, valueOfField } from '../columns';

export interface BoxStats {
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
  outliers: number[];
}

/** The quantile of sorted values, between two of them by proportion (type 7 of Hyndman and Fan 1996, as in NumPy and R). */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}

/** Quartiles with whiskers to the furthest value within 1.5 times the box (Tukey 1977); null without a finite value. */
export function boxStats(values: readonly number[]): BoxStats | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    low: inside[0] ?? q1,
    q1,
    median,
    q3,
    high: inside.at(-1) ?? q3,
    outliers: sorted.filter((value) => value < q1 - reach || value > q3 + reach),
  };
}

/** A field as an axis: numbers when all its values are numbers, else its distinct texts. */
export type Axis = { field: Field; kind: 'number' } | { field: Field; kind: 'text'; categories: string[] };

const mostCategories = 200;

/** Times are numbers; a param of digits is one too. */
export function axisOf(runs: readonly TrackingRun[], field: Field): Axis {
  const texts = new Set<string>();
  let isNumber = true;
  for (const run of runs) {
    const value = valueOfField(run, field);
    if (value === null || value === '') continue;
    if (typeof value === 'string') {
      texts.add(value);
      if (toNumber(value) === null) isNumber = false;
    }
  }
  if (isNumber) return { field, kind: 'number' };
  const categories = [...texts].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return { field, kind: 'text', categories: categories.slice(0, mostCategories) };
}

/** Where a run stands on an axis: a number, or the index of its text; NaN when it has no place there. */
export function placeOn(axis: Axis, run: TrackingRun): number {
  const value = valueOfField(run, axis.field);
  if (value === null) return NaN;
  if (axis.kind === 'number') {
    const number = toNumber(value) ?? NaN;
    return Number.isFinite(number) ? number : NaN;
  }
  const index = axis.categories.indexOf(String(value));
  return index < 0 ? NaN : index;
}

/** What is marked on an axis: ranges, of which one has to hold. */
export type Ranges = readonly (readonly [number, number])[];

/** The runs inside the marked ranges of every axis that has some; null when nothing is marked. */
export function runsWithin(
  runs: readonly TrackingRun[],
  axes: readonly Axis[],
  marked: ReadonlyMap<number, Ranges>,
): string[] | null {
  const active = [...marked].filter(([, ranges]) => ranges.length > 0);
  if (active.length === 0) return null;
  return runs
    .filter((run) =>
      active.every(([index, ranges]) => {
        const axis = axes[index];
        const place = axis === undefined ? NaN : placeOn(axis, run);
        return ranges.some(([low, high]) => place >= low && place <= high);
      }),
    )
    .map((run) => run.id);
}

/** The finite numbers among values. */
export function finite(values: Iterable<string | number | null>): number[] {
  return [...values].filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}
