import { paths } from '@/app/nav';

/** Addresses longer than this are cut by some proxies; the list goes through the tab's storage then. */
const mostInAddress = 50;
export const mostCompared = 1000;

const prefix = 'gyre-compare-';

/** The address of a comparison. Long lists are handed over in the tab's storage, under a name made of what they hold. */
export function compareLink(runs: readonly string[], storage: Pick<Storage, 'setItem'> = sessionStorage): string {
  if (runs.length <= mostInAddress) return paths.compare(runs);
  let hash = 2166136261;
  for (const run of runs)
    for (let index = 0; index < run.length; index++) hash = Math.imul(hash ^ run.charCodeAt(index), 16777619);
  const name = `${runs.length}-${(hash >>> 0).toString(36)}`;
  try {
    storage.setItem(prefix + name, runs.join(','));
  } catch {
    // The storage is full or forbidden: a long address is better than none.
    return paths.compare(runs);
  }
  return paths.compare([`stored:${name}`]);
}

export type ComparedIds = { ids: string[]; cut: number } | 'gone';

/** The runs of a comparison's address; 'gone' when they were handed over in another tab, or long ago. */
export function comparedIds(text: string, storage: Pick<Storage, 'getItem'> = sessionStorage): ComparedIds {
  let list = text;
  if (text.startsWith('stored:')) {
    const stored = storage.getItem(prefix + text.slice('stored:'.length));
    if (stored === null) return 'gone';
    list = stored;
  }
  const ids = [
    ...new Set(
      list
        .split(',')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    ),
  ];
  return { ids: ids.slice(0, mostCompared), cut: Math.max(0, ids.length - mostCompared) };
}
