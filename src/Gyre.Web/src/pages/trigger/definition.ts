import type { Definition } from '@/api/triggers';
import { count, formatDuration } from '@/kit/format';
import { listWords } from './cron';

/** "every 3 events within 1 h"; null for sources that count nothing. */
export function countWords({ count: events, window_seconds }: Definition['source']): string | null {
  if (events == null) return null;
  const within = window_seconds == null ? '' : ` within ${formatDuration(window_seconds)}`;
  return events === 1 ? 'each event' : `every ${events.toLocaleString('en-US')} events${within}`;
}

/** "succeeded or stopped"; null for sources that watch no runs. */
export function statesWords({ states }: Definition['source']): string | null {
  return states == null ? null : listWords([...states], 'or');
}

/** What becomes of times at which no server was there. */
export function missedWords({ mode, bound, tolerance_seconds }: Definition['missed']): string {
  const late = `more than ${formatDuration(tolerance_seconds)} late`;
  if (mode === 'skip') return `skipped when ${late}`;
  return mode === 'all'
    ? `the latest ${bound} are made up for when ${late}`
    : `the last one is made up for when ${late}`;
}

/** What a firing does while a run of the trigger is under way. */
export function busyWords({ mode, max_running, queue_bound }: Definition['concurrency']): string {
  const room = `while ${count(max_running, 'run')} ${max_running === 1 ? 'is' : 'are'} under way, a firing`;
  if (mode === 'queue') return `${room} waits; at most ${queue_bound} wait`;
  return mode === 'cancel-previous' ? `${room} cancels the oldest run` : `${room} is skipped`;
}

export function limitsWords(definition: Definition): string {
  const { max_starts_per_hour, max_failures, max_depth } = definition;
  return [
    `at most ${count(max_starts_per_hour, 'start')} an hour`,
    `suspended after ${count(max_failures, 'failure')} in a row`,
    `at most ${count(max_depth, 'run')} that trigger each other`,
  ].join('; ');
}
