import { queryOptions } from '@tanstack/react-query';
import { get } from '@/api/client';
import type { components } from '@/api/schema';

export type Run = components['schemas']['RunInfo'];
export type Node = components['schemas']['NodeInfo'];
export type RunPage = components['schemas']['RunPage'] & { count?: number | null };
export type Cycle = components['schemas']['CycleInfo'] & {
  progress?: readonly { turn: number; state: string; objective?: number | null; best_so_far?: number | null }[];
};

function runs(name: string, query: Record<string, string | number | boolean>) {
  return queryOptions({
    queryKey: ['runs', 'home', name],
    queryFn: ({ signal }): Promise<RunPage> => get('/api/v1/runs', { query, signal }),
  });
}

export const runningQuery = runs('running', { state: 'running,cancelling', limit: 8, count: true });
export const waitingQuery = runs('waiting', { waiting: true, limit: 10, count: true });
export const latestQuery = runs('latest', { limit: 1 });

/** Failures of the last seven days. The day, not the millisecond, is in the question, so that it is the same all day. */
export function failedQuery(now: number) {
  const since = new Date(now - 7 * 86_400_000).toISOString().slice(0, 10);
  return queryOptions({
    queryKey: ['runs', 'home', 'failed', since],
    queryFn: ({ signal }): Promise<RunPage> =>
      get('/api/v1/runs', {
        query: { state: 'failed', since: `${since}T00:00:00Z`, limit: 8, count: true },
        signal,
      }),
  });
}

export const cyclesQuery = queryOptions({
  queryKey: ['cycles', 'home'],
  queryFn: async ({ signal }) =>
    (await get('/api/v1/cycles', { query: { limit: 8, progress: true }, signal })).cycles as readonly Cycle[],
});

/** The node runs of a run that wait for an answer. The key begins with the run's, so its events refresh it. */
export function waitingNodesQuery(run: string) {
  return queryOptions({
    queryKey: ['run', run, 'waiting'],
    queryFn: async ({ signal }) =>
      (await get('/api/v1/runs/{run}/nodes', { path: { run }, signal })).nodes.filter(
        (node) => node.state === 'awaiting-approval' || node.state === 'awaiting-answer',
      ),
  });
}
