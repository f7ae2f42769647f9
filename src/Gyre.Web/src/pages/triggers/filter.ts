import type { Trigger } from '@/api/triggers';
import type { Field, Filters } from '@/kit';
import { type Kind, kindWords, readWhen, stateOf } from '@/pages/trigger/when';

export const filterKeys = ['state', 'kind', 'project', 'pipeline', 'text'] as const;

export function filterTriggers(triggers: readonly Trigger[], filters: Filters): Trigger[] {
  const among = (key: string) => {
    const wanted = filters[key] ?? '';
    return wanted === '' ? null : new Set(wanted.split(','));
  };
  const [states, kinds] = [among('state'), among('kind')];
  const text = (filters['text'] ?? '').trim().toLowerCase();
  return triggers.filter(
    (trigger) =>
      (states === null || states.has(stateOf(trigger))) &&
      (kinds === null || kinds.has(readWhen(trigger.when).kind)) &&
      ((filters['project'] ?? '') === '' || trigger.project === filters['project']) &&
      ((filters['pipeline'] ?? '') === '' || trigger.pipeline === filters['pipeline']) &&
      (text === '' || `${trigger.name}\n${trigger.trigger_id}\n${trigger.when}`.toLowerCase().includes(text)),
  );
}

export function fieldsOf(triggers: readonly Trigger[]): Field[] {
  const names = (values: readonly string[]) => [...new Set(values)].sort();
  return [
    {
      key: 'state',
      label: 'State',
      many: true,
      options: ['enabled', 'disabled', { value: 'set-aside', label: 'suspended' }],
    },
    {
      key: 'kind',
      label: 'Kind',
      many: true,
      options: (Object.keys(kindWords) as Kind[]).map((value) => ({ value, label: kindWords[value] })),
    },
    { key: 'project', label: 'Project', options: names(triggers.map((trigger) => trigger.project)) },
    { key: 'pipeline', label: 'Pipeline', options: names(triggers.map((trigger) => trigger.pipeline)) },
    { key: 'text', label: 'Text', placeholder: 'Name, id or schedule' },
  ];
}
