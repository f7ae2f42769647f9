import type { TrackingRun } from '@/api/tracking';
import { type Field, parseField, valueOfField } from './columns';

/** What runs are put together by: a param, a tag, an attribute, or the run they lie in. */
export type Grouping = { by: 'parent' } | { by: 'field'; field: Field };

/** "parent", "p.lr", "t.kind"; null for none. */
export function readGrouping(text: string): Grouping | null {
  if (text === 'parent') return { by: 'parent' };
  const field = parseField(text);
  return field === null || field.kind === 'metric' ? null : { by: 'field', field };
}

export interface Summary {
  runs: number;
  mean: number;
  min: number;
  max: number;
}

export interface Group {
  /** Unique among the groups: the value, or '' for runs without one. */
  key: string;
  label: string;
  /** Whether runs have the value; false for the group of those without one. */
  has: boolean;
  /** Of a group by parent, the id of the parent. */
  parent: string | null;
  runs: TrackingRun[];
}

const parentTag = 'mlflow.parentRunId';

function parentKey(run: TrackingRun, parents: ReadonlySet<string>): string | null {
  // A parent stands at the head of its own group.
  return run.tags.get(parentTag) ?? (parents.has(run.id) ? run.id : null);
}

/** Groups in the order in which their first run comes, those without a value last. Runs keep their order. */
export function groupRuns(runs: readonly TrackingRun[], grouping: Grouping): Group[] {
  const groups = new Map<string, Group>();
  const without: TrackingRun[] = [];
  const names = new Map(runs.map((run) => [run.id, run.name]));
  const parents = new Set(grouping.by === 'parent' ? runs.flatMap((run) => run.tags.get(parentTag) ?? []) : []);
  for (const run of runs) {
    const value = grouping.by === 'parent' ? parentKey(run, parents) : valueOfField(run, grouping.field);
    if (value === null || value === '') {
      without.push(run);
      continue;
    }
    const key = String(value);
    let group = groups.get(key);
    if (group === undefined) {
      const isParent = grouping.by === 'parent';
      group = {
        key,
        label: isParent ? (names.get(key) ?? key) : key,
        has: true,
        parent: isParent ? key : null,
        runs: [],
      };
      groups.set(key, group);
    }
    group.runs.push(run);
  }
  for (const group of groups.values()) {
    if (group.parent !== null) group.runs.sort((a, b) => Number(b.id === group.parent) - Number(a.id === group.parent));
  }
  const rest: Group = { key: '', label: 'none', has: false, parent: null, runs: without };
  return without.length === 0 ? [...groups.values()] : [...groups.values(), rest];
}

/** Of the finite values; null when there is none. */
export function summarise(values: Iterable<string | number | null>): Summary | null {
  let [runs, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    runs++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return runs === 0 ? null : { runs, mean: sum / runs, min, max };
}

/** A line of the table: a group's head or a run. */
export type Line =
  { kind: 'group'; group: Group; index: number } | { kind: 'run'; run: TrackingRun; group: Group | null };

/** Heads with their runs below, except those of folded groups. */
export function linesOf(groups: readonly Group[], folded: ReadonlySet<string>): Line[] {
  return groups.flatMap((group, index): Line[] => [
    { kind: 'group', group, index },
    ...(folded.has(group.key) ? [] : group.runs.map((run): Line => ({ kind: 'run', run, group }))),
  ]);
}

/** The colour of each run: of its group, or its own when there is no grouping. */
export function colourRuns(
  runs: readonly TrackingRun[],
  groups: readonly Group[] | null,
  palette: readonly string[],
  none: string,
): Map<string, string> {
  const at = (index: number) => palette[index % palette.length] ?? none;
  const colours = new Map<string, string>();
  if (groups === null) {
    runs.forEach((run, index) => colours.set(run.id, at(index)));
    return colours;
  }
  groups.forEach((group, index) => {
    for (const run of group.runs) colours.set(run.id, group.has ? at(index) : none);
  });
  return colours;
}
