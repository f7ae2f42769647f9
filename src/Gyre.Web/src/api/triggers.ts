import { queryOptions } from '@tanstack/react-query';
import { del, get, post } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** The OpenAPI document leaves open what `running` holds: ids of runs. */
export type Trigger = Omit<Schemas['TriggerInfo'], 'running'> & { running: readonly string[] };
export type Definition = Schemas['TriggerDefinitionInfo'];
export type Occurrence = Schemas['OccurrenceInfo'];
export type TriggerTest = Schemas['TriggerTestInfo'];
export type Firing = Schemas['ReplayedInfo'];

/** The server shows this many occurrences of a trigger. */
export const shownOccurrences = 20;

export const triggersQuery = () =>
  queryOptions({
    queryKey: ['triggers'],
    queryFn: async ({ signal }): Promise<readonly Trigger[]> =>
      (await get('/api/v1/triggers', { signal })).triggers as readonly Trigger[],
  });

/** A trigger with its latest occurrences. */
export const triggerQuery = (trigger: string) =>
  queryOptions({
    queryKey: ['trigger', trigger],
    queryFn: async ({ signal }) => (await get('/api/v1/triggers/{trigger}', { path: { trigger }, signal })) as Trigger,
  });

function test(trigger: string, from: string, to: string, signal: AbortSignal): Promise<TriggerTest> {
  return get('/api/v1/triggers/{trigger}/test', { path: { trigger }, query: { from, to }, signal });
}

/** When the trigger would have fired between two times, from its schedule and the events of the log. */
export const triggerTestQuery = (trigger: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['trigger', trigger, 'test', from, to],
    queryFn: ({ signal }) => test(trigger, from, to, signal),
  });

/** Spans to look ahead, in days: a schedule may be due every minute or once a year. */
const spans = [1, 32, 370];
const enough = 10;

/** The next times of a schedule: a test of the future, of which only the schedule is known. */
export const nextTimesQuery = (trigger: string, changedAt: string) =>
  queryOptions({
    queryKey: ['trigger', trigger, 'next', changedAt],
    queryFn: async ({ signal }): Promise<readonly string[]> => {
      const now = Date.now();
      const from = new Date(now).toISOString();
      let times: string[] = [];
      for (const days of spans) {
        const made = await test(trigger, from, new Date(now + days * 86_400_000).toISOString(), signal);
        times = made.firings.map((firing) => firing.at);
        if (times.length >= enough || !made.is_whole) break;
      }
      return times.slice(0, enough);
    },
  });

/** A repeated key starts nothing new. */
export function fireTrigger(trigger: string, idempotencyKey: string): Promise<Occurrence> {
  return post('/api/v1/triggers/{trigger}/fire', { path: { trigger }, idempotencyKey });
}

export function enableTrigger(trigger: string, enabled: boolean): Promise<unknown> {
  return enabled
    ? post('/api/v1/triggers/{trigger}/enable', { path: { trigger } })
    : post('/api/v1/triggers/{trigger}/disable', { path: { trigger } });
}

export function removeTrigger(trigger: string): Promise<unknown> {
  return del('/api/v1/triggers/{trigger}', { path: { trigger } });
}
