import type { History } from '@/api/tracking';
import { smooth, type Smoothing } from './smooth';

export type XKind = 'step' | 'time' | 'wall';

export const xKinds: readonly { value: XKind; label: string }[] = [
  { value: 'step', label: 'Step' },
  { value: 'time', label: 'Time (relative)' },
  { value: 'wall', label: 'Time (wall clock)' },
];

export interface CurveOptions {
  x: XKind;
  smoothing: Smoothing;
  logX: boolean;
  logY: boolean;
}

/** A line to draw. Where y is NaN the pen is lifted. */
export interface Curve {
  id: string;
  x: Float64Array;
  y: Float64Array;
  /** Points that cannot be drawn: NaN, infinite, or not positive on a logarithmic axis. */
  hidden: number;
}

export interface Extent {
  min: number;
  max: number;
}

/** The horizontal places of a history's points: steps, seconds since its first point, or milliseconds since 1970. */
function xOf(history: History, kind: XKind): Float64Array {
  if (kind === 'step') return history.steps;
  if (kind === 'wall') return history.times;
  const first = history.times.reduce((least, time) => Math.min(least, time), Infinity);
  return history.times.map((time) => (time - first) / 1000);
}

/**
 * A history as a line. The pen is lifted where a value is not finite, and where x goes back: a run that was resumed from
 * an earlier step draws a second stroke instead of a line back over the first. Equal places make a vertical stroke.
 */
export function curveOf(history: History, { x: kind, smoothing, logX, logY }: CurveOptions): Curve {
  const places = xOf(history, kind);
  const values = smooth(history.values, smoothing);
  const x: number[] = [];
  const y: number[] = [];
  let hidden = 0;
  let last = -Infinity;
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number;
    const value = values[index] as number;
    const drawable = Number.isFinite(value) && (!logY || value > 0) && (!logX || place > 0);
    if (!drawable) hidden++;
    if (place < last) {
      x.push(place);
      y.push(NaN);
    }
    x.push(place);
    y.push(drawable ? value : NaN);
    last = place;
  }
  return { id: history.run, x: Float64Array.from(x), y: Float64Array.from(y), hidden };
}

/** The extent of all drawn points; null when there is none. */
export function extentsOf(curves: readonly Curve[]): { x: Extent; y: Extent } | null {
  const [x, y] = [
    { min: Infinity, max: -Infinity },
    { min: Infinity, max: -Infinity },
  ];
  for (const curve of curves) {
    for (let index = 0; index < curve.y.length; index++) {
      const value = curve.y[index] as number;
      const place = curve.x[index] as number;
      if (Number.isNaN(value)) continue;
      if (value < y.min) y.min = value;
      if (value > y.max) y.max = value;
      if (place < x.min) x.min = place;
      if (place > x.max) x.max = place;
    }
  }
  return x.min > x.max ? null : { x, y };
}

/** Room around an extent, so that a flat line and a single point have an axis too. */
export function padded({ min, max }: Extent, log: boolean): Extent {
  if (min < max) return { min, max };
  if (log) return { min: min / 2, max: max * 2 };
  const room = Math.abs(min) * 0.1 || 1;
  return { min: min - room, max: max + room };
}

/**
 * Curves in the flat form of ECharts' "lines" series (count, x, y, x, y, ...), one stroke per unbroken stretch, and the
 * points that stand alone between gaps, which a stroke would not show.
 */
export function flatten(curves: readonly Curve[]): { strokes: Float64Array; dots: Float64Array } {
  let room = 0;
  for (const curve of curves) room += curve.y.length * 3;
  const strokes = new Float64Array(room);
  const dots: number[] = [];
  let end = 0;
  for (const { x, y } of curves) {
    for (let index = 0; index < y.length;) {
      const from = index;
      while (index < y.length && !Number.isNaN(y[index])) index++;
      const count = index - from;
      if (count === 1) dots.push(x[from] as number, y[from] as number);
      if (count > 1) {
        strokes[end++] = count;
        for (let at = from; at < index; at++) {
          strokes[end++] = x[at] as number;
          strokes[end++] = y[at] as number;
        }
      }
      while (index < y.length && Number.isNaN(y[index])) index++;
    }
  }
  return { strokes: strokes.slice(0, end), dots: Float64Array.from(dots) };
}

/** How many points of each run are asked for, so that all of them stay drawable. */
export function pointsFor(runs: number): number {
  if (runs <= 10) return 1000;
  if (runs <= 100) return 400;
  return runs <= 400 ? 200 : 120;
}

export function readX(text: string): XKind {
  return text === 'time' || text === 'wall' ? text : 'step';
}
