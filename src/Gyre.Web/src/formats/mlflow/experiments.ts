import { queryOptions } from '@tanstack/react-query';
import { mlflow, type Pair } from './client';

export interface Experiment {
  experiment_id: string;
  name: string;
  artifact_location: string;
  lifecycle_stage: 'active' | 'deleted';
  creation_time?: number;
  last_update_time?: number;
  tags?: Pair[];
}

interface ExperimentPage {
  experiments?: Experiment[];
  next_page_token?: string;
}

export type StageView = 'active' | 'deleted' | 'all';

const views = { active: 'ACTIVE_ONLY', deleted: 'DELETED_ONLY', all: 'ALL' } as const;
const pageSize = 5000;

/** All experiments of a view, newest change first. There are rarely more than a page of them. */
async function searchExperiments(view: StageView, signal: AbortSignal): Promise<Experiment[]> {
  const found: Experiment[] = [];
  let token: string | undefined;
  do {
    const body = {
      max_results: pageSize,
      view_type: views[view],
      order_by: ['last_update_time DESC'],
      ...(token === undefined ? {} : { page_token: token }),
    };
    const page: ExperimentPage = await mlflow('POST', 'experiments/search', body, { signal });
    found.push(...(page.experiments ?? []));
    token = page.next_page_token;
  } while (token !== undefined && token !== '');
  return found;
}

export function experimentsQuery(view: StageView) {
  return queryOptions({
    queryKey: ['experiments', view],
    queryFn: ({ signal }) => searchExperiments(view, signal),
  });
}

export function experimentQuery(id: string) {
  return queryOptions({
    queryKey: ['experiment', id],
    queryFn: async ({ signal }) => {
      const answer = await mlflow<{ experiment: Experiment }>(
        'GET',
        'experiments/get',
        { experiment_id: id },
        { signal },
      );
      return answer.experiment;
    },
  });
}

/** The id of the new experiment. */
export async function createExperiment(name: string): Promise<string> {
  return (await mlflow<{ experiment_id: string }>('POST', 'experiments/create', { name })).experiment_id;
}

export function renameExperiment(id: string, name: string): Promise<unknown> {
  return mlflow('POST', 'experiments/update', { experiment_id: id, new_name: name });
}

export function deleteExperiment(id: string): Promise<unknown> {
  return mlflow('POST', 'experiments/delete', { experiment_id: id });
}

export function restoreExperiment(id: string): Promise<unknown> {
  return mlflow('POST', 'experiments/restore', { experiment_id: id });
}

export function setExperimentTag(id: string, key: string, value: string): Promise<unknown> {
  return mlflow('POST', 'experiments/set-experiment-tag', { experiment_id: id, key, value });
}

export function deleteExperimentTag(id: string, key: string): Promise<unknown> {
  return mlflow('POST', 'experiments/delete-experiment-tag', { experiment_id: id, key });
}
