import type { CompareInfo, ComparedRun } from '@/api/tracking';
import { toNumber } from '@/kit/format';

/** A param or metric of all compared runs. */
export interface ComparedField {
  id: string;
  kind: 'param' | 'metric';
  key: string;
  differs: boolean;
  /** One for each run; null where it has none. */
  values: readonly (string | number | null)[];
  /** Where the least and the greatest of different finite values stand; empty for params. */
  lowest: ReadonlySet<number>;
  highest: ReadonlySet<number>;
}

const none: ReadonlySet<number> = new Set();

function extremesOf(values: readonly (string | number | null)[]): Pick<ComparedField, 'lowest' | 'highest'> {
  const finite = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const [low, high] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  if (!(low < high)) return { lowest: none, highest: none };
  const places = (wanted: number) => new Set(values.flatMap((value, index) => (value === wanted ? [index] : [])));
  return { lowest: places(low), highest: places(high) };
}

/** Params and metrics, those that differ first, in the order of their keys. */
export function comparedFields(info: CompareInfo): ComparedField[] {
  const params = info.params.map((row): ComparedField => ({
    id: `p.${row.key}`,
    kind: 'param',
    key: row.key,
    differs: row.differs,
    values: row.values.map((value) => (value === null ? null : String(value))),
    lowest: none,
    highest: none,
  }));
  const metrics = info.metrics.map((row): ComparedField => {
    const values = row.values.map((value) => (value === null ? null : (toNumber(value) ?? null)));
    return { id: `m.${row.key}`, kind: 'metric', key: row.key, differs: row.differs, values, ...extremesOf(values) };
  });
  const differingFirst = (fields: ComparedField[]) => [
    ...fields.filter((one) => one.differs),
    ...fields.filter((one) => !one.differs),
  ];
  return [...differingFirst(params), ...differingFirst(metrics)];
}

export interface FieldChoice {
  onlyDifferent: boolean;
  text: string;
  system: boolean;
}

export function chooseFields(
  fields: readonly ComparedField[],
  { onlyDifferent, text, system }: FieldChoice,
): ComparedField[] {
  const wanted = text.trim().toLowerCase();
  return fields.filter(
    (field) =>
      (!onlyDifferent || field.differs) &&
      field.key.toLowerCase().includes(wanted) &&
      (system || field.kind === 'param' || !field.key.startsWith('system/')),
  );
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order of runs by a field ("-m.loss"); runs without a finite value stay last in both directions. */
export function runOrder(runs: readonly ComparedRun[], fields: readonly ComparedField[], sort: string): number[] {
  const order = runs.map((_, index) => index);
  const descending = sort.startsWith('-');
  const id = descending ? sort.slice(1) : sort;
  const values =
    fields.find((field) => field.id === id)?.values ?? (id === 'name' ? runs.map((run) => run.name) : null);
  if (values === null) return order;
  const isMissing = (value: string | number | null | undefined) =>
    value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
  return order.sort((a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    if (isMissing(left) || isMissing(right)) return Number(isMissing(left)) - Number(isMissing(right));
    const [one, other] = [toNumber(left), toNumber(right)];
    const by = one !== null && other !== null ? one - other : collator.compare(String(left), String(right));
    return descending ? -by : by;
  });
}

/** With more runs than this, runs are lines instead of columns, unless the reader chose otherwise. */
export const manyRuns = 8;

export function isTransposed(choice: string, runs: number): boolean {
  return choice === 'lines' || (choice !== 'columns' && runs > manyRuns);
}

/** As comma-separated values, a line for each run. */
export function compareCsv(
  runs: readonly ComparedRun[],
  fields: readonly ComparedField[],
  order: readonly number[],
): string {
  const head = [
    'run_id',
    'name',
    'status',
    ...fields.map((field) => `${field.kind === 'param' ? 'params' : 'metrics'}.${field.key}`),
  ];
  const lines = order.map((index) => {
    const run = runs[index];
    return [run?.run_id ?? '', run?.name ?? '', run?.status ?? '', ...fields.map((field) => field.values[index] ?? '')];
  });
  return [head, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n');
}

/** A text that a spreadsheet would take for a formula is defused with an apostrophe. */
function csvCell(value: string | number): string {
  const text =
    typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value))
      ? `'${value}`
      : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
