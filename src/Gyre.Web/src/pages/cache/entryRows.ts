import { type Entry, mostEntries } from '@/api/cache';
import type { Field, Filters } from '@/kit';
import { count } from '@/kit/format';

/** The names of the filters in the address. */
export const filterKeys = ['pipeline', 'text', 'used'] as const;

/** More names than this are typed, not picked. */
const mostOptions = 30;

/** Entries that fit every filter. */
export function filterEntries(entries: readonly Entry[], filters: Filters): Entry[] {
  const pipeline = filters['pipeline'] ?? '';
  const used = filters['used'] ?? '';
  const text = (filters['text'] ?? '').trim().toLowerCase();
  return entries.filter(
    (entry) =>
      (pipeline === '' || entry.pipeline === pipeline) &&
      (used === '' || (used === 'yes') === entry.hits > 0) &&
      (text === '' || searched(entry).includes(text)),
  );
}

function searched(entry: Entry): string {
  return [entry.name, String(entry.run_id), String(entry.key)].join('\n').toLowerCase();
}

/** The pipelines that have entries, by name. */
export function pipelinesOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.map((entry) => entry.pipeline))].sort();
}

export function fieldsOf(entries: readonly Entry[]): Field[] {
  const names = pipelinesOf(entries);
  // Of a cut list not all pipelines are known.
  const options = names.length <= mostOptions && entries.length < mostEntries ? { options: names } : {};
  return [
    { key: 'pipeline', label: 'Pipeline', placeholder: 'Name of the pipeline', ...options },
    { key: 'text', label: 'Node', placeholder: 'Part of a node, run or key' },
    {
      key: 'used',
      label: 'Reused',
      options: [
        { value: 'yes', label: 'at least once' },
        { value: 'no', label: 'never' },
      ],
    },
  ];
}

export interface Figures {
  entries: number;
  /** How often the entries were taken, in all. */
  hits: number;
  /** Entries that were taken at least once. */
  used: number;
  /** Bytes of their outputs. Content that several entries keep counts for each of them. */
  size: number;
  /** The list is cut: there may be more than these. */
  cut: boolean;
}

export function figuresOf(entries: readonly Entry[]): Figures {
  return {
    entries: entries.length,
    hits: entries.reduce((sum, entry) => sum + entry.hits, 0),
    used: entries.filter((entry) => entry.hits > 0).length,
    size: entries.reduce((sum, entry) => sum + entry.size, 0),
    cut: entries.length >= mostEntries,
  };
}

/** The node of an entry, whichever trial or iteration of it was cached. */
function nodeOf(entry: Entry): string {
  return `${entry.pipeline}\n${entry.name.replaceAll(/\[\d+\]/g, '')}`;
}

/**
 * The hit rate of an entry's node, from 0 to 1, by the key of the entry. Each entry was one miss, when it was filled; lookups of
 * results that were deleted since are not known any more.
 */
export function hitRates(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const nodes = new Map<string, { hits: number; entries: number }>();
  for (const entry of entries) {
    const node = nodes.get(nodeOf(entry)) ?? { hits: 0, entries: 0 };
    nodes.set(nodeOf(entry), { hits: node.hits + entry.hits, entries: node.entries + 1 });
  }
  return new Map(
    entries.map((entry) => {
      const node = nodes.get(nodeOf(entry)) ?? { hits: 0, entries: 1 };
      return [String(entry.key), node.hits / (node.hits + node.entries)];
    }),
  );
}

/** "12 of 98 entries", "1,000 entries; only the newest are listed". */
export function countText(shown: number, all: number): string {
  const of =
    shown === all
      ? count(shown, 'entry', 'entries')
      : `${shown.toLocaleString('en-US')} of ${count(all, 'entry', 'entries')}`;
  return all >= mostEntries ? `${of}; only the newest are listed` : of;
}

/** What is lost when these entries are forgotten. */
export function lossText(entries: readonly Entry[]): string {
  const { entries: number, hits, cut } = figuresOf(entries);
  if (number === 0) return 'There are no cached results to delete.';
  const least = cut ? 'At least ' : '';
  const reuse = hits === 0 ? 'none of them reused so far' : `reused ${count(hits, 'time')} so far`;
  return `${least}${count(number, 'cached result')}, ${reuse}, ${number === 1 && !cut ? 'is' : 'are'} deleted.`;
}

/** The share of node runs that were answered from the cache since the server started; null before the first one asked. */
export function hitRate(metrics: string): { hits: number; asked: number } | null {
  let hits = 0;
  let misses = 0;
  for (const line of metrics.split('\n')) {
    if (!line.startsWith('gyre_node_runs_total{')) continue;
    const cache = /[{,]cache="([^"]*)"/.exec(line)?.[1];
    const value = Number(line.slice(line.lastIndexOf(' ') + 1));
    if (!Number.isFinite(value)) continue;
    if (cache === 'hit' || cache === 'reused') hits += value;
    else if (cache === 'miss') misses += value;
  }
  return hits + misses === 0 ? null : { hits, asked: hits + misses };
}
