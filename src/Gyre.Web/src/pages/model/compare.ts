import type { MlModel, SignatureField } from '@/formats/mlflow/mlmodel';
import type { ListedFile } from '@/formats/mlflow/registry';

/** One line of a comparison of two versions. Null: that side has no such thing. */
export interface DiffRow {
  key: string;
  left: string | null;
  right: string | null;
  change: 'same' | 'changed' | 'added' | 'removed';
  /** Right minus left, where both are numbers. */
  difference: number | null;
}

const order = new Intl.Collator('en', { numeric: true });

/** Both sides by key, in order of the keys. */
export function diff(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): DiffRow[] {
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort(order.compare);
  return keys.map((key) => diffRow(key, left.get(key) ?? null, right.get(key) ?? null));
}

function diffRow(key: string, left: string | null, right: string | null): DiffRow {
  const change = left === null ? 'added' : right === null ? 'removed' : left === right ? 'same' : 'changed';
  return { key, left, right, change, difference: null };
}

export function diffNumbers(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): DiffRow[] {
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort(order.compare);
  return keys.map((key) => {
    const [a, b] = [left.get(key), right.get(key)];
    const row = diffRow(key, a === undefined ? null : String(a), b === undefined ? null : String(b));
    const difference = a === undefined || b === undefined ? NaN : b - a;
    return { ...row, difference: Number.isFinite(difference) ? difference : null };
  });
}

/** Fields by name; those without a name by their place. */
export function fieldsByName(fields: readonly SignatureField[]): Map<string, string> {
  return new Map(
    fields.map((field, index) => [
      field.name ?? `#${index + 1}`,
      `${field.type}${field.optional ? ', optional' : ''}${field.default === null ? '' : `, default ${field.default}`}`,
    ]),
  );
}

/** Inputs, outputs and parameters of two signatures. */
export function diffSignatures(left: MlModel | null, right: MlModel | null): { part: string; rows: DiffRow[] }[] {
  const parts = [
    ['Inputs', 'inputs'],
    ['Outputs', 'outputs'],
    ['Parameters', 'params'],
  ] as const;
  return parts
    .map(([part, key]) => ({
      part,
      rows: diff(fieldsByName(left?.signature?.[key] ?? []), fieldsByName(right?.signature?.[key] ?? [])),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** Flavors with their settings and the other facts of MLmodel, one line each. */
export function factsOf(model: MlModel | null): Map<string, string> {
  const made = new Map<string, string>(model?.facts.filter(([key]) => !own.has(key)) ?? []);
  for (const flavor of model?.flavors ?? []) {
    made.set(flavor.name, 'yes');
    for (const [key, text] of flavor.values) made.set(`${flavor.name}.${key}`, text);
  }
  return made;
}

/** What always differs and never matters. */
const own = new Set(['model_uuid', 'model_id', 'run_id', 'utc_time_created', 'artifact_path']);

export interface FileRow {
  path: string;
  left: number | null;
  right: number | null;
  /** Unknown: the sizes are equal, and nobody has compared the content. */
  change: DiffRow['change'] | 'unknown';
}

/** `same` says of files with equal sizes whether their content is equal, where that is known. */
export function diffFiles(
  left: readonly ListedFile[],
  right: readonly ListedFile[],
  same: ReadonlyMap<string, boolean>,
): FileRow[] {
  const [a, b] = [
    new Map(left.map((file) => [file.path, file.size])),
    new Map(right.map((file) => [file.path, file.size])),
  ];
  const paths = [...new Set([...a.keys(), ...b.keys()])].sort(order.compare);
  return paths.map((path) => {
    const [one, other] = [a.get(path) ?? null, b.get(path) ?? null];
    return { path, left: one, right: other, change: fileChange(one, other, same.get(path)) };
  });
}

function fileChange(left: number | null, right: number | null, same: boolean | undefined): FileRow['change'] {
  if (left === null) return 'added';
  if (right === null) return 'removed';
  if (left !== right) return 'changed';
  return same === undefined ? 'unknown' : same ? 'same' : 'changed';
}

/** The two versions of a comparison: what the address names, else the champion against the newest other one. */
export function chooseTwo(
  versions: readonly string[],
  left: string,
  right: string,
  champion: string | null,
): [string, string] | null {
  const known = new Set(versions);
  const base = known.has(left)
    ? left
    : champion !== null && known.has(champion) && champion !== right
      ? champion
      : null;
  const second = known.has(right) && right !== base ? right : versions.find((version) => version !== base);
  const first = base ?? versions.find((version) => version !== second);
  return first === undefined || second === undefined ? null : [first, second];
}
