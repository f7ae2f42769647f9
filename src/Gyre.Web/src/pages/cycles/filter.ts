import type { Cycle } from '@/api/cycles';
import type { Field, Filters } from '@/kit';
import { formatNumber } from '@/kit/format';
import { bestOf, pointsOf } from '@/pages/cycle/sentence';
import { plain } from '@/pages/cycle/pieces';
import { whyOf } from '@/pages/cycle/why';

/** The names of the filters in the address. */
export const filterKeys = ['state', 'reason', 'project', 'pipeline', 'text'] as const;

/** What the list calls the state of a cycle: one whose engine is gone does not run. */
export function stateOf(cycle: Pick<Cycle, 'state' | 'driven'>): string {
  return cycle.state === 'running' && cycle.driven === false ? 'engine-stopped' : cycle.state;
}

/** Cycles that fit every filter. Several values of one filter are alternatives. */
export function filterCycles(cycles: readonly Cycle[], filters: Filters): Cycle[] {
  const among = (key: string) => {
    const wanted = filters[key] ?? '';
    return wanted === '' ? null : new Set(wanted.split(','));
  };
  const [states, reasons] = [among('state'), among('reason')];
  const text = (filters['text'] ?? '').trim().toLowerCase();
  return cycles.filter(
    (cycle) =>
      (states === null || states.has(stateOf(cycle))) &&
      (reasons === null || reasons.has(cycle.stop_reason ?? '')) &&
      ((filters['project'] ?? '') === '' || cycle.project === filters['project']) &&
      ((filters['pipeline'] ?? '') === '' || cycle.pipeline === filters['pipeline']) &&
      (text === '' || searched(cycle).includes(text)),
  );
}

function searched(cycle: Cycle): string {
  return [cycle.name, cycle.cycle_id, cycle.project, cycle.pipeline, cycle.stop_detail ?? ''].join('\n').toLowerCase();
}

/** More names than this are typed, not picked. */
const mostOptions = 30;

function optionsOf(values: readonly string[]): { options: string[] } | object {
  const names = [...new Set(values)].sort();
  return names.length <= mostOptions ? { options: names } : {};
}

/** The filters that the cycles at hand can be narrowed by. */
export function fieldsOf(cycles: readonly Cycle[]): Field[] {
  return [
    {
      key: 'state',
      label: 'State',
      many: true,
      options: ['running', 'stopped', { value: 'engine-stopped', label: 'engine stopped' }],
    },
    {
      key: 'reason',
      label: 'Stop reason',
      many: true,
      options: ['condition', 'max-iterations', 'budget', 'no-gain', 'error', 'cancelled', 'refused'].map((value) => ({
        value,
        label: value.replaceAll('-', ' '),
      })),
    },
    { key: 'project', label: 'Project', ...optionsOf(cycles.map((cycle) => cycle.project)) },
    { key: 'pipeline', label: 'Pipeline', ...optionsOf(cycles.map((cycle) => cycle.pipeline)) },
    { key: 'text', label: 'Text', placeholder: 'Name, id or reason' },
  ];
}

/** Why it stopped, for exports and titles. */
export function whyText(cycle: Cycle): string {
  const why = whyOf(cycle);
  return why === null ? '' : plain(why);
}

/** How many turns were made; null where the list does not say. */
export function turnsMade(cycle: Cycle): number | null {
  return cycle.turns.length === 0 && cycle.progress == null ? null : pointsOf(cycle).length;
}

/** Best so far after each turn. */
export function bestLine(cycle: Cycle): (number | null)[] {
  return pointsOf(cycle).map((point) => point.best_so_far ?? null);
}

/** The whole of what the line shows, in words. */
export function bestText(cycle: Cycle): string {
  const best = bestOf(cycle);
  if (best === null && turnsMade(cycle) === null) return 'Not known for older cycles; open it to see';
  if (best === null) return cycle.objective == null ? 'No objective declared' : 'No value yet';
  return `Best ${formatNumber(best.value)} in turn ${best.turn}`;
}
