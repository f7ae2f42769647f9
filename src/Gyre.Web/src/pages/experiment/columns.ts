import type { TrackingRun, TrackingSearchRequest } from '@/api/tracking';
import { durationOf } from '@/api/tracking';

export type FieldKind = 'attribute' | 'metric' | 'param' | 'tag';

/** Something a run can be shown, sorted, grouped or drawn by. */
export interface Field {
  kind: FieldKind;
  key: string;
}

const letters: Record<FieldKind, string> = { attribute: 'a', metric: 'm', param: 'p', tag: 't' };
const kinds = new Map<string, FieldKind>(Object.entries(letters).map(([kind, letter]) => [letter, kind as FieldKind]));

/** "m.val/loss". */
export function fieldId({ kind, key }: Field): string {
  return `${letters[kind]}.${key}`;
}

/** Null for what is no id of a field, as an address may hold. */
export function parseField(id: string): Field | null {
  const kind = kinds.get(id.slice(0, 1));
  if (kind === undefined || id[1] !== '.' || id.length < 3) return null;
  const key = id.slice(2);
  return kind === 'attribute' && !attributes.some((one) => one.key === key) ? null : { kind, key };
}

/** Fields in an address: commas part them, so commas in keys are escaped. */
export function writeFields(fields: readonly Field[]): string {
  return fields.map((field) => fieldId(field).replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function readFields(text: string): Field[] {
  const seen = new Set<string>();
  const fields: Field[] = [];
  for (const part of text.split(',')) {
    const id = part.replaceAll(/%2c/gi, ',').replaceAll('%25', '%');
    const field = parseField(id);
    if (field !== null && !seen.has(id)) fields.push(field);
    seen.add(id);
  }
  return fields;
}

interface Attribute {
  key: string;
  label: string;
  /** As the server calls it in filters and orders; null when it cannot sort by it. */
  server: string | null;
}

/** What every run has. */
export const attributes: readonly Attribute[] = [
  { key: 'status', label: 'Status', server: 'status' },
  { key: 'start', label: 'Started', server: 'start_time' },
  { key: 'end', label: 'Ended', server: 'end_time' },
  { key: 'duration', label: 'Duration', server: null },
  { key: 'user', label: 'User', server: 'user_id' },
  { key: 'source', label: 'Source', server: null },
  { key: 'dataset', label: 'Dataset', server: null },
  { key: 'id', label: 'Run ID', server: 'run_id' },
];

export const nameField: Field = { kind: 'attribute', key: 'name' };

export function labelOf(field: Field): string {
  if (field.kind !== 'attribute') return field.key;
  return field.key === 'name' ? 'Name' : (attributes.find((one) => one.key === field.key)?.label ?? field.key);
}

const words: Record<FieldKind, string> = { attribute: '', metric: 'metrics', param: 'params', tag: 'tags' };

/** A key as the grammar of filters reads it: bare where it can be, else in back quotes or double quotes. Null when neither holds it. */
export function quoteKey(key: string): string | null {
  if (/^[A-Za-z_]\w*$/.test(key)) return key;
  if (!key.includes('`')) return `\`${key}\``;
  return key.includes('"') ? null : `"${key}"`;
}

/** `metrics.loss`, "params.`my key`"; null when the server cannot name it. */
export function serverName(field: Field): string | null {
  if (field.kind === 'attribute') {
    if (field.key === 'name') return 'attributes.run_name';
    const attribute = attributes.find((one) => one.key === field.key);
    return attribute?.server == null ? null : `attributes.${attribute.server}`;
  }
  const key = quoteKey(field.key);
  return key === null ? null : `${words[field.kind]}.${key}`;
}

/** The order_by of a table's sort ("-m.loss"); empty for the server's own order, newest first. */
export function orderOf(sort: string): string[] {
  const descending = sort.startsWith('-');
  const id = descending ? sort.slice(1) : sort;
  const field = id === 'a.name' ? nameField : parseField(id);
  const name = field === null ? null : serverName(field);
  return name === null ? [] : [`${name} ${descending ? 'DESC' : 'ASC'}`];
}

const neededTags = ['mlflow.parentRunId', 'mlflow.source.name', 'mlflow.source.type'];

/** What the server has to send for these fields; names, states and times come anyway. */
export function projectionOf(fields: readonly Field[]): NonNullable<TrackingSearchRequest['columns']> {
  const of = (kind: FieldKind) => fields.filter((field) => field.kind === kind).map((field) => field.key);
  return {
    metrics: of('metric'),
    params: of('param'),
    tags: [...new Set([...neededTags, ...of('tag')])],
    inputs: fields.some((field) => field.kind === 'attribute' && field.key === 'dataset'),
  };
}

/** The value of a field as text or number; null when the run has none. */
export function valueOfField(run: TrackingRun, field: Field): string | number | null {
  switch (field.kind) {
    case 'metric':
      return run.metrics.get(field.key)?.value ?? null;
    case 'param':
      return run.params.get(field.key) ?? null;
    case 'tag':
      return run.tags.get(field.key) ?? null;
    case 'attribute':
      return attributeOf(run, field.key);
  }
}

function attributeOf(run: TrackingRun, key: string): string | number | null {
  switch (key) {
    case 'name':
      return run.name;
    case 'status':
      return run.status;
    case 'start':
      return run.start;
    case 'end':
      return run.end;
    case 'duration':
      return durationOf(run);
    case 'user':
      return run.user;
    case 'source':
      return run.tags.get('mlflow.source.name') ?? null;
    case 'dataset':
      return run.datasets.map((one) => one.name).join(', ') || null;
    case 'id':
      return run.id;
    default:
      return null;
  }
}

/** Params are texts; one that is a number with many digits reads better as one. */
export function isLongNumber(value: string | number | null): boolean {
  return (
    typeof value === 'string' && value.length > 8 && /^-?\d*\.?\d+(?:e[-+]?\d+)?$/i.test(value) && /[.e]/i.test(value)
  );
}
