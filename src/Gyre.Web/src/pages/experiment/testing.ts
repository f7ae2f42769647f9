import type { TrackingRun } from '@/api/tracking';

interface Given {
  name?: string;
  status?: string;
  start?: number;
  end?: number | null;
  params?: Record<string, string>;
  tags?: Record<string, string>;
  /** Value and step. */
  metrics?: Record<string, readonly [value: number, step: number]>;
}

/** A run for tests. */
export function makeRun(id: string, given: Given = {}): TrackingRun {
  return {
    id,
    experiment: '1',
    name: given.name ?? id,
    user: '',
    status: given.status ?? 'finished',
    deleted: false,
    start: given.start ?? 0,
    end: given.end ?? null,
    artifactUri: '',
    metrics: new Map(
      Object.entries(given.metrics ?? {}).map(([key, [value, step]]) => [key, { value, step, timestamp: 0 }]),
    ),
    params: new Map(Object.entries(given.params ?? {})),
    tags: new Map(Object.entries(given.tags ?? {})),
    datasets: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

/** A run as the server sends it. */
export function wireRun(run: TrackingRun): object {
  const pairs = (map: ReadonlyMap<string, string>) => [...map].map(([key, value]) => ({ key, value }));
  return {
    run_id: run.id,
    experiment: Number(run.experiment),
    name: run.name,
    user: run.user,
    status: run.status,
    stage: run.deleted ? 'deleted' : 'active',
    start_time: run.start,
    end_time: run.end,
    artifact_uri: run.artifactUri,
    metrics: [...run.metrics].map(([key, { value, step, timestamp }]) => ({
      key,
      step,
      timestamp,
      value: Number.isFinite(value) ? value : { $float: String(value).toLowerCase() },
    })),
    params: pairs(run.params),
    tags: pairs(run.tags),
    datasets: run.datasets,
    model_inputs: [],
    model_outputs: [],
  };
}
