import type { Pair } from '@/formats/mlflow/client';

/** Where tags are kept: of a run or of an experiment. */
export interface TagStore {
  read: () => Promise<readonly Pair[]>;
  set: (key: string, value: string) => Promise<unknown>;
  remove: (key: string) => Promise<unknown>;
}

export type Written = { state: 'written' } | { state: 'conflict'; theirs: string | null };

/**
 * Writes a tag unless somebody else has changed it since it was read: then nothing is written, and their value is told.
 * Null is a tag that is not there. The server has no compare-and-set for tags, so two writes within a request of each
 * other can still pass; what a person edits takes longer.
 */
export async function writeTag(
  store: TagStore,
  key: string,
  seen: string | null,
  mine: string | null,
): Promise<Written> {
  const theirs = (await store.read()).find((tag) => tag.key === key)?.value ?? null;
  if (theirs === mine) return { state: 'written' };
  if (theirs !== seen) return { state: 'conflict', theirs };
  await (mine === null ? store.remove(key) : store.set(key, mine));
  return { state: 'written' };
}

export const noteKey = 'mlflow.note.content';

/** Tags for a reader: those of tools apart from those of people; the note has a place of its own. */
export function sortTags(tags: readonly Pair[]): { own: Pair[]; system: Pair[] } {
  const isSystem = (tag: Pair) => tag.key.startsWith('mlflow.') || tag.key.startsWith('gyre.');
  const byKey = [...tags]
    .filter((tag) => tag.key !== noteKey)
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  return { own: byKey.filter((tag) => !isSystem(tag)), system: byKey.filter(isSystem) };
}

/** Why a key cannot be one, in words; null when it can. The server has the last word. */
export function keyProblem(key: string, taken: readonly string[]): string | null {
  if (key.trim() === '') return 'Enter a key.';
  if (key.length > 250) return 'At most 250 characters.';
  if (!/^[/\p{L}\p{N}_.\- :]+$/u.test(key)) return 'Use letters, digits, blanks and / _ . - :';
  return taken.includes(key) ? 'This key is taken. Edit its value instead.' : null;
}
