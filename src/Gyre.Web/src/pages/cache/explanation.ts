import type { CacheExplanation, NodeRun } from '@/api/nodes';
import type { Entry } from '@/api/cache';

type Difference = CacheExplanation['differences'][number];

const mostParts = 3;

/** "Miss because parameter rows and code differ": the answer in one line. Null where only the server's sentence tells. */
export function becauseOf(told: Pick<CacheExplanation, 'cache' | 'differences'>): string | null {
  switch (told.cache) {
    case 'hit':
      return 'Hit because all parts of the key match an earlier result.';
    case 'reused':
      return 'Reused because the run itself named the earlier result.';
    case 'miss':
      return told.differences.length === 0
        ? null
        : `Miss because ${differing(told.differences.map((one) => one.part))}.`;
    default:
      return null;
  }
}

function differing(parts: readonly string[]): string {
  if (parts.length === 1) return `${parts[0]} differs`;
  const more = parts.length - mostParts;
  const shown = more > 0 ? [...parts.slice(0, mostParts), `${more} more`] : parts;
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} differ`;
}

/** A value cut in three: `changed` is what the other one does not have. */
export interface Marked {
  start: string;
  changed: string;
  end: string;
}

/** What two values begin and end with is the same; the middle is what a reader looks for. */
export function mark(before: string, now: string): { before: Marked; now: Marked } {
  // By characters, so that no emoji is cut in half.
  const [old, fresh] = [[...before], [...now]];
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const cut = (text: readonly string[]): Marked => ({
    start: text.slice(0, start).join(''),
    changed: text.slice(start, text.length - end).join(''),
    end: text.slice(text.length - end).join(''),
  });
  return { before: cut(old), now: cut(fresh) };
}

export interface Side {
  /** Which one, for readers of the screen too. */
  word: 'Earlier' | 'Now';
  /** Null: the part was not there. */
  value: Marked | null;
}

/** Both sides of a difference, the differing middle marked where both are there. */
export function sidesOf(difference: Difference): [Side, Side] {
  const { before, now } = difference;
  if (before == null || now == null) {
    const whole = (text: string | null | undefined) => (text == null ? null : { start: text, changed: '', end: '' });
    return [
      { word: 'Earlier', value: whole(before) },
      { word: 'Now', value: whole(now) },
    ];
  }
  const marked = mark(before, now);
  return [
    { word: 'Earlier', value: marked.before },
    { word: 'Now', value: marked.now },
  ];
}

/** `train.py changed: lines 3-9; lib.py is new` as one line per file. */
export function detailLines(detail: string | null | undefined): string[] {
  return (detail ?? '')
    .split('; ')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Node runs worth asking about: those that asked the cache first. */
export function nodeNames(nodes: readonly Pick<NodeRun, 'name' | 'cache'>[]): string[] {
  const asked = nodes.filter((node) => node.cache !== 'off');
  const rest = nodes.filter((node) => node.cache === 'off');
  return [...new Set([...asked, ...rest].map((node) => node.name))];
}

/** Whether the text is a whole run id, so that its nodes can be asked for. */
export function isRunId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

export interface NodeLoss {
  node: string;
  entries: number;
  hits: number;
}

/** What each node loses: an entry belongs to the node that its path begins with, without the number of a trial or iteration. */
export function lossesOf(nodes: readonly string[], entries: readonly Pick<Entry, 'name' | 'hits'>[]): NodeLoss[] {
  const losses = new Map(nodes.map((node) => [node, { node, entries: 0, hits: 0 }]));
  for (const entry of entries) {
    const node = owner(entry.name, losses);
    const loss = losses.get(node) ?? { node, entries: 0, hits: 0 };
    loss.entries += 1;
    loss.hits += entry.hits;
    losses.set(node, loss);
  }
  return [...losses.values()];
}

/** The longest of the nodes that the path lies in; the path without numbers when there is none. */
function owner(path: string, nodes: ReadonlyMap<string, unknown>): string {
  const parts = path.replace(/\[\d+\]/g, '').split('/');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('/');
    if (nodes.has(name)) return name;
  }
  return nodes.has(path) ? path : parts.join('/');
}
