import { describe, expect, it } from 'vitest';
import type { Delivery } from '@/api/notifications';
import { countText, fieldsOf, filterDeliveries, stillThere } from './deliveryRows';

function delivery(id: string, notification: string, event: string, state: string): Delivery {
  return {
    id,
    notification,
    event,
    state,
    attempts: 5,
    reason: null,
    due_at: null,
    created_at: '2026-11-30T00:39:23Z',
  };
}

const some = [
  delivery('1', 'broken', 'run-failed', 'waiting'),
  delivery('2', 'broken', 'cycle-stopped', 'set-aside'),
  delivery('3', 'ask', 'approval-wanted', 'waiting'),
];

describe('deliveries', () => {
  it('are filtered by rule, event and state', () => {
    expect(filterDeliveries(some, {})).toHaveLength(3);
    expect(filterDeliveries(some, { by: 'broken' }).map((one) => one.id)).toEqual(['1', '2']);
    expect(filterDeliveries(some, { by: 'broken', state: 'waiting' }).map((one) => one.id)).toEqual(['1']);
    expect(filterDeliveries(some, { event: 'approval-wanted' }).map((one) => one.id)).toEqual(['3']);
  });

  it('offer their own names as filters', () => {
    expect(fieldsOf(some)[0]?.options).toEqual(['ask', 'broken']);
    expect(fieldsOf(some)[1]?.options).toEqual(['approval-wanted', 'cycle-stopped', 'run-failed']);
  });

  it('leave the selection when they have arrived', () => {
    expect(stillThere(['1', '9', '3'], some)).toEqual(['1', '3']);
  });

  it('are counted', () => {
    expect(countText(1, 1)).toBe('1 message');
    expect(countText(2, 3)).toBe('2 of 3 messages');
    expect(countText(1000, 1000)).toContain('only the newest');
  });
});
