import { toNumber } from '@/kit/format';

/** A value of an example as text: numbers that are not finite in words, lists as JSON. */
export function cellText(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(cellText).join(', ')}]`;
  if (typeof value === 'object') {
    const float = (value as { $float?: unknown }).$float;
    return typeof float === 'string' ? float : JSON.stringify(value);
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What a table sorts and exports. */
export function cellValue(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? toNumber(value) : cellText(value);
}

const images = /\.(png|jpe?g|gif|webp|bmp)$/i;

/** Paths of images that browsers show, of one value or of several. */
export function imagePaths(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && images.test(one));
}
