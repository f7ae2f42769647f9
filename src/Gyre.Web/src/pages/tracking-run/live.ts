import {
  type History,
  type Latest,
  latestOf,
  type TrackingMetric,
  type TrackingRun,
  type TrackingRunInfo,
  runOf,
} from '@/api/tracking';

/** A run after an event `run`, which tells everything but the metrics. */
export function withRun(before: TrackingRun | undefined, info: TrackingRunInfo): TrackingRun {
  const made = runOf(info);
  return before === undefined || info.metrics.length > 0 ? made : { ...made, metrics: before.metrics };
}

/** A run after an event `metrics`, which tells those that have changed. */
export function withMetrics(run: TrackingRun, changed: readonly TrackingMetric[]): TrackingRun {
  const metrics = new Map(run.metrics);
  for (const metric of changed) metrics.set(metric.key, latestOf(metric));
  return { ...run, metrics };
}

/** A history with the newest point, until it is loaded again with all that lies between. */
export function withLatest(history: History, latest: Latest | undefined): History {
  if (latest === undefined) return history;
  const last = history.values.length - 1;
  const isNew =
    last < 0 ||
    latest.timestamp > (history.times[last] as number) ||
    (latest.timestamp === history.times[last] && latest.step > (history.steps[last] as number));
  if (!isNew) return history;
  const longer = (values: Float64Array, one: number) => {
    const made = new Float64Array(values.length + 1);
    made.set(values);
    made[values.length] = one;
    return made;
  };
  return {
    run: history.run,
    total: history.total + 1,
    steps: longer(history.steps, latest.step),
    times: longer(history.times, latest.timestamp),
    values: longer(history.values, latest.value),
  };
}

export interface MetricSection {
  title: string;
  metrics: string[];
}

/** Metrics by what stands before their first slash ("val/loss" in "val"), as training loops name them; the rest first. */
export function metricSections(keys: readonly string[], typed: string): MetricSection[] {
  const wanted = typed.trim().toLowerCase();
  const sections = new Map<string, string[]>();
  for (const key of [...keys].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    if (!key.toLowerCase().includes(wanted)) continue;
    const slash = key.indexOf('/');
    const title = slash > 0 ? key.slice(0, slash) : '';
    sections.set(title, [...(sections.get(title) ?? []), key]);
  }
  return [...sections]
    .sort(([a], [b]) => Number(a !== '') - Number(b !== '') || a.localeCompare(b))
    .map(([title, metrics]) => ({ title, metrics }));
}
