import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, get, post } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Run = Schemas['RunInfo'];
export type RunOutputs = Schemas['RunOutputsInfo'];
export type StartRunRequest = Schemas['StartRunRequest'];

/** A filter of the list, in the API's own words; `since` is an ISO time. Empty values filter nothing. */
export interface RunFilter {
  state?: string;
  project?: string;
  pipeline?: string;
  since?: string;
  text?: string;
  waiting?: string;
  /** What the list is ordered by, `-` in front for descending; newest first without it. */
  order_by?: string;
}

interface Page {
  runs: readonly Run[];
  next_cursor?: string | null;
  count?: number | null;
}

/** Rows of one window of the list. */
export const windowSize = 100;

async function page(query: Record<string, string | number | boolean | undefined>, signal?: AbortSignal): Promise<Page> {
  return get('/api/v1/runs', { query, ...(signal === undefined ? {} : { signal }) });
}

/** The n-th window of the list. */
export const runWindowQuery = (filter: RunFilter, index: number) =>
  queryOptions({
    queryKey: ['runs', 'window', filter, index],
    queryFn: async ({ signal }): Promise<readonly Run[]> =>
      (await page({ ...filter, limit: windowSize, offset: index * windowSize }, signal)).runs,
    gcTime: 2 * 60_000,
  });

/** How many runs there are in all, in whatever order. */
export const runCountQuery = (filter: RunFilter) => {
  const counted = { ...filter };
  delete counted.order_by;
  return queryOptions({
    queryKey: ['runs', 'count', counted],
    queryFn: async ({ signal }): Promise<number> =>
      (await page({ ...counted, limit: 1, count: true }, signal)).count ?? 0,
    placeholderData: keepPreviousData,
  });
};

/** Every run of the list, page by page, for an export. */
export async function allRuns(filter: RunFilter): Promise<Run[]> {
  const runs: Run[] = [];
  let cursor: string | undefined;
  do {
    const part = await page({ ...filter, limit: 1000, cursor });
    runs.push(...part.runs);
    cursor = part.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return runs;
}

export const runQuery = (run: string) =>
  queryOptions({
    queryKey: ['run', run],
    queryFn: ({ signal }): Promise<Run> => get('/api/v1/runs/{run}', { path: { run }, signal }),
  });

/** The typed outputs of a run's pipeline; empty for a pipeline without them. */
export const runResultsQuery = (run: string) =>
  queryOptions({
    queryKey: ['run', run, 'results'],
    queryFn: ({ signal }): Promise<RunOutputs> => get('/api/v1/runs/{run}/results', { path: { run }, signal }),
  });

export function cancelRun(run: string, reason: string): Promise<unknown> {
  return post('/api/v1/runs/{run}/cancel', { path: { run }, body: reason === '' ? {} : { reason } });
}

export function resumeRun(run: string): Promise<unknown> {
  return post('/api/v1/runs/{run}/resume', { path: { run } });
}

/** Starts a run. A repeated key starts nothing new. */
export function startRun(body: StartRunRequest, idempotencyKey: string): Promise<Run> {
  return post('/api/v1/runs', { body, idempotencyKey });
}

/** What starts the same run again: same project, pipeline, parameters and title. */
export function againRequest(run: Pick<Run, 'project' | 'pipeline' | 'parameters' | 'title'>): StartRunRequest {
  const parameters = run.parameters as Record<string, unknown>;
  return {
    project: run.project,
    pipeline: run.pipeline,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(run.title === run.pipeline ? {} : { title: run.title }),
  };
}

/** A key for one change. `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether this server knows a project. */
export const projectKnownQuery = (name: string) =>
  queryOptions({
    queryKey: ['projects', 'known', name],
    queryFn: async ({ signal }): Promise<boolean> => {
      try {
        await get('/api/v1/projects/{name}', { path: { name }, signal });
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return false;
        throw error;
      }
    },
  });
