import { useState } from 'react';
import { copyText } from './clipboard';
import {
  formatBytes,
  formatDuration,
  formatExact,
  formatNumber,
  formatRelative,
  formatTime,
  type NumberLike,
  toMillis,
  toNumber,
} from './format';
import { useNow } from './useNow';
import classes from './values.module.css';

/** A time in the reader's zone, the exact one on hover. */
export function Time({ at, relative }: { at: string | number | null | undefined; relative?: boolean }) {
  const millis = toMillis(at);
  const now = useNow(relative === true && millis !== null);
  if (millis === null) return <span className={classes.none}>–</span>;
  return (
    <time dateTime={new Date(millis).toISOString()} title={formatExact(millis)} className={classes.value}>
      {relative === true ? formatRelative(millis, now) : formatTime(millis, now)}
    </time>
  );
}

export function Duration({ seconds }: { seconds: number | null | undefined }) {
  if (seconds === null || seconds === undefined) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.value} title={`${seconds} seconds`}>
      {formatDuration(seconds)}
    </span>
  );
}

export function Bytes({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.value} title={`${value.toLocaleString('en-US')} bytes`}>
      {formatBytes(value)}
    </span>
  );
}

/** Five significant digits, the exact value on hover. */
export function Num({ value }: { value: NumberLike }) {
  if (value === null || value === undefined) return <span className={classes.none}>–</span>;
  const number = toNumber(value);
  return (
    <span className={classes.value} title={number === null ? undefined : String(number)}>
      {formatNumber(value)}
    </span>
  );
}

/** An id: monospace, shortened when `short`, copied with a click. */
export function Id({ value, short }: { value: string; short?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(value))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const shown = copied ? 'copied' : short === true ? shortId(value) : value;
  return (
    <button
      type="button"
      className={classes.id}
      title={`${value} – copy`}
      aria-label={`${shown}, copy ${value}`}
      onClick={() => void copy()}
    >
      {shown}
    </button>
  );
}

/** The end of an id tells more than its beginning, which is a time; digests are known by their beginning. */
export function shortId(value: string): string {
  if (value.startsWith('sha256:')) return value.slice(7, 19);
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value)) return value.slice(-8);
  return value.length > 12 ? `${value.slice(0, 11)}…` : value;
}
