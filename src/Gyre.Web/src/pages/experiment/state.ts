import { useSearchState } from '@/kit';
import type { StageView } from '@/formats/mlflow/experiments';

/** What the page keeps in its address. */
export const defaults = {
  tab: 'runs',
  filter: '',
  view: 'active',
  /** How long ago runs may have started: "24h"; empty for any time. */
  since: '',
  sort: '',
  /** Columns, in order; empty for the default ones. */
  cols: '',
  /** The columns among them that stay at the left. */
  pins: '',
  group: '',
  /** Of all line charts: the horizontal axis and the smoothing. */
  x: 'step',
  smooth: '',
  charts: '',
} as const;

export function useExperimentState() {
  return useSearchState<{ [K in keyof typeof defaults]: string }>(defaults);
}

export type ExperimentState = ReturnType<typeof useExperimentState>[0];
export type SetExperimentState = ReturnType<typeof useExperimentState>[1];

const hour = 3_600_000;

export const spans: readonly { value: string; label: string; millis: number }[] = [
  { value: '1h', label: 'Last hour', millis: hour },
  { value: '24h', label: 'Last 24 hours', millis: 24 * hour },
  { value: '7d', label: 'Last 7 days', millis: 7 * 24 * hour },
  { value: '30d', label: 'Last 30 days', millis: 30 * 24 * hour },
  { value: '365d', label: 'Last year', millis: 365 * 24 * hour },
];

/** The condition of a span before a time; null for any time. */
export function sinceClause(since: string, now: number): string | null {
  const span = spans.find((one) => one.value === since);
  return span === undefined ? null : `attributes.start_time >= ${now - span.millis}`;
}

export function viewOf(text: string): StageView {
  return text === 'deleted' || text === 'all' ? text : 'active';
}
