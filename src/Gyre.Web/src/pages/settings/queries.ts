import { queryOptions } from '@tanstack/react-query';
import { get, urlOf } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Token = Schemas['TokenInfo'];
export type Variable = Schemas['VariableInfo'];
export type Project = Schemas['ProjectInfo'];
export type Health = Schemas['HealthInfo'];
export type Loop = Schemas['LoopInfo'];

export type BrowserSession = Schemas['BrowserSessionInfo'];
export type Storage = Schemas['StorageInfo'];

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await get('/api/v1/tokens', { signal })).tokens as readonly Token[],
  staleTime: 0,
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await get('/api/v1/sessions', { signal })).sessions as readonly BrowserSession[],
  staleTime: 0,
});

export const variablesQuery = queryOptions({
  queryKey: ['variables'],
  queryFn: async ({ signal }) => (await get('/api/v1/variables', { signal })).variables as readonly Variable[],
});

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }) => (await get('/api/v1/projects', { signal })).projects as readonly Project[],
});

/** What a project declares, and what is wrong with its file. */
export const projectQuery = (name: string) =>
  queryOptions({
    queryKey: ['projects', name],
    queryFn: ({ signal }): Promise<Project> => get('/api/v1/projects/{name}', { path: { name }, signal }),
  });

/** Listing all content takes a while: asked for once, and again only when the reader says so. */
export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => get('/api/v1/storage', { signal }),
  staleTime: Infinity,
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: async ({ signal }): Promise<Health> => {
    const response = await fetch(urlOf('/health'), {
      headers: { Accept: 'application/json' },
      signal,
      credentials: 'same-origin',
    });
    // A server that is not well says so with 503 and the same document.
    if (response.status !== 200 && response.status !== 503) throw new Error(`The server answered ${response.status}.`);
    return (await response.json()) as Health;
  },
  staleTime: 0,
});
