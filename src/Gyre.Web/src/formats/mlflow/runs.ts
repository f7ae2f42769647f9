import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '@/api/client';
import { mlflow, type Pair, valueOf } from './client';

/** Data that a run read, as the client described it. */
export interface DatasetInput {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string;
  profile: string;
  /** "training", "eval"...; empty when not said. */
  context: string;
}

interface WireDatasetInput {
  tags?: Pair[];
  dataset?: {
    name?: string;
    digest?: string;
    source_type?: string;
    source?: string;
    schema?: string;
    profile?: string;
  };
}

interface WireRun {
  run: {
    inputs?: { dataset_inputs?: WireDatasetInput[]; model_inputs?: { model_id: string }[] };
    outputs?: { model_outputs?: { model_id: string; step?: number }[] };
  };
}

export interface RunInputs {
  datasets: DatasetInput[];
  modelInputs: string[];
  modelOutputs: { modelId: string; step: number }[];
}

export function inputsOf({ run }: WireRun): RunInputs {
  return {
    datasets: (run.inputs?.dataset_inputs ?? []).map(({ dataset = {}, tags }) => ({
      name: dataset.name ?? '',
      digest: dataset.digest ?? '',
      sourceType: dataset.source_type ?? '',
      source: dataset.source ?? '',
      schema: dataset.schema ?? '',
      profile: dataset.profile ?? '',
      context: valueOf(tags, 'mlflow.data.context') ?? '',
    })),
    modelInputs: (run.inputs?.model_inputs ?? []).map((model) => model.model_id),
    modelOutputs: (run.outputs?.model_outputs ?? []).map((model) => ({
      modelId: model.model_id,
      step: model.step ?? 0,
    })),
  };
}

/** Inputs and outputs with what only MLflow's form of a run says of them. */
export function runInputsQuery(run: string) {
  return queryOptions({
    queryKey: ['tracking-run', run, 'inputs'],
    queryFn: async ({ signal }) => inputsOf(await mlflow<WireRun>('GET', 'runs/get', { run_id: run }, { signal })),
  });
}

export function renameRun(run: string, name: string): Promise<unknown> {
  return mlflow('POST', 'runs/update', { run_id: run, run_name: name });
}

export function deleteRun(run: string): Promise<unknown> {
  return mlflow('POST', 'runs/delete', { run_id: run });
}

export function restoreRun(run: string): Promise<unknown> {
  return mlflow('POST', 'runs/restore', { run_id: run });
}

/** One after the other, so that a refusal names what has been done: the first failure ends it. */
export async function eachRun(runs: readonly string[], change: (run: string) => Promise<unknown>): Promise<number> {
  for (const run of runs) await change(run);
  return runs.length;
}

export function setRunTag(run: string, key: string, value: string): Promise<unknown> {
  return mlflow('POST', 'runs/set-tag', { run_id: run, key, value });
}

export function deleteRunTag(run: string, key: string): Promise<unknown> {
  return mlflow('POST', 'runs/delete-tag', { run_id: run, key });
}

/** The tags as they are stored now. */
export async function currentTags(run: string): Promise<Pair[]> {
  const answer = await mlflow<{ run: { data?: { tags?: Pair[] } } }>('GET', 'runs/get', { run_id: run });
  return answer.run.data?.tags ?? [];
}

export interface LoggedModel {
  modelId: string;
  name: string;
  status: string;
  type: string;
  artifactUri: string;
  createdAt: number | null;
  registrations: { name: string; version: string }[];
}

interface WireModel {
  info: {
    model_id: string;
    name?: string;
    status?: string;
    model_type?: string;
    artifact_uri?: string;
    creation_timestamp_ms?: number;
    tags?: Pair[];
  };
}

export function loggedModelOf({ info }: WireModel): LoggedModel {
  return {
    modelId: info.model_id,
    name: info.name ?? '',
    status: (info.status ?? '').replace('LOGGED_MODEL_', ''),
    type: info.model_type ?? '',
    artifactUri: info.artifact_uri ?? '',
    createdAt: info.creation_timestamp_ms ?? null,
    registrations: registrationsOf(valueOf(info.tags, 'mlflow.modelVersions')),
  };
}

/** The tag holds JSON that clients write; what is not of its form counts as nothing. */
function registrationsOf(text: string | undefined): { name: string; version: string }[] {
  if (text === undefined) return [];
  try {
    const made: unknown = JSON.parse(text);
    if (!Array.isArray(made)) return [];
    return made
      .filter(
        (one): one is { name: string; version: unknown } =>
          typeof (one as { name?: unknown } | null)?.name === 'string',
      )
      .map((one) => ({ name: one.name, version: String(one.version) }));
  } catch {
    return [];
  }
}

/** Models that a run logged. */
export function loggedModelsQuery(experiment: string, run: string) {
  return queryOptions({
    queryKey: ['tracking-run', run, 'logged-models'],
    queryFn: async ({ signal }) => {
      const body = {
        experiment_ids: [experiment],
        filter: `source_run_id = '${run.replaceAll("'", "''")}'`,
        max_results: 100,
      };
      const answer = await mlflow<{ models?: WireModel[] }>('POST', 'logged-models/search', body, { signal });
      return (answer.models ?? []).map(loggedModelOf);
    },
  });
}

/** Registers files as a new version of a model, which is made when it is not there. The number of the version. */
export async function registerVersion(
  model: string,
  source: string,
  run: string,
  modelId: string | null,
): Promise<string> {
  try {
    await mlflow('POST', 'registered-models/create', { name: model });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
  }
  const body = { name: model, source, run_id: run, ...(modelId === null ? {} : { model_id: modelId }) };
  const answer = await mlflow<{ model_version: { version: string } }>('POST', 'model-versions/create', body);
  return answer.model_version.version;
}
