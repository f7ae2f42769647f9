import type { AliasEvidence, AliasMove } from '@/api/models';
import type { Alias, ModelVersion } from '@/formats/mlflow/registry';
import { formatNumber } from '@/kit/format';

export type Role = 'champion' | 'challenger';

/** The two aliases with a meaning of their own; the others are names. */
export function roleOf(alias: string): Role | null {
  const word = alias.toLowerCase();
  return word === 'champion' || word === 'challenger' ? word : null;
}

const order = new Intl.Collator('en', { numeric: true });

function rank(alias: string): number {
  const role = roleOf(alias);
  return role === 'champion' ? 0 : role === 'challenger' ? 1 : 2;
}

/** The champion, the challenger, then the others by name. */
export function sortAliases<T extends Alias>(aliases: readonly T[]): T[] {
  return [...aliases].sort((a, b) => rank(a.alias) - rank(b.alias) || order.compare(a.alias, b.alias));
}

/** Aliases by the version they point to. */
export function aliasesByVersion(aliases: readonly Alias[]): Map<string, string[]> {
  const made = new Map<string, string[]>();
  for (const { alias, version } of sortAliases(aliases)) {
    const list = made.get(version);
    if (list === undefined) made.set(version, [alias]);
    else list.push(alias);
  }
  return made;
}

/** A move of an alias. */
export interface Move {
  alias: string;
  /** The version it came to; null where it was removed. */
  version: string | null;
  /** The version it came from, where it pointed to one. */
  from: string | null;
  at: string;
  /** Null where the program that moved it gave none. */
  reason: string | null;
  by: string | null;
  evidence: readonly AliasEvidence[];
}

// Pages of earlier versions kept moves as a tag of the version that the alias came to: one line each.
const keyForm = /^gyre\.alias\.(.+)\.reason$/s;
const lineForm = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (?:from (\d+): )?(.*)$/;

/** Whether a tag is such a list, which the pages show as history. */
export function isReasonKey(key: string): boolean {
  return keyForm.test(key);
}

/** The moves in a tag; a line that a person wrote otherwise keeps its text and has no time. */
export function movesOf(alias: string, version: string, text: string): Move[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, at = '', from = null, reason = line] = lineForm.exec(line) ?? [];
      return { alias, version, from, at, reason, by: null, evidence: [] };
    });
}

function textOf(version: number | string | null | undefined): string | null {
  return version == null ? null : String(version);
}

/** All moves that the registry keeps and that tags of versions tell of, newest first. */
export function historyOf(
  versions: readonly Pick<ModelVersion, 'version' | 'tags'>[],
  kept: readonly AliasMove[],
): Move[] {
  const tagged = versions.flatMap(({ version, tags }) =>
    tags.flatMap((tag) => {
      const alias = keyForm.exec(tag.key)?.[1];
      return alias === undefined ? [] : movesOf(alias, version, tag.value);
    }),
  );
  const moves = kept.map(({ alias, from_version, to_version, at, reason, by, evidence }): Move => ({
    alias,
    version: textOf(to_version),
    from: textOf(from_version),
    at,
    reason: reason ?? null,
    by: by ?? null,
    evidence,
  }));
  // Sorting keeps the order of equal times, so that the newest kept move stays first.
  return [...moves, ...tagged].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** "accuracy 0.9 → 0.95, f1 0.7": the metrics that spoke for a move. */
export function evidenceWords(evidence: readonly AliasEvidence[]): string {
  return evidence
    .map(({ metric, value, before }) =>
      before == null
        ? `${metric} ${formatNumber(value)}`
        : `${metric} ${formatNumber(before)} → ${formatNumber(value)}`,
    )
    .join(', ');
}

/** What is wrong with a new alias, in words; null when the server will take it. */
export function aliasProblem(alias: string): string | null {
  if (alias === '') return 'Enter an alias.';
  if (alias.length > 255) return 'An alias has at most 255 characters.';
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) return 'Use letters, digits, - and _ only.';
  if (alias.toLowerCase() === 'latest') return '"latest" is reserved: it always means the newest version.';
  return /^v\d+$/i.test(alias) ? `"${alias}" is reserved: it looks like a version number.` : null;
}
