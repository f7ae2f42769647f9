import { queryOptions } from '@tanstack/react-query';
import { toNumber } from '@/kit/format';
import { get, post, urlOf } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type TrackingRunInfo = Schemas['TrackingRunInfo'];
export type TrackingSearchRequest = Schemas['TrackingSearchRequest'];
export type CompareInfo = Schemas['CompareInfo'];
export type ComparedRow = Schemas['ComparedRow'];
export type ComparedRun = Schemas['ComparedRun'];
export type TrackingMetric = Schemas['TrackingMetric'];

/** The present value of a metric. */
export interface Latest {
  value: number;
  step: number;
  timestamp: number;
}

/** A tracking run with look-up by key. Maps, because a key may be called anything. */
export interface TrackingRun {
  id: string;
  experiment: string;
  name: string;
  user: string;
  status: string;
  deleted: boolean;
  start: number;
  end: number | null;
  artifactUri: string;
  metrics: ReadonlyMap<string, Latest>;
  params: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
  datasets: readonly { name: string; digest: string }[];
  modelInputs: readonly string[];
  modelOutputs: readonly string[];
}

export function latestOf(metric: TrackingMetric): Latest {
  return { value: toNumber(metric.value) ?? NaN, step: metric.step, timestamp: metric.timestamp };
}

export function runOf(info: TrackingRunInfo): TrackingRun {
  return {
    id: info.run_id,
    experiment: String(info.experiment),
    name: info.name,
    user: info.user,
    status: info.status,
    deleted: info.stage === 'deleted',
    start: info.start_time,
    end: info.end_time ?? null,
    artifactUri: info.artifact_uri,
    metrics: new Map(info.metrics.map((metric) => [metric.key, latestOf(metric)])),
    params: new Map(info.params.map((pair) => [pair.key, pair.value])),
    tags: new Map(info.tags.map((pair) => [pair.key, pair.value])),
    datasets: info.datasets,
    modelInputs: info.model_inputs,
    modelOutputs: info.model_outputs,
  };
}

/** Seconds; null while it runs. */
export function durationOf(run: { start: number; end: number | null }): number | null {
  return run.end === null ? null : Math.max(0, (run.end - run.start) / 1000);
}

export interface RunPage {
  runs: TrackingRun[];
  next: string | null;
  count: number | null;
}

export async function searchRuns(body: TrackingSearchRequest, signal?: AbortSignal): Promise<RunPage> {
  const page = await post('/api/v1/tracking/runs/search', { body, ...(signal === undefined ? {} : { signal }) });
  return { runs: page.runs.map(runOf), next: page.next_page_token ?? null, count: page.count ?? null };
}

const nothing = { metrics: [], params: [], tags: [], inputs: false };

/** How many runs an experiment has, without loading them. */
export function runCountQuery(experiment: string, view: 'active' | 'deleted' | 'all' = 'active') {
  return queryOptions({
    queryKey: ['tracking-count', experiment, view],
    queryFn: async ({ signal }) => {
      const body = { experiments: [Number(experiment)], view, max_results: 1, count: true, columns: nothing };
      return (await searchRuns(body, signal)).count ?? 0;
    },
  });
}

/** The newest runs of an experiment with everything, to learn which keys there are. */
export function sampleQuery(experiment: string) {
  return queryOptions({
    queryKey: ['tracking-sample', experiment],
    queryFn: async ({ signal }) =>
      (await searchRuns({ experiments: [Number(experiment)], view: 'all', max_results: 100 }, signal)).runs,
    staleTime: 5 * 60_000,
  });
}

/** Runs whose parent is a run, oldest first. */
export function childrenQuery(experiment: string, parent: string) {
  return queryOptions({
    queryKey: ['tracking-children', parent],
    queryFn: ({ signal }) =>
      searchRuns(
        {
          experiments: [Number(experiment)],
          filter: `tags.\`mlflow.parentRunId\` = '${parent.replaceAll("'", "''")}'`,
          order_by: ['attributes.start_time ASC'],
          max_results: 1000,
          count: true,
          columns: { ...nothing, tags: ['gyre.node'] },
        },
        signal,
      ),
  });
}

export function trackingRunQuery(id: string) {
  return queryOptions({
    queryKey: ['tracking-run', id],
    queryFn: async ({ signal }) => runOf(await get('/api/v1/tracking/runs/{id}', { path: { id }, signal })),
  });
}

/** A history as parallel arrays, in the order of the server: by timestamp, step and value. */
export interface History {
  run: string;
  total: number;
  steps: Float64Array;
  times: Float64Array;
  values: Float64Array;
}

export const emptyHistory = (run: string): History => ({
  run,
  total: 0,
  steps: new Float64Array(),
  times: new Float64Array(),
  values: new Float64Array(),
});

export function historyOf(wire: Schemas['TrackingHistory']): History {
  const { points } = wire;
  return {
    run: wire.run_id,
    total: wire.total,
    steps: Float64Array.from(points, (point) => point.step),
    times: Float64Array.from(points, (point) => point.timestamp),
    values: Float64Array.from(points, (point) => toNumber(point.value) ?? NaN),
  };
}

export async function getHistory(run: string, key: string, maxPoints: number, signal?: AbortSignal): Promise<History> {
  const wire = await get('/api/v1/tracking/runs/{id}/metrics/{key}', {
    path: { id: run, key },
    query: { max_points: maxPoints },
    ...(signal === undefined ? {} : { signal }),
  });
  return historyOf(wire);
}

/** The histories of one metric of many runs, each thinned by the server to `maxPoints` points. */
export async function getHistories(
  runs: readonly string[],
  key: string,
  maxPoints: number,
  signal?: AbortSignal,
): Promise<History[]> {
  const body = { run_ids: [...runs], key, max_points: maxPoints };
  const wire = await post('/api/v1/tracking/histories', { body, ...(signal === undefined ? {} : { signal }) });
  return wire.curves.map((curve) => ({
    run: curve.run_id,
    total: curve.total,
    steps: Float64Array.from(curve.steps),
    times: Float64Array.from(curve.timestamps),
    values: Float64Array.from(curve.values, (value) => toNumber(value) ?? NaN),
  }));
}

/** Runs side by side, in the order of the ids. */
export function compareQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['tracking-compare', ids],
    queryFn: ({ signal }) => post('/api/v1/tracking/compare', { body: { run_ids: [...ids] }, signal }),
    enabled: ids.length > 0,
  });
}

export function runStreamUrl(run: string): string {
  return urlOf(`/api/v1/tracking/runs/${encodeURIComponent(run)}/stream`);
}

/** Runs by their ids with everything that was logged, in the order of the ids. */
export function manyRunsQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['tracking-many', ids],
    queryFn: async ({ signal }) => {
      const list = ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(', ');
      const { runs } = await searchRuns(
        { filter: `attributes.run_id IN (${list})`, view: 'all', max_results: 1000 },
        signal,
      );
      const found = new Map(runs.map((run) => [run.id, run]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    enabled: ids.length > 0,
  });
}
