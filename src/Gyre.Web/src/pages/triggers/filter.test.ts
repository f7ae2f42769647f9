import { expect, test } from 'vitest';
import { triggerOf } from '@/pages/trigger/testing';
import { fieldsOf, filterTriggers } from './filter';

const all = [
  triggerOf({ name: 'nightly', when: 'cron 0 3 * * * (UTC)', project: 'a' }),
  triggerOf({ name: 'pushed', when: 'webhook', project: 'b', enabled: false }),
  triggerOf({ name: 'broken', when: 'event alias.moved', project: 'b', set_aside: '5 failures' }),
];
const names = (filters: Record<string, string>) => filterTriggers(all, filters).map((trigger) => trigger.name);

test('filters by state, kind, project and text', () => {
  expect(names({})).toHaveLength(3);
  expect(names({ state: 'enabled' })).toEqual(['nightly']);
  expect(names({ state: 'disabled,set-aside' })).toEqual(['pushed', 'broken']);
  expect(names({ kind: 'event,webhook', project: 'b' })).toEqual(['pushed', 'broken']);
  expect(names({ text: 'ALIAS' })).toEqual(['broken']);
  expect(names({ kind: 'nothing' })).toEqual([]);
});

test('offers each project once', () => {
  expect(fieldsOf(all).find((field) => field.key === 'project')?.options).toEqual(['a', 'b']);
});
