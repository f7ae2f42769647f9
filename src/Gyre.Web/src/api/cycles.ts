import { queryOptions } from '@tanstack/react-query';
import { get, post } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Turn = Schemas['TurnInfo'];
export type Objective = Schemas['ObjectiveInfo'];

/** A turn as lists carry it: enough for a sparkline and a sentence. */
export type Progress = Pick<Turn, 'turn' | 'state' | 'objective' | 'best_so_far'>;

/** `progress` comes with lists that ask for it, `turns` with a single cycle. */
export type Cycle = Schemas['CycleInfo'];

/** The server gives at most this many cycles, and how their turns went only for fewer. */
export const mostCycles = 1000;
export const mostProgress = 100;

/** The newest cycles; the newest of those with how their turns went. */
export const cyclesQuery = () =>
  queryOptions({
    queryKey: ['cycles'],
    queryFn: async ({ signal }): Promise<readonly Cycle[]> => {
      const [all, newest] = await Promise.all([
        get('/api/v1/cycles', { query: { limit: mostCycles }, signal }),
        get('/api/v1/cycles', { query: { limit: mostProgress, progress: true }, signal }),
      ]);
      const known = new Map(newest.cycles.map((cycle) => [cycle.cycle_id, cycle]));
      return all.cycles.map((cycle) => known.get(cycle.cycle_id) ?? cycle);
    },
  });

export const cycleQuery = (cycle: string) =>
  queryOptions({
    queryKey: ['cycle', cycle],
    queryFn: async ({ signal }): Promise<Cycle> => get('/api/v1/cycles/{cycle}', { path: { cycle }, signal }),
  });

/** Projects that are registered with the server. Asking for one by its name would answer 404 for the others. */
const projectsQuery = () =>
  queryOptions({
    queryKey: ['projects', 'all', 'folders'],
    queryFn: async ({ signal }) => (await get('/api/v1/projects', { signal })).projects,
  });

/** One of them; null when the server does not know it. */
export const projectQuery = (name: string) =>
  queryOptions({
    ...projectsQuery(),
    select: (projects) => projects.find((project) => project.name === name) ?? null,
  });

export function stopCycle(cycle: string, reason: string): Promise<unknown> {
  return post('/api/v1/cycles/{cycle}/stop', { path: { cycle }, body: reason === '' ? {} : { reason } });
}

export function resumeCycle(cycle: string, maxIterations: number | null): Promise<unknown> {
  return post('/api/v1/cycles/{cycle}/resume', {
    path: { cycle },
    body: maxIterations === null ? {} : { max_iterations: maxIterations },
  });
}

/** Starts the declared cycle of a registered project. A repeated key starts nothing new. */
export function startCycle(body: Schemas['StartCycleRequest'], idempotencyKey: string): Promise<Cycle> {
  return post('/api/v1/cycles', { body, idempotencyKey });
}

/** Starts a pipeline whose steps start the further turns themselves. */
export function startChain(body: Schemas['StartRunRequest'], idempotencyKey: string): Promise<Schemas['RunInfo']> {
  return post('/api/v1/runs', { body, idempotencyKey });
}
