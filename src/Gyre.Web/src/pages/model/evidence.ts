import { queryOptions } from '@tanstack/react-query';
import type { AliasEvidence } from '@/api/models';
import { type CompareInfo } from '@/api/tracking';
import { post } from '@/api/client';
import { formatNumber, toNumber } from '@/kit/format';

/** What the source runs of versions logged, by run. Maps, because a key may be called anything. */
export interface Evidence {
  metrics: ReadonlyMap<string, ReadonlyMap<string, number>>;
  params: ReadonlyMap<string, ReadonlyMap<string, string>>;
  runs: ReadonlyMap<string, { name: string; status: string }>;
  /** Keys of metrics, the ones that most runs have first. */
  metricKeys: readonly string[];
  /** False while it is being asked for: then what is not there may still come. */
  loaded: boolean;
}

export const noEvidence: Evidence = {
  metrics: new Map(),
  params: new Map(),
  runs: new Map(),
  metricKeys: [],
  loaded: true,
};

export const evidenceToCome: Evidence = { ...noEvidence, loaded: false };

export function evidenceOf(info: CompareInfo): Evidence {
  const metrics = new Map<string, Map<string, number>>(info.runs.map((run) => [run.run_id, new Map()]));
  const params = new Map<string, Map<string, string>>(info.runs.map((run) => [run.run_id, new Map()]));
  const counts = new Map<string, number>();
  for (const row of info.metrics) {
    row.values.forEach((value, index) => {
      const number = toNumber(value);
      if (number === null) return;
      metrics.get(info.runs[index]?.run_id ?? '')?.set(row.key, number);
      counts.set(row.key, (counts.get(row.key) ?? 0) + 1);
    });
  }
  for (const row of info.params) {
    row.values.forEach((value, index) => {
      if (value !== null && value !== undefined)
        params.get(info.runs[index]?.run_id ?? '')?.set(row.key, String(value));
    });
  }
  const runs = new Map(info.runs.map((run) => [run.run_id, { name: run.name, status: run.status }]));
  const order = new Intl.Collator('en', { numeric: true });
  const metricKeys = [...counts.keys()].sort(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || order.compare(a, b),
  );
  return { metrics, params, runs, metricKeys, loaded: true };
}

/** The comparison takes as many runs. */
const mostRuns = 1000;

/** Metrics and params of up to 1,000 runs; of more, those of the first ones. */
export const evidenceQuery = (runIds: readonly string[]) => {
  const ids = [...new Set(runIds.filter((id) => id !== ''))].slice(0, mostRuns);
  return queryOptions({
    // Not under 'tracking': what is logged to other runs all the time would ask for these again and again.
    queryKey: ['models', 'evidence', ids],
    queryFn: async ({ signal }) =>
      evidenceOf(await post('/api/v1/tracking/compare', { body: { run_ids: ids }, signal })),
    enabled: ids.length > 0,
  });
};

/** The server takes as many metrics with a move. */
const mostSpoken = 100;

/** The metrics that speak for a move, as they are now: those of the version it comes to, beside those of the one it leaves. */
export function evidenceOfMove(
  evidence: Evidence,
  run: string,
  fromRun: string | null,
  keys: readonly string[],
): AliasEvidence[] {
  const own = evidence.metrics.get(run);
  const left = fromRun === null ? undefined : evidence.metrics.get(fromRun);
  return keys
    .flatMap((metric) => {
      const value = own?.get(metric);
      const before = left?.get(metric);
      if (value === undefined || !Number.isFinite(value)) return [];
      return [{ metric, value, before: before !== undefined && Number.isFinite(before) ? before : null }];
    })
    .slice(0, mostSpoken);
}

/** Metrics of the machine say nothing about a model. */
function isSystem(key: string): boolean {
  return key.startsWith('system/');
}

/** The metrics that are shown when nobody has chosen any. */
export function defaultMetrics(evidence: Evidence, most: number): string[] {
  return evidence.metricKeys.filter((key) => !isSystem(key)).slice(0, most);
}

/** A metric of a version, and how it differs from the champion's. */
export interface EvidenceRow {
  key: string;
  value: number;
  /** Null where the champion has no such metric, or this is the champion. */
  difference: number | null;
}

export function evidenceRows(
  evidence: Evidence,
  run: string,
  championRun: string | null,
  keys: readonly string[],
): EvidenceRow[] {
  const own = evidence.metrics.get(run);
  const champion = championRun === null || championRun === run ? undefined : evidence.metrics.get(championRun);
  return keys.flatMap((key) => {
    const value = own?.get(key);
    if (value === undefined) return [];
    const other = champion?.get(key);
    const difference = other === undefined ? null : value - other;
    return [{ key, value, difference: difference !== null && Number.isFinite(difference) ? difference : null }];
  });
}

/** "▲ +0.012" or "▼ −0.012"; the arrow says the direction without colour. */
export function signed(difference: number): string {
  if (difference === 0) return 'same';
  return `${difference > 0 ? '▲ +' : '▼ −'}${formatNumber(Math.abs(difference))}`;
}

/** Chosen metrics in an address, commas in keys escaped. */
export function writeKeys(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function readKeys(text: string): string[] {
  const keys = text.split(',').map((key) => key.replaceAll(/%2c/gi, ',').replaceAll('%25', '%'));
  return [...new Set(keys.filter((key) => key !== ''))];
}
