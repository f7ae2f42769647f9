import { own, type Piece, say } from '@/pages/cycle/pieces';
import { cronWords, listWords } from './cron';

export type Kind = 'schedule' | 'interval' | 'event' | 'run-ended' | 'webhook' | 'manual';

export interface When {
  kind: Kind;
  /** Follows "starts a run": "every day at 03:00". */
  words: Piece[];
  /** Where the times of a schedule are meant; null for other kinds. */
  zone: string | null;
  /** The schedule as it is written; null for other kinds. */
  cron: string | null;
}

export const kindWords: Record<Kind, string> = {
  schedule: 'schedule',
  interval: 'interval',
  event: 'event',
  'run-ended': 'end of a run',
  webhook: 'webhook',
  manual: 'manual',
};

/** Reads what the API says in few words about when a trigger fires. */
export function readWhen(when: string): When {
  const plainly = (kind: Kind, words: Piece[]): When => ({ kind, words, zone: null, cron: null });
  const cron = /^cron (.*) \(([^()]+)\)$/s.exec(when);
  if (cron !== null) {
    const [, expression = '', zone = ''] = cron;
    const words = cronWords(expression);
    return {
      kind: 'schedule',
      zone,
      cron: expression,
      words: words === null ? say`on the schedule ${own(expression)} (${own(zone)})` : say`${words} (${own(zone)})`,
    };
  }
  const every = /^every ((?:\d+[dhms])+)$/.exec(when);
  if (every !== null) return plainly('interval', say`every ${lengthWords(every[1] ?? '')}`);
  const ended =
    /^run of (.*?) ((?:succeeded|failed|stopped|cancelled)(?: or (?:succeeded|failed|stopped|cancelled))*)$/s.exec(
      when,
    );
  if (ended !== null)
    return plainly('run-ended', say`when a run of ${own(ended[1] ?? '')} has ${endWords(ended[2] ?? '')}`);
  const events = /^(\d+) events (.+)$/s.exec(when);
  if (events !== null) return plainly('event', say`after every ${events[1] ?? ''} events ${own(events[2] ?? '')}`);
  const event = /^event (.+)$/s.exec(when);
  if (event !== null) return plainly('event', say`on each event ${own(event[1] ?? '')}`);
  if (when === 'webhook') return plainly('webhook', say`when a signed request arrives`);
  if (when === 'by hand') return plainly('manual', say`only when somebody fires it`);
  return plainly('event', say`${own(when)}`);
}

function endWords(states: string): string {
  const words: Record<string, string> = { stopped: 'been stopped', cancelled: 'been cancelled' };
  return listWords(
    states.split(' or ').map((state) => words[state] ?? state),
    'or',
  );
}

/** `1d12h` → "1 day 12 hours". */
export function lengthWords(length: string): string {
  const units: Record<string, string> = { d: 'day', h: 'hour', m: 'minute', s: 'second' };
  const parts = [...length.matchAll(/(\d+)([dhms])/g)].map(([, count = '', unit = '']) => ({
    count,
    unit: units[unit] ?? unit,
  }));
  const [only] = parts;
  if (parts.length === 1 && only?.count === '1') return only.unit;
  return parts.map(({ count, unit }) => `${count} ${unit}${count === '1' ? '' : 's'}`).join(' ');
}

export interface Cause {
  words: string;
  /** The scheduled time, where there is one. */
  at: string | null;
  /** What came from outside: a number or an id. */
  id: string | null;
}

/** What made an occurrence: `cron:TIME`, `every:TIME`, `event:SEQUENCE`, `hook:ID`, `hand:ID`. */
export function readOccurrence(occurrence: string): Cause {
  const colon = occurrence.indexOf(':');
  const [kind, rest] = [occurrence.slice(0, colon), occurrence.slice(colon + 1)];
  switch (kind) {
    case 'cron':
      return { words: 'scheduled for', at: rest, id: null };
    case 'every':
      return { words: 'interval, due', at: rest, id: null };
    case 'event':
      return { words: 'event', at: null, id: rest };
    case 'hook':
      return { words: 'webhook delivery', at: null, id: rest };
    case 'hand':
      return { words: 'fired by a person', at: null, id: null };
    default:
      return { words: '', at: null, id: occurrence };
  }
}

/** Whether a trigger fires now: off, suspended after failures, or on. */
export function stateOf(trigger: {
  enabled: boolean;
  set_aside?: string | null;
}): 'enabled' | 'disabled' | 'set-aside' {
  if (!trigger.enabled) return 'disabled';
  return trigger.set_aside == null ? 'enabled' : 'set-aside';
}

/** What came of a firing: the state of its run where it has one. */
export function resultOf(occurrence: { outcome: string; run_state?: string | null }): string {
  return occurrence.outcome === 'started' && occurrence.run_state != null ? occurrence.run_state : occurrence.outcome;
}
