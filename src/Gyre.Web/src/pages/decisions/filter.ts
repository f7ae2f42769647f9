import type { DecisionFilter, DeploymentVersion } from '@/api/deployments';
import type { Field, Filters } from '@/kit';
import { sinceOf } from '@/pages/runs/filter';

/** The filters as the address keeps them: the API's own query, but times may also be times ago, such as 2h. */
export const filterKeys = ['outcome', 'arm', 'version', 'from', 'to'] as const;
export type FilterKey = (typeof filterKeys)[number];

export const noFilters: Record<FilterKey, string> = { outcome: '', arm: '', version: '', from: '', to: '' };

const outcomes = ['pending', 'joined', 'defaulted'];
const mostText = 500;

export interface Asked {
  filter: DecisionFilter;
  /** What in the address is no filter, in words: it is left out. */
  problems: readonly string[];
}

/** What is asked of the API; what it would refuse is left out and named. */
export function askedOf(filters: Filters, now: number): Asked {
  const filter: DecisionFilter = {};
  const problems: string[] = [];
  const { outcome = '', arm = '', version = '' } = filters;
  if (outcomes.includes(outcome)) filter.outcome = outcome;
  else if (outcome !== '') problems.push('An unknown outcome was left out.');
  if (arm.length > mostText) problems.push('The filter arm is too long and was left out.');
  else if (arm !== '') filter.arm = arm;
  if (/^[1-9]\d{0,14}$/.test(version)) filter.version = Number(version);
  else if (version !== '') problems.push('A version is a whole number from 1.');
  for (const [key, word] of [
    ['from', 'From'],
    ['to', 'To'],
  ] as const) {
    const text = filters[key] ?? '';
    if (text === '') continue;
    const iso = sinceOf(text, now);
    if (iso === null) problems.push(`“${word}” must be a time ago such as 2h or 7d, or a date such as 2026-05-01.`);
    else filter[key] = iso;
  }
  return { filter, problems };
}

export function fieldsOf(versions: readonly DeploymentVersion[]): Field[] {
  return [
    { key: 'outcome', label: 'Outcome', options: outcomes },
    { key: 'arm', label: 'Arm', placeholder: 'red' },
    versions.length > 0 && versions.length <= 20
      ? {
          key: 'version',
          label: 'Version',
          options: versions.map(({ version, kind }) => ({ value: String(version), label: `${version} ${kind}` })),
        }
      : { key: 'version', label: 'Version', placeholder: '1' },
    { key: 'from', label: 'From', placeholder: '2h, 7d or 2026-05-01' },
    { key: 'to', label: 'To', placeholder: '1h or 2026-05-02T12:00Z' },
  ];
}

/** The same on the command line, which has the outcome and the arm only. */
export function cliOptions(filter: DecisionFilter): Record<string, string | null> {
  return { outcome: filter.outcome ?? null, arm: filter.arm ?? null };
}
