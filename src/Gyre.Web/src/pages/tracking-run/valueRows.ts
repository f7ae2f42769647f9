import type { TrackingRun } from '@/api/tracking';

/** JSON in a text; the text itself when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export interface MetricRow {
  key: string;
  value: number;
  step: number;
  timestamp: number;
}

export function metricRows(run: TrackingRun, typed: string): MetricRow[] {
  const wanted = typed.trim().toLowerCase();
  return [...run.metrics]
    .filter(([key]) => key.toLowerCase().includes(wanted))
    .map(([key, latest]) => ({ key, ...latest }))
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
}

export interface ParamRow {
  key: string;
  value: string;
}

/** Params whose key or value holds the words. */
export function paramRows(run: TrackingRun, typed: string): ParamRow[] {
  const wanted = typed.trim().toLowerCase();
  return [...run.params]
    .filter(([key, value]) => key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted))
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
}

/** The version that an address `dataset://NAME/VERSION` names, as it stands or as `uri` in a JSON object; null for others. */
export function versionOf(source: string): { name: string; version: string } | null {
  const read = source.startsWith('{') ? jsonOf(source) : source;
  const text = typeof read === 'object' && read !== null && 'uri' in read ? read.uri : read;
  const found = typeof text === 'string' ? /^dataset:\/\/([^/]+)\/([^/]+)$/.exec(text) : null;
  return found === null ? null : { name: found[1] ?? '', version: found[2] ?? '' };
}
