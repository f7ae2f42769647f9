import { type Delivery, mostDeliveries } from '@/api/notifications';
import type { Field, Filters } from '@/kit';
import { count } from '@/kit/format';

/** The names of the filters in the address. */
export const filterKeys = ['by', 'event', 'state'] as const;

export function filterDeliveries(deliveries: readonly Delivery[], filters: Filters): Delivery[] {
  const fits = (wanted: string | undefined, value: string) => (wanted ?? '') === '' || wanted === value;
  return deliveries.filter(
    (one) =>
      fits(filters['by'], one.notification) && fits(filters['event'], one.event) && fits(filters['state'], one.state),
  );
}

function names(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

export function fieldsOf(deliveries: readonly Delivery[]): Field[] {
  return [
    { key: 'by', label: 'Rule', options: names(deliveries.map((one) => one.notification)) },
    { key: 'event', label: 'Event', options: names(deliveries.map((one) => one.event)) },
    {
      key: 'state',
      label: 'State',
      options: [
        { value: 'waiting', label: 'waiting for the next try' },
        { value: 'set-aside', label: 'set aside' },
      ],
    },
  ];
}

/** "8 messages", "3 of 8 messages", with a word about a list that is cut. */
export function countText(shown: number, all: number): string {
  const text = shown === all ? count(shown, 'message') : `${shown.toLocaleString('en-US')} of ${count(all, 'message')}`;
  return all >= mostDeliveries ? `${text}; only the newest are listed` : text;
}

/** Those of the selection that are still there: a message that arrived leaves the list. */
export function stillThere(selected: readonly string[], deliveries: readonly Pick<Delivery, 'id'>[]): string[] {
  const there = new Set(deliveries.map((one) => one.id));
  return selected.filter((id) => there.has(id));
}
