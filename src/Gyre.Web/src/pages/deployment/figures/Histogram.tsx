import { count } from '@/kit';
import classes from './figures.module.css';

interface Props {
  labels: readonly string[];
  counts: readonly number[];
  /** What is counted, one of it. */
  unit: string;
}

/** "40.5K": room for ten beside each other. */
const compact = new Intl.NumberFormat('en-US', { notation: 'compact' });

/** Counts as bars, with their numbers below; whole ones for the pointer and for readers of the screen. */
export function Histogram({ labels, counts, unit }: Props) {
  const most = Math.max(1, ...counts);
  return (
    <ol className={classes.histogram}>
      {labels.map((label, index) => {
        const value = counts[index] ?? 0;
        const words = `${label}: ${count(value, unit)}`;
        return (
          <li key={label} title={words}>
            <svg aria-hidden="true">
              <rect y={`${100 - (value / most) * 100}%`} width="100%" height={`${(value / most) * 100}%`} />
            </svg>
            <span aria-hidden="true">{label}</span>
            <b aria-hidden="true">{compact.format(value)}</b>
            <span className={classes.hidden}>{words}</span>
          </li>
        );
      })}
    </ol>
  );
}
