import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type PlanRun = Schemas['ExperimentPlanRunInfo'];
export type Plan = Schemas['ExperimentPlanInfo'];
export type PlanProgress = Schemas['ExperimentPlanProgressInfo'];
export type PlanTable = Schemas['ExperimentPlanTable'];
export type PlanRow = Schemas['ExperimentPlanRowInfo'];
export type PlanMetric = Schemas['ExperimentPlanMetricInfo'];
export type PlanFigure = Schemas['ExperimentPlanFigureInfo'];
export type PlanComparison = Schemas['ExperimentPlanComparisonInfo'];
export type PlanPair = Schemas['ExperimentPlanPairInfo'];

type Numbers = readonly (number | null)[];

/** The generated types do not know what floats in lists are. */
export interface PlanLine {
  trial: string;
  steps: readonly number[];
  means: Numbers;
  lows: Numbers;
  highs: Numbers;
}

export interface PlanCurve {
  dataset: string;
  name: string;
  marks: readonly number[];
  lines: readonly PlanLine[];
}

export interface PlanMatrix {
  trial: string;
  runs: number;
  means: readonly Numbers[];
  deviations: readonly Numbers[];
  anytime: Numbers;
  figures: Record<string, PlanFigure>;
}

export interface PlanMatrices {
  dataset: string;
  metric: string;
  greater_is_better: boolean;
  figures: readonly PlanMetric[];
  trials: readonly PlanMatrix[];
}

const pageSize = 100;

/** Runs of experiment plans, newest first, page by page. */
export const planRunsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['runs', 'plans'],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/experiment-plans', { query: { limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

/** All that is asked of a run begins with its key, so its events make it old. */
export const planQuery = (run: string) =>
  queryOptions({
    queryKey: ['run', run, 'plan'],
    queryFn: ({ signal }): Promise<Plan> => get('/api/v1/experiment-plans/{run}', { path: { run }, signal }),
  });

export const planResultsQuery = (run: string) =>
  queryOptions({
    queryKey: ['run', run, 'plan', 'results'],
    queryFn: async ({ signal }): Promise<readonly PlanTable[]> =>
      (await get('/api/v1/experiment-plans/{run}/results', { path: { run }, signal })).datasets,
  });

export const planCurveQuery = (run: string, dataset: string, name: string) =>
  queryOptions({
    queryKey: ['run', run, 'plan', 'curve', dataset, name],
    queryFn: async ({ signal }) =>
      (await get('/api/v1/experiment-plans/{run}/curves', {
        path: { run },
        query: { dataset, name },
        signal,
      })) as PlanCurve,
  });

export const planMatricesQuery = (run: string, dataset: string, metric: string) =>
  queryOptions({
    queryKey: ['run', run, 'plan', 'matrices', dataset, metric],
    queryFn: async ({ signal }) =>
      (await get('/api/v1/experiment-plans/{run}/matrices', {
        path: { run },
        query: { dataset, metric },
        signal,
      })) as PlanMatrices,
  });

/** The address of the report; a browser shows the page and saves the Markdown. */
export function reportPath(run: string, format: 'html' | 'markdown'): string {
  return `/api/v1/experiment-plans/${encodeURIComponent(run)}/report?format=${format}`;
}
