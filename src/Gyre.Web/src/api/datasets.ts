import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { del, get, post, put, urlOf } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Dataset = Schemas['DatasetInfo'];
export type DatasetVersion = Schemas['DatasetVersionInfo'];
export type DatasetFile = Schemas['DatasetFileInfo'];
export type DatasetSchema = Schemas['DatasetSchemaInfo'];
export type DatasetElement = Schemas['DatasetElementInfo'];
export type DatasetProfile = Schemas['DatasetProfileInfo'];
export type ColumnProfile = Schemas['ColumnProfileInfo'];
export type NumberProfile = Schemas['NumberProfileInfo'];
export type DatasetDiff = Schemas['DatasetDiffInfo'];
export type ColumnDrift = Schemas['ColumnDriftInfo'];
export type DatasetRow = Schemas['DatasetRowInfo'];
export type DatasetFound = Schemas['DatasetQueryInfo'];
export type DatasetExplanation = Schemas['DatasetExplanationInfo'];

/** Where a version is: of a dataset of a project. */
export interface Place {
  project: string;
  dataset: string;
  version: string;
}

const pageSize = 100;
const imagesAtOnce = 50;

/** Datasets by project and name, page by page. */
export const datasetsQuery = (project: string, text: string) =>
  infiniteQueryOptions({
    queryKey: ['datasets', 'list', project, text],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/datasets', { query: { project, text, limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

/** Versions, newest first, page by page. */
export const versionsQuery = (project: string, dataset: string) =>
  infiniteQueryOptions({
    queryKey: ['datasets', 'versions', project, dataset],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/datasets/{project}/{dataset}/versions', {
        path: { project, dataset },
        query: { limit: pageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const versionQuery = (path: Place) =>
  queryOptions({
    queryKey: ['datasets', 'version', path],
    queryFn: ({ signal }) => get('/api/v1/datasets/{project}/{dataset}/versions/{version}', { path, signal }),
  });

// What is in a version never changes, so that it is asked for once.
const forGood = { staleTime: Infinity, gcTime: 10 * 60_000 };

export const schemaQuery = (path: Place) =>
  queryOptions({
    queryKey: ['dataset-content', 'schema', path],
    queryFn: ({ signal }) => get('/api/v1/datasets/{project}/{dataset}/versions/{version}/schema', { path, signal }),
    ...forGood,
  });

export const profileQuery = (path: Place) =>
  queryOptions({
    queryKey: ['dataset-content', 'profile', path],
    queryFn: ({ signal }) => get('/api/v1/datasets/{project}/{dataset}/versions/{version}/profile', { path, signal }),
    ...forGood,
  });

export const rowsQuery = (path: Place) =>
  infiniteQueryOptions({
    queryKey: ['dataset-content', 'rows', path],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/datasets/{project}/{dataset}/versions/{version}/rows', {
        path,
        query: { offset: pageParam, limit: imagesAtOnce },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_offset ?? undefined,
    ...forGood,
  });

export const filesQuery = (path: Place) =>
  infiniteQueryOptions({
    queryKey: ['dataset-content', 'files', path],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/datasets/{project}/{dataset}/versions/{version}/files', {
        path,
        query: { offset: pageParam, limit: pageSize },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_offset ?? undefined,
    ...forGood,
  });

export const diffQuery = ({ project, dataset, version }: Place, from: string) =>
  queryOptions({
    queryKey: ['dataset-content', 'diff', project, dataset, from, version],
    queryFn: ({ signal }) =>
      get('/api/v1/datasets/{project}/{dataset}/diff', {
        path: { project, dataset },
        query: { from, to: version },
        signal,
      }),
    ...forGood,
  });

export const driftQuery = ({ project, dataset, version }: Place, from: string) =>
  queryOptions({
    queryKey: ['dataset-content', 'drift', project, dataset, from, version],
    queryFn: async ({ signal }): Promise<readonly ColumnDrift[]> =>
      (
        await get('/api/v1/datasets/{project}/{dataset}/drift', {
          path: { project, dataset },
          query: { from, to: version },
          signal,
        })
      ).columns,
    ...forGood,
  });

/** What a query finds; `query` is a document of DQL as text, which is JSON. */
export const foundQuery = (path: Place, query: string, page: number) =>
  queryOptions({
    queryKey: ['dataset-content', 'query', path, query, page],
    queryFn: ({ signal }): Promise<DatasetFound> =>
      post('/api/v1/datasets/{project}/{dataset}/versions/{version}/query', {
        path,
        body: pageOf(query, page) as never,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...forGood,
  });

/** Examples on a page of results. */
export const foundOnPage = 100;

const queryKeys = ['resource', 'filter', 'join', 'intersect', 'except', 'sort', 'page', 'pageSize'];

/** The query for a page of results. An object with none of the keys of queries is a filter. */
export function pageOf(query: string, page: number): unknown {
  const read = JSON.parse(query) as unknown;
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return read;
  const whole = Object.keys(read).some((key) => queryKeys.includes(key)) ? read : { filter: read };
  const size = (whole as { pageSize?: unknown }).pageSize ?? foundOnPage;
  return { ...whole, page: (whole as { page?: unknown }).page ?? page, pageSize: size };
}

export function explain(path: Place, query: string, id: string): Promise<DatasetExplanation> {
  return post('/api/v1/datasets/{project}/{dataset}/versions/{version}/explain', {
    path,
    query: { id },
    body: JSON.parse(query) as never,
  });
}

export function setTag({ project, dataset, version }: Place, tag: string): Promise<DatasetVersion> {
  return put('/api/v1/datasets/{project}/{dataset}/tags/{tag}', { path: { project, dataset, tag }, body: { version } });
}

export function removeTag(project: string, dataset: string, tag: string): Promise<unknown> {
  return del('/api/v1/datasets/{project}/{dataset}/tags/{tag}', { path: { project, dataset, tag } });
}

/** Where an image of an example is. */
export function imageUrl({ project, dataset, version }: Place, path: string): string {
  const parts = [project, dataset, 'versions', version].map(encodeURIComponent).join('/');
  return urlOf(`/api/v1/datasets/${parts}/image`, { path });
}

/** Where the content of a file is. */
export function contentUrl(digest: string): string {
  return urlOf(`/api/v1/artifacts/${encodeURIComponent(digest)}`);
}
