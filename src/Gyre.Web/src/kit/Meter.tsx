import { formatNumber } from './format';
import classes from './Meter.module.css';

/** A share of a whole as a bar; the label says it in words. */
export function Meter({ value, max = 1, label }: { value: number; max?: number; label: string }) {
  const share = max > 0 && Number.isFinite(value) ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      className={classes.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Number.isFinite(value) ? value : 0}
      title={`${label}: ${formatNumber(value)} of ${formatNumber(max)}`}
    >
      <div className={classes.fill} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
