import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, urlOf } from '@/api/client';
import { mlflow, type Pair as Tag, queryOf } from './client';
import { readMlModel } from './mlmodel';

export interface Alias {
  alias: string;
  version: string;
}

export interface RegisteredModel {
  name: string;
  createdAt: number;
  updatedAt: number;
  description: string;
  /** The newest version of each stage. */
  latest: readonly ModelVersion[];
  tags: readonly Tag[];
  aliases: readonly Alias[];
}

export interface ModelVersion {
  name: string;
  version: string;
  createdAt: number;
  updatedAt: number;
  /** `None`, `Staging`, `Production` or `Archived`. */
  stage: string;
  description: string;
  source: string;
  /** The tracking run that made it; empty when none did. */
  runId: string;
  status: string;
  tags: readonly Tag[];
}

export const stages = ['None', 'Staging', 'Production', 'Archived'] as const;

/** The wire omits what is empty. */
interface WireVersion {
  name: string;
  version: string;
  creation_timestamp: number;
  last_updated_timestamp: number;
  current_stage?: string;
  description?: string;
  source?: string;
  run_id?: string;
  status?: string;
  tags?: readonly Tag[];
}

interface WireModel {
  name: string;
  creation_timestamp: number;
  last_updated_timestamp: number;
  description?: string;
  latest_versions?: readonly WireVersion[];
  tags?: readonly Tag[];
  aliases?: readonly Alias[];
}

function versionOf(wire: WireVersion): ModelVersion {
  return {
    name: wire.name,
    version: wire.version,
    createdAt: wire.creation_timestamp,
    updatedAt: wire.last_updated_timestamp,
    stage: wire.current_stage ?? 'None',
    description: wire.description ?? '',
    source: wire.source ?? '',
    runId: wire.run_id ?? '',
    status: wire.status ?? 'READY',
    tags: wire.tags ?? [],
  };
}

function modelOf(wire: WireModel): RegisteredModel {
  return {
    name: wire.name,
    createdAt: wire.creation_timestamp,
    updatedAt: wire.last_updated_timestamp,
    description: wire.description ?? '',
    latest: (wire.latest_versions ?? []).map(versionOf),
    tags: wire.tags ?? [],
    aliases: wire.aliases ?? [],
  };
}

/** A text of the filter grammar in its quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Prompts are models with a tag, and are found only when they are asked for. */
const promptKey = 'mlflow.prompt.is_prompt';
const onlyPrompts = `tags.\`${promptKey}\` = 'true'`;

export function isPrompt({ tags }: { tags: readonly Tag[] }): boolean {
  return tags.some((tag) => tag.key === promptKey && tag.value.toLowerCase() === 'true');
}

/** What was typed as a filter: a filter as it is, anything else as a part of the name. */
export function filterOf(text: string, prompts = false): string {
  const typed = text.trim();
  const isFilter = /^(name|tags?\.\S+)\s*(=|!=|i?like\s|is\s)/i.test(typed);
  const own = typed === '' || isFilter ? typed : `name ILIKE ${quoted(`%${typed}%`)}`;
  return [own, prompts ? onlyPrompts : ''].filter((part) => part !== '').join(' AND ');
}

const pageSize = 500;

interface ModelPage {
  models: readonly RegisteredModel[];
  next: string | null;
}

async function searchModels(filter: string, order: string, token: string, signal?: AbortSignal): Promise<ModelPage> {
  const answer = await mlflow<{ registered_models?: WireModel[]; next_page_token?: string }>(
    'GET',
    'registered-models/search',
    { filter, order_by: order, max_results: pageSize, page_token: token },
    { signal },
  );
  return { models: (answer.registered_models ?? []).map(modelOf), next: answer.next_page_token ?? null };
}

/** Registered models, page by page. `order` is `name ASC` or `last_updated_timestamp DESC`. */
export const modelsQuery = (filter: string, order: string) =>
  infiniteQueryOptions({
    queryKey: ['models', 'list', filter, order],
    queryFn: ({ pageParam, signal }) => searchModels(filter, order, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** All of them, for an export; at most 100,000. */
export async function allModels(filter: string, order: string): Promise<RegisteredModel[]> {
  const made: RegisteredModel[] = [];
  let token = '';
  do {
    const page = await searchModels(filter, order, token);
    made.push(...page.models);
    token = page.next ?? '';
  } while (token !== '' && made.length < 100_000);
  return made;
}

export const modelQuery = (name: string) =>
  queryOptions({
    queryKey: ['models', 'one', name],
    queryFn: async ({ signal }) => {
      const answer = await mlflow<{ registered_model: WireModel }>(
        'GET',
        'registered-models/get',
        { name },
        { signal },
      );
      return modelOf(answer.registered_model);
    },
  });

/** All versions of a model, or of a prompt, newest first. */
export const versionsQuery = (name: string, prompt = false) =>
  queryOptions({
    queryKey: ['models', 'versions', name, prompt],
    queryFn: async ({ signal }) => {
      const query = {
        filter: `name = ${quoted(name)}${prompt ? ` AND ${onlyPrompts}` : ''}`,
        order_by: 'version_number DESC',
        max_results: 10_000,
      };
      const answer = await mlflow<{ model_versions?: WireVersion[] }>('GET', 'model-versions/search', query, {
        signal,
      });
      return (answer.model_versions ?? []).map(versionOf);
    },
  });

/** Runs that one search asks about. */
const mostRuns = 100;

/** Versions of models that these tracking runs made, newest first; at most those of the first hundred runs. */
export const versionsOfRunsQuery = (runs: readonly string[]) =>
  queryOptions({
    queryKey: ['models', 'of-runs', ...runs.slice(0, mostRuns)],
    queryFn: async ({ signal }) => {
      if (runs.length === 0) return [];
      const filter = `run_id IN (${runs.slice(0, mostRuns).map(quoted).join(', ')})`;
      const query = { filter, max_results: 1000 };
      const answer = await mlflow<{ model_versions?: WireVersion[] }>('GET', 'model-versions/search', query, {
        signal,
      });
      return (answer.model_versions ?? []).map(versionOf);
    },
  });

export const versionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['models', 'version', name, version],
    queryFn: async ({ signal }) => {
      const answer = await mlflow<{ model_version: WireVersion }>(
        'GET',
        'model-versions/get',
        { name, version },
        { signal },
      );
      return versionOf(answer.model_version);
    },
  });

export interface VersionFile {
  /** From the root of the version's files. */
  path: string;
  isFolder: boolean;
  size: number | null;
}

export interface VersionFolder {
  files: readonly VersionFile[];
  /** Where the files lie when this server does not keep them, and cannot list them. */
  elsewhere: string | null;
}

async function listFolder(name: string, version: string, path: string, signal: AbortSignal): Promise<VersionFolder> {
  const { artifact_uri: uri } = await mlflow<{ artifact_uri: string }>(
    'GET',
    'model-versions/get-download-uri',
    { name, version },
    { signal },
  );
  const root = /^mlflow-artifacts:\/+(.*)$/.exec(uri)?.[1];
  if (root === undefined) return { files: [], elsewhere: uri };
  const place = [root.replace(/\/+$/, ''), path].filter((one) => one !== '').join('/');
  const response = await request('GET', `/ajax-api/2.0/mlflow-artifacts/artifacts${queryOf({ path: place })}`, {
    signal,
  });
  const answer = (await response.json()) as { files?: { path: string; is_dir: boolean; file_size?: number }[] };
  const files = (answer.files ?? []).map((file) => ({
    path: path === '' ? file.path : `${path}/${file.path}`,
    isFolder: file.is_dir,
    // Sizes of empty files are left out.
    size: file.is_dir ? null : (file.file_size ?? 0),
  }));
  return { files, elsewhere: null };
}

/** One folder of a version's files. */
export const filesQuery = (name: string, version: string, path: string) =>
  queryOptions({
    queryKey: ['models', 'files', name, version, path],
    queryFn: ({ signal }) => listFolder(name, version, path, signal),
  });

const mostFolders = 100;
const mostDigests = 500;

export interface ListedFile {
  path: string;
  size: number;
}

async function listAll(name: string, version: string, signal: AbortSignal) {
  const files: ListedFile[] = [];
  const folders = [''];
  let elsewhere: string | null = null;
  for (let at = 0; at < folders.length && at < mostFolders; at++) {
    const folder = await listFolder(name, version, folders[at] ?? '', signal);
    elsewhere = folder.elsewhere;
    folders.push(...folder.files.filter((file) => file.isFolder).map((file) => file.path));
    files.push(
      ...folder.files.filter((file) => !file.isFolder).map((file) => ({ path: file.path, size: file.size ?? 0 })),
    );
  }
  return { files, elsewhere, cut: folders.length > mostFolders };
}

/** All files of two versions, and which of those with equal sizes have equal content; at most 100 folders and 500 files. */
export const filePairQuery = (name: string, left: string, right: string) =>
  queryOptions({
    queryKey: ['models', 'file-pair', name, left, right],
    queryFn: async ({ signal }) => {
      const [a, b] = [await listAll(name, left, signal), await listAll(name, right, signal)];
      const sizes = new Map(b.files.map((file) => [file.path, file.size]));
      const alike = a.files.filter((file) => sizes.get(file.path) === file.size).slice(0, mostDigests);
      const same = new Map<string, boolean>();
      for (const { path } of alike) {
        const [one, other] = await Promise.all([
          digestOf(name, left, path, signal),
          digestOf(name, right, path, signal),
        ]);
        if (one !== null && other !== null) same.set(path, one === other);
      }
      return { left: a.files, right: b.files, same, elsewhere: a.elsewhere ?? b.elsewhere, cut: a.cut || b.cut };
    },
  });

function filePath(name: string, version: string, path: string): string {
  return `/model-versions/get-artifact${queryOf({ name, version, path })}`;
}

/** The server's entity tag is the digest of the content. */
async function digestOf(name: string, version: string, path: string, signal: AbortSignal): Promise<string | null> {
  const response = await request('HEAD', filePath(name, version, path), { signal });
  return response.headers.get('ETag')?.replaceAll('"', '') ?? null;
}

/** The address of a file of a version. */
export function versionFileUrl(name: string, version: string, path: string): string {
  return urlOf('/model-versions/get-artifact', { name, version, path });
}

/** What the file MLmodel of a version says. Fails with 404 when there is no such file. */
export const mlModelQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['models', 'mlmodel', name, version],
    queryFn: async ({ signal }) => {
      const response = await request('GET', filePath(name, version, 'MLmodel'), { signal });
      return readMlModel(await response.text());
    },
    // A model without the file stays one, and a broken file stays broken.
    retry: false,
  });

// Changes. Each is one request.

function change(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: Record<string, string | boolean>,
): Promise<object> {
  return mlflow<object>(method, path, body);
}

export const createModel = (name: string, description: string) =>
  change('POST', 'registered-models/create', { name, description });

export const renameModel = (name: string, newName: string) =>
  change('POST', 'registered-models/rename', { name, new_name: newName });

export const describeModel = (name: string, description: string) =>
  change('PATCH', 'registered-models/update', { name, description });

export const deleteModel = (name: string) => change('DELETE', 'registered-models/delete', { name });

export const setModelTag = (name: string, key: string, value: string) =>
  change('POST', 'registered-models/set-tag', { name, key, value });

export const deleteModelTag = (name: string, key: string) =>
  change('DELETE', 'registered-models/delete-tag', { name, key });

export const setAlias = (name: string, alias: string, version: string) =>
  change('POST', 'registered-models/alias', { name, alias, version });

export const deleteAlias = (name: string, alias: string) =>
  change('DELETE', 'registered-models/alias', { name, alias });

export const describeVersion = (name: string, version: string, description: string) =>
  change('PATCH', 'model-versions/update', { name, version, description });

export const deleteVersion = (name: string, version: string) =>
  change('DELETE', 'model-versions/delete', { name, version });

/** The other versions in the stage can be archived only for Staging and Production. */
export const moveToStage = (name: string, version: string, stage: string, archiveOthers: boolean) =>
  change('POST', 'model-versions/transition-stage', {
    name,
    version,
    stage,
    ...(archiveOthers && archives(stage) ? { archive_existing_versions: true } : {}),
  });

export function archives(stage: string): boolean {
  return stage === 'Staging' || stage === 'Production';
}

export const setVersionTag = (name: string, version: string, key: string, value: string) =>
  change('POST', 'model-versions/set-tag', { name, version, key, value });

export const deleteVersionTag = (name: string, version: string, key: string) =>
  change('DELETE', 'model-versions/delete-tag', { name, version, key });
