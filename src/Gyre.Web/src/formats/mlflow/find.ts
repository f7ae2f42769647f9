import { send } from '@/api/client';

/** The few fields that the palette shows. */
export interface FoundModel {
  name: string;
}

export interface FoundExperiment {
  experiment_id: string;
  name: string;
}

/** A text inside MLflow's `name ILIKE '%…%'`; its grammar has no escape for the quote, so that and the wildcards go. */
export function likeText(text: string): string {
  return text.replace(/['"%\\]/g, ' ').trim();
}

export async function findModels(text: string, signal: AbortSignal): Promise<FoundModel[]> {
  const answer = await send<{ registered_models?: FoundModel[] }>(
    'GET',
    '/ajax-api/2.0/mlflow/registered-models/search',
    {
      query: { filter: `name ILIKE '%${likeText(text)}%'`, max_results: 6 },
      signal,
    },
  );
  return answer.registered_models ?? [];
}

export async function findExperiments(text: string, signal: AbortSignal): Promise<FoundExperiment[]> {
  const answer = await send<{ experiments?: FoundExperiment[] }>('POST', '/ajax-api/2.0/mlflow/experiments/search', {
    body: { filter: `name ILIKE '%${likeText(text)}%'`, max_results: 6 },
    signal,
  });
  return answer.experiments ?? [];
}
