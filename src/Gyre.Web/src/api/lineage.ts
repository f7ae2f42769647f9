import { queryOptions } from '@tanstack/react-query';
import { ApiError, get } from './client';
import type { components } from './schema';

export type LineageInfo = components['schemas']['LineageInfo'];
export type LineageLink = components['schemas']['LineageLinkInfo'];

/** What the server knows a lineage of. */
export const lineageKinds = [
  'run',
  'logged-model',
  'model-version',
  'dataset',
  'pipeline-run',
  'node-run',
  'artifact',
] as const;

export function hasLineage(kind: string): boolean {
  return (lineageKinds as readonly string[]).includes(kind);
}

/** One step in each direction; null when there is no such thing (any more), which is no reason to stop others. */
export const lineageQuery = (kind: string, id: string) =>
  queryOptions({
    queryKey: ['lineage', kind, id],
    queryFn: async ({ signal }): Promise<LineageInfo | null> => {
      try {
        return await get('/api/v1/tracking/lineage/{kind}/{id}', { path: { kind, id }, signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
