import { formatNumber } from './format';
import { sparkPath } from './spark';
import classes from './Sparkline.module.css';

interface Props {
  values: readonly (number | null)[];
  width?: number;
  height?: number;
  /** What the line shows, for readers of the screen; the last value is added. */
  label?: string;
}

export function Sparkline({ values, width = 96, height = 24, label = 'Values' }: Props) {
  const { path, last } = sparkPath(values, width, height);
  const ends = values.filter((one): one is number => one !== null && Number.isFinite(one));
  const words =
    ends.length === 0 ? `${label}: no values` : `${label}: ${formatNumber(ends[0])} to ${formatNumber(ends.at(-1))}`;
  return (
    <svg
      className={classes.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <path d={path} />
      {last !== null && <circle cx={last[0]} cy={last[1]} r="2.5" />}
    </svg>
  );
}
