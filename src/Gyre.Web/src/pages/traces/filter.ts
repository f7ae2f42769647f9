import type { Trace } from '@/formats/mlflow/traces';
import type { Field, Filters } from '@/kit';
import { quoteText } from '../experiment/filter/complete';
import { isGrammar } from '../experiment/filter/query';

/** The names of the filters in the address, beside the text of the search box. */
export const filterKeys = ['state', 'content', 'slower', 'span', 'run'] as const;

export const fields: readonly Field[] = [
  {
    key: 'state',
    label: 'State',
    many: true,
    options: [
      { value: 'OK', label: 'ok' },
      { value: 'ERROR', label: 'error' },
      { value: 'IN_PROGRESS', label: 'in progress' },
    ],
  },
  { key: 'content', label: 'Content', placeholder: 'Text anywhere in a span' },
  { key: 'slower', label: 'Slower than', placeholder: 'Seconds, for example 1.5' },
  { key: 'span', label: 'Span name', placeholder: 'Exact name of a span' },
  { key: 'run', label: 'Tracking run', placeholder: 'Id of the tracking run' },
];

const states = new Set(['OK', 'ERROR', 'IN_PROGRESS']);

/** The filter of the search, as MLflow's grammar has it: conditions joined by AND; the grammar of traces has no OR. */
export function filterOf(text: string, filters: Filters): string {
  return [textClause(text.trim()), ...filterKeys.map((key) => clauseOf(key, (filters[key] ?? '').trim()))]
    .filter((clause) => clause !== '')
    .join(' AND ');
}

/** Words without a sign of the grammar are looked for in the names of traces. */
function textClause(text: string): string {
  if (text === '') return '';
  if (/^tr-[0-9a-f]{32}$/i.test(text)) return `request_id = ${quoteText(text)}`;
  return isGrammar(text) ? text : `name ILIKE ${quoteText(`%${text}%`)}`;
}

function clauseOf(key: (typeof filterKeys)[number], value: string): string {
  if (value === '') return '';
  switch (key) {
    case 'state': {
      const known = value.split(',').filter((one) => states.has(one));
      return known.length === 0 ? '' : `status IN (${known.map(quoteText).join(', ')})`;
    }
    case 'content':
      return `text ILIKE ${quoteText(`%${value}%`)}`;
    case 'slower': {
      const seconds = Number(value);
      return Number.isFinite(seconds) && seconds >= 0 ? `execution_time_ms > ${Math.round(seconds * 1000)}` : '';
    }
    case 'span':
      return `span.name = ${quoteText(value)}`;
    case 'run':
      return `run_id = ${quoteText(value)}`;
  }
}

const orders: Record<string, string> = {
  name: 'tags.mlflow.traceName',
  time: 'timestamp_ms',
  duration: 'execution_time_ms',
  state: 'status',
};

/** "-time" is `timestamp_ms DESC`; newest first where the server cannot sort by the column. */
export function orderOf(sort: string): string {
  const descending = sort.startsWith('-');
  const key = orders[descending ? sort.slice(1) : sort];
  return key === undefined ? '' : `${key} ${descending ? 'DESC' : 'ASC'}`;
}

/** The experiments that are asked: the chosen one, or those at hand, bounded. */
export function placesOf(chosen: string, known: readonly string[]): string[] {
  return chosen === '' ? known.slice(0, mostExperiments) : [chosen];
}

export const mostExperiments = 500;

/** Tags that people and programs set, without MLflow's own. */
export function ownTags(tags: Record<string, string>): [string, string][] {
  return Object.entries(tags).filter(([key]) => !key.startsWith('mlflow.'));
}

/** A preview on one line: JSON without its line breaks. */
export function oneLine(text: string): string {
  return text.slice(0, 600).replace(/\s+/g, ' ').trim();
}

/** The server deletes within one experiment at a time. */
export function idsByExperiment(traces: readonly Pick<Trace, 'traceId' | 'experiment'>[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { traceId, experiment } of traces) found.set(experiment, [...(found.get(experiment) ?? []), traceId]);
  return found;
}
