import type { RunFilter } from '@/api/runs';
import type { Field, Filters } from '@/kit';

/** The filters as the address keeps them: the API's own query, but `since` may also be a time ago, as on the command line. */
export const filterKeys = ['state', 'project', 'pipeline', 'since', 'text', 'waiting'] as const;
export type FilterKey = (typeof filterKeys)[number];

export const noFilters: Record<FilterKey, string> = {
  state: '',
  project: '',
  pipeline: '',
  since: '',
  text: '',
  waiting: '',
};

export const runStates = ['running', 'cancelling', 'succeeded', 'failed', 'cancelled', 'stopped'];

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
const mostText = 500;

/** "30m", "2h", "7d", "1w" before now, or a date, as ISO; null for anything else. */
export function sinceOf(text: string, now: number): string | null {
  const ago = /^(\d{1,5})\s*([mhdw])$/i.exec(text.trim());
  if (ago !== null) {
    const milliseconds = Number(ago[1]) * (units[(ago[2] ?? '').toLowerCase()] ?? 0);
    // To the minute, so that the query stays the same while the page is looked at.
    return isoOf(Math.floor((now - milliseconds) / 60_000) * 60_000);
  }
  const date = /^\d{4}-\d{2}-\d{2}/.test(text.trim()) ? Date.parse(text.trim()) : NaN;
  return Number.isNaN(date) ? null : isoOf(date);
}

function isoOf(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export interface Asked {
  filter: RunFilter;
  /** What in the address is no filter, in words: it is left out. */
  problems: readonly string[];
}

/** What is asked of the API; what it would refuse is left out and named. */
export function askedOf(filters: Filters, now: number): Asked {
  const filter: RunFilter = {};
  const problems: string[] = [];
  const states = (filters['state'] ?? '').split(',').filter((state) => state !== '');
  const known = states.filter((state) => runStates.includes(state));
  if (known.length < states.length) problems.push('An unknown state was left out.');
  if (known.length > 0) filter.state = known.join(',');
  for (const key of ['project', 'pipeline', 'text'] as const) {
    const value = filters[key] ?? '';
    if (value.length > mostText) problems.push(`The filter ${key} is too long and was left out.`);
    else if (value !== '') filter[key] = value;
  }
  const since = filters['since'] ?? '';
  if (since !== '') {
    const iso = sinceOf(since, now);
    if (iso === null) problems.push('“Since” must be a time ago such as 2h or 7d, or a date such as 2026-05-01.');
    else filter.since = iso;
  }
  if (filters['waiting'] === 'true') filter.waiting = 'true';
  return { filter, problems };
}

export function fieldsOf(projects: readonly string[]): Field[] {
  return [
    { key: 'text', label: 'Title or id', placeholder: 'demo turn' },
    { key: 'state', label: 'State', options: runStates, many: true },
    projects.length > 0
      ? { key: 'project', label: 'Project', options: projects }
      : { key: 'project', label: 'Project' },
    { key: 'pipeline', label: 'Pipeline', placeholder: 'train' },
    { key: 'since', label: 'Since', placeholder: '2h, 7d or 2026-05-01' },
    { key: 'waiting', label: 'Waits for a person', options: [{ value: 'true', label: 'yes' }] },
  ];
}

/** The same query for the command line; filters that it does not have are left out. */
export function cliOptions(filter: RunFilter, since: string): string[] {
  return [
    ...(filter.state ?? '')
      .split(',')
      .filter(Boolean)
      .flatMap((state) => ['--state', state]),
    ...(filter.pipeline === undefined ? [] : ['--pipeline', filter.pipeline]),
    ...(filter.project === undefined ? [] : ['--project', filter.project]),
    ...(since === '' || filter.since === undefined ? [] : ['--since', since.trim()]),
  ];
}
