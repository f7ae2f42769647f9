import type { PlanRun } from '@/api/experimentPlans';
import type { Field, Filters } from '@/kit';
import { shorten, toMillis } from '@/kit/format';

/** The names of the filters in the address. */
export const filterKeys = ['name', 'state', 'project', 'text'] as const;

/** Runs that fit every filter. Several states are alternatives. */
export function filterRuns(runs: readonly PlanRun[], filters: Filters): PlanRun[] {
  const wanted = (filters['state'] ?? '') === '' ? null : new Set((filters['state'] ?? '').split(','));
  const text = (filters['text'] ?? '').trim().toLowerCase();
  const fits = (key: string, value: string) => (filters[key] ?? '') === '' || filters[key] === value;
  return runs.filter(
    (run) =>
      fits('name', run.name) &&
      fits('project', run.project) &&
      (wanted === null || wanted.has(run.state)) &&
      (text === '' || searched(run).includes(text)),
  );
}

function searched(run: PlanRun): string {
  return [run.name, run.run_id, run.project, ...run.trials, ...run.datasets].join('\n').toLowerCase();
}

/** More names than this are typed, not picked. */
const mostOptions = 30;

function optionsOf(values: readonly string[]): { options: string[] } | object {
  const names = [...new Set(values)].sort();
  return names.length <= mostOptions ? { options: names } : {};
}

/** The filters that the runs at hand can be narrowed by. */
export function fieldsOf(runs: readonly PlanRun[]): Field[] {
  return [
    { key: 'name', label: 'Experiment', ...optionsOf(runs.map((run) => run.name)) },
    { key: 'state', label: 'State', many: true, ...optionsOf(runs.map((run) => run.state)) },
    { key: 'project', label: 'Plan', ...optionsOf(runs.map((run) => run.project)) },
    { key: 'text', label: 'Text', placeholder: 'Name, trial, dataset or id' },
  ];
}

/** How long a run took; null while it goes on. */
export function secondsOf(run: Pick<PlanRun, 'created_at' | 'ended_at'>): number | null {
  const [start, end] = [toMillis(run.created_at), toMillis(run.ended_at)];
  return start === null || end === null ? null : (end - start) / 1000;
}

/** Names for a title, not more than fit. */
export function listText(names: readonly string[]): string {
  return shorten(names.join(', '), 500);
}
