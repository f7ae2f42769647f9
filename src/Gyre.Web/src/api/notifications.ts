import { queryOptions } from '@tanstack/react-query';
import { del, get, post, put } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Rule = Schemas['NotificationInfo'];
export type RuleBody = Schemas['PutNotificationRequest'];
export type Delivery = Schemas['NotificationDeliveryInfo'];
export type TestResult = Schemas['NotificationTestInfo'];

export const rulesQuery = () =>
  queryOptions({
    queryKey: ['notifications', 'rules'],
    queryFn: async ({ signal }): Promise<readonly Rule[]> =>
      (await get('/api/v1/notifications', { signal })).notifications,
  });

/** The server gives at most this many messages. */
export const mostDeliveries = 1000;

/** Attempts to send leave no event in the log: this is as fresh as the page, and `staleTime` 0 makes a visit look again. */
export const deliveriesQuery = () =>
  queryOptions({
    queryKey: ['notifications', 'deliveries'],
    queryFn: async ({ signal }): Promise<readonly Delivery[]> =>
      (await get('/api/v1/notifications/deliveries', { query: { limit: mostDeliveries }, signal })).deliveries,
    staleTime: 0,
  });

/** Makes a rule, or replaces the one of this name. */
export function putRule(name: string, body: RuleBody): Promise<unknown> {
  return put('/api/v1/notifications/{name}', { path: { name }, body });
}

export function deleteRule(name: string): Promise<unknown> {
  return del('/api/v1/notifications/{name}', { path: { name } });
}

/** Sends an example now. */
export function testRule(name: string): Promise<TestResult> {
  return post('/api/v1/notifications/{name}/test', { path: { name } });
}

export function retryDelivery(id: string): Promise<unknown> {
  return post('/api/v1/notifications/deliveries/{id}/retry', { path: { id } });
}
