import { queryOptions } from '@tanstack/react-query';
import { get, post, request } from './client';
import { type CacheExplanation, invalidateNode } from './nodes';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Entry = Schemas['CacheEntryInfo'];
export type Invalidated = Schemas['CacheInvalidated'];

/** The server gives at most this many entries. */
export const mostEntries = 1000;

/** Entries, newest first; of all pipelines without a name. */
export const entriesQuery = (pipeline = '') =>
  queryOptions({
    queryKey: ['cache', 'entries', pipeline],
    queryFn: async ({ signal }): Promise<readonly Entry[]> =>
      (await get('/api/v1/cache', { query: { limit: mostEntries, pipeline }, signal })).entries,
  });

/** Why a node run was, or was not, answered from the cache; refreshed by the events of its run. */
export const explanationQuery = (run: string, node: string) =>
  queryOptions({
    queryKey: ['run', run, 'cache', node],
    queryFn: ({ signal }): Promise<CacheExplanation> =>
      get('/api/v1/runs/{run}/cache/{node}', { path: { run, node }, signal }),
  });

/** What would be forgotten from a node down. Asked anew each time: the answer is what a person agrees to. */
export const dryRunQuery = (run: string, node: string) =>
  queryOptions({
    queryKey: ['cache-dry-run', run, node],
    queryFn: (): Promise<Invalidated> => invalidateNode(run, node, true),
    staleTime: 0,
    gcTime: 0,
  });

/** The counters of the server as Prometheus reads them. */
export const counterTextQuery = () =>
  queryOptions({
    queryKey: ['cache', 'counters'],
    queryFn: async ({ signal }) => (await request('GET', '/metrics', { signal })).text(),
  });

export function clearCache(pipeline: string | null): Promise<Schemas['CacheCleared']> {
  return post('/api/v1/cache/clear', { body: pipeline === null ? {} : { pipeline } });
}
