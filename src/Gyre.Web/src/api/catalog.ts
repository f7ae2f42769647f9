import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Alias = Schemas['FileAliasInfo'];
export type AliasChange = Schemas['FileAliasChange'];
export type CatalogFile = Schemas['CatalogFileInfo'];

export const aliasesQuery = () =>
  queryOptions({
    queryKey: ['catalog', 'aliases'],
    queryFn: async ({ signal }): Promise<readonly Alias[]> =>
      (await get('/api/v1/catalog/aliases', { signal })).aliases,
  });

/** What the alias pointed to, newest first. */
export const aliasHistoryQuery = (project: string, alias: string) =>
  queryOptions({
    queryKey: ['catalog', 'history', project, alias],
    queryFn: async ({ signal }): Promise<readonly AliasChange[]> =>
      (await get('/api/v1/catalog/aliases/{project}/{alias}', { path: { project, alias }, signal })).changes,
  });
