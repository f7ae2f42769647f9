import type { Evidence, RouteChange } from '@/api/deployments';
import { formatNumber } from '@/kit/format';

/** What was changed, in words. */
export function changeWords({ kind, from_version: from, to_version: to }: RouteChange): string {
  switch (kind) {
    case 'created':
      return `Created with version ${to}`;
    case 'promoted':
      return from == null ? `Version ${to} promoted` : `Version ${to} promoted over ${from}`;
    case 'rolled-back':
      return from == null ? `Rolled back to version ${to}` : `Rolled back from version ${from} to ${to}`;
    case 'configured':
      return 'Shares or settings changed';
    default:
      return `${kind.replaceAll('-', ' ')}: version ${to}`;
  }
}

/** "reward rose from 0.2 to 0.3; latency is 12": what spoke for a change. */
export function evidenceSentence(evidence: readonly Evidence[]): string {
  return evidence
    .map(({ metric, before, value }) => {
      if (before == null) return `${metric} is ${formatNumber(value)}`;
      if (before === value) return `${metric} stayed at ${formatNumber(value)}`;
      const verb = value > before ? 'rose' : 'fell';
      return `${metric} ${verb} from ${formatNumber(before)} to ${formatNumber(value)}`;
    })
    .join('; ');
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  which: 'before' | 'after';
}

/** More metrics than this are too thin to see. */
const mostMetrics = 6;

/**
 * A pair of bars for each metric, before and after, on a line that stands for zero. Each pair has its own scale: metrics
 * of different kinds have nothing to compare.
 */
export function evidenceBars(evidence: readonly Evidence[], width: number, height: number): Bar[] {
  const shown = evidence.slice(0, mostMetrics);
  const slot = width / Math.max(1, shown.length);
  const thick = Math.min(14, (slot - 4) / 2);
  return shown.flatMap(({ before, value }, index) => {
    const values = before == null ? [value] : [before, value];
    const low = Math.min(0, ...values);
    const span = Math.max(0, ...values) - low;
    const yOf = (one: number) => (span === 0 ? height : height - ((one - low) / span) * height);
    return values.map((one, at): Bar => {
      const top = Math.min(yOf(one), yOf(0));
      return {
        x: Math.round(index * slot + (at + 2 - values.length) * (thick + 1)),
        y: Math.round(top * 10) / 10,
        width: Math.round(thick),
        height: Math.max(1, Math.round(Math.abs(yOf(one) - yOf(0)) * 10) / 10),
        which: at === values.length - 1 ? 'after' : 'before',
      };
    });
  });
}
