import { stripAnsi } from '@/kit/log/ansi';
import type { LogStore } from './LogStore';

/** Hits kept; more are not worth stepping through. */
export const mostHits = 100_000;

/** Searches a log a slice at a time, and goes on with what is appended. */
export class LogSearch {
  readonly hits: number[] = [];
  private readonly store: LogStore;
  private readonly wanted: string;
  private next: number;
  private epoch: number;

  constructor(store: LogStore, text: string) {
    this.store = store;
    this.wanted = text.toLowerCase();
    this.next = store.first;
    this.epoch = store.epoch;
  }

  /** Searches for at most so many milliseconds; whether all lines have been looked at. */
  run(milliseconds: number): boolean {
    if (this.wanted === '') return true;
    const until = performance.now() + milliseconds;
    if (this.epoch !== this.store.epoch) this.restart();
    this.next = Math.max(this.next, this.store.first);
    while (this.next < this.store.end && this.hits.length < mostHits) {
      const stop = Math.min(this.store.end, this.next + 2000);
      for (; this.next < stop; this.next++) {
        if (has(this.store.text(this.next), this.wanted)) this.hits.push(this.next);
      }
      if (performance.now() > until) break;
    }
    return this.next >= this.store.end || this.hits.length >= mostHits;
  }

  private restart(): void {
    this.hits.length = 0;
    this.epoch = this.store.epoch;
    this.next = this.store.first;
  }
}

function has(text: string, wanted: string): boolean {
  const plain = text.includes('\u001b') ? stripAnsi(text) : text;
  return plain.toLowerCase().includes(wanted);
}

/** The hit to go to: the next one behind a line, or before it; around the ends. Null without hits. */
export function nextHit(hits: readonly number[], from: number, forward: boolean): number | null {
  if (hits.length === 0) return null;
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] as number) < from + (forward ? 1 : 0)) low = middle + 1;
    else high = middle;
  }
  const at = forward ? low : low - 1;
  return hits[(at + hits.length) % hits.length] ?? null;
}

/** Parts of a text that hold the wanted one and those between, to mark them. */
export function markHits(text: string, wanted: string): { text: string; isHit: boolean }[] {
  const lower = text.toLowerCase();
  const find = wanted.toLowerCase();
  // Letters that change their length when they become small would shift the marks.
  if (find === '' || lower.length !== text.length) return [{ text, isHit: false }];
  const parts: { text: string; isHit: boolean }[] = [];
  let at = 0;
  for (let hit = lower.indexOf(find); hit >= 0 && parts.length < 200; hit = lower.indexOf(find, at)) {
    if (hit > at) parts.push({ text: text.slice(at, hit), isHit: false });
    parts.push({ text: text.slice(hit, hit + find.length), isHit: true });
    at = hit + find.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isHit: false });
  return parts;
}
