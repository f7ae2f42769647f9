import type { Deployment, Served, ServedVersion } from '@/api/deployments';
import { formatDuration, formatNumber } from '@/kit/format';

type Form = Pick<Deployment, 'serves'>;

/** Whether it decides: only then are there decisions, rewards and figures to ask for. */
export function decides({ serves }: Form): boolean {
  return serves === 'policy';
}

/** What its versions do, as "decides" or "answers", for one of them and for several. */
export function verbOf(form: Form): { one: string; many: string } {
  return decides(form) ? { one: 'decides', many: 'decide' } : { one: 'answers', many: 'answer' };
}

const words: Record<string, string> = { policy: 'Policy', model: 'Model', command: 'Program' };

/** "Program": what a deployment serves, in a word. */
export function servesWord({ serves }: Form): string {
  return words[serves] ?? serves;
}

/** Requests that all versions answered. */
export function requestsOf({ versions }: Pick<Served, 'versions'>): number {
  return versions.reduce((sum, { requests }) => sum + requests, 0);
}

/** The median of the times that the champion took, in seconds; null while it has answered nothing. */
export function medianOf({ version, versions }: Pick<Served, 'version' | 'versions'>): number | null {
  return timesOf(versions.find((one) => one.version === version)).median;
}

/** Times that a version took, in seconds: the median, and what 99% stayed below; null while it has answered nothing. */
export function timesOf(version: ServedVersion | undefined): { median: number | null; slow: number | null } {
  if (version === undefined || version.requests === 0) return { median: null, slow: null };
  return { median: version.median_seconds, slow: version.slow_seconds };
}

/** Of what a version saw as a shadow, the share that it answered otherwise; null when it saw nothing. */
export function differingShare(version: ServedVersion | undefined): number | null {
  return version === undefined || version.shadowed === 0 ? null : version.differing / version.shadowed;
}

/** "85 µs", "0.31 ms", "120 ms", "2.5 s": models answer faster than other things last. */
export function latencyWords(seconds: number): string {
  if (seconds >= 1) return formatDuration(seconds);
  const [value, unit] = seconds < 1e-4 ? [seconds * 1e6, 'µs'] : [seconds * 1e3, 'ms'];
  return `${formatNumber(Number(value.toPrecision(3)))} ${unit}`;
}
