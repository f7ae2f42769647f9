import { formatNumber, toNumber } from '@/kit/format';

/** A map of the API (parameters, metrics) as its entries, in its own order; nothing for anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A text that is equal exactly when two values of the API are; names of maps may come in any order. */
export function keyOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${keyOf(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'undefined';
}

/** A value in few words: `0.0037326`, `[61, 45]`, `best-model.json`. */
export function shortValue(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  const number = toNumber(value);
  if (number !== null) return formatNumber(number);
  if (Array.isArray(value)) return `[${value.map(shortValue).join(', ')}]`;
  return `{${Object.entries(value as object)
    .map(([name, one]) => `${name}: ${shortValue(one)}`)
    .join(', ')}}`;
}

/** A value as it is, for hovering and exports. */
export function wholeValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The node that all names begin with (`preprocess.`), or nothing: then the names stay whole. */
export function commonNode(names: readonly string[]): string {
  const [first, ...others] = names;
  const dot = first?.indexOf('.') ?? -1;
  if (first === undefined || dot < 0) return '';
  const node = first.slice(0, dot + 1);
  return others.every((name) => name.startsWith(node)) ? node : '';
}
