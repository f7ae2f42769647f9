import type { Turn } from '@/api/cycles';
import { toNumber } from '@/kit/format';

export interface ChartPoint {
  turn: number;
  x: number;
  /** Null when the turn has no finite objective. */
  y: number | null;
  best: number | null;
}

export interface Tick {
  value: number;
  at: number;
}

export interface ChartModel {
  points: ChartPoint[];
  /** Objectives of neighbouring turns, joined; broken where a turn has none. */
  line: string;
  /** Best so far as steps: it holds until a turn beats it. */
  steps: string;
  yTicks: Tick[];
  xTicks: Tick[];
  /** Where the target stands; null without one. */
  target: number | null;
  /** From here on no turn has been made yet; null when there is no room for more. */
  future: number | null;
  /** Half the room of a turn. */
  half: number;
}

export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function finite(value: unknown): number | null {
  const number = toNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}

/** How many turns have room: a few of those that may still come are shown, but never so many that the past is squeezed. */
export function slotsOf(made: number, most: number, running: boolean): number {
  if (!running) return Math.max(made, 1);
  return Math.max(made, 1, Math.min(most, made + Math.max(4, Math.ceil(made / 2))));
}

export function chartOf(turns: readonly Turn[], slots: number, target: number | null, box: Box): ChartModel {
  const values = turns.map((turn) => ({ objective: finite(turn.objective), best: finite(turn.best_so_far) }));
  const known = values.flatMap(({ objective, best }) => [objective, best]).filter((one) => one !== null);
  const [low, high] = domainOf(target === null ? known : [...known, target]);
  const inner = {
    width: Math.max(1, box.width - box.left - box.right),
    height: Math.max(1, box.height - box.top - box.bottom),
  };
  const half = inner.width / slots / 2;
  const xAt = (index: number) => round(box.left + half * (2 * index + 1));
  const yAt = (value: number) => round(box.top + inner.height * (1 - (value - low) / (high - low)));
  const points = turns.map((turn, index): ChartPoint => {
    const { objective, best } = values[index] ?? { objective: null, best: null };
    return {
      turn: turn.turn,
      x: xAt(index),
      y: objective === null ? null : yAt(objective),
      best: best === null ? null : yAt(best),
    };
  });
  return {
    points,
    line: linePath(points),
    steps: stepPath(points, half),
    yTicks: known.length === 0 ? [] : niceTicks(low, high, 4).map((value) => ({ value, at: yAt(value) })),
    xTicks: turnTicks(slots, Math.max(2, Math.floor(inner.width / 48))).map((turn) => ({
      value: turn,
      at: xAt(turn - 1),
    })),
    target: target === null ? null : yAt(target),
    future: slots > turns.length ? round(box.left + half * 2 * turns.length) : null,
    half,
  };
}

/** A little more than the values span; some room around a single value. */
export function domainOf(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  // The span of ±1e308 is no finite number; half of it is.
  const span = high / 2 - low / 2;
  const room = span === 0 ? Math.max(Math.abs(high) * 0.05, 1e-9) : span * 0.16;
  return [clampFinite(low - room), clampFinite(high + room)];
}

function clampFinite(value: number): number {
  return Math.min(Number.MAX_VALUE / 4, Math.max(-Number.MAX_VALUE / 4, value));
}

function linePath(points: readonly ChartPoint[]): string {
  let path = '';
  let pen = false;
  for (const { x, y } of points) {
    if (y === null) pen = false;
    else {
      path += `${pen ? 'L' : 'M'}${x} ${y}`;
      pen = true;
    }
  }
  return path;
}

function stepPath(points: readonly ChartPoint[], half: number): string {
  let path = '';
  let before: number | null = null;
  for (const { x, best } of points) {
    if (best === null) continue;
    path += before === null ? `M${round(x - half)} ${best}` : best === before ? '' : `H${round(x - half)}V${best}`;
    before = best;
  }
  const last = points.at(-1);
  return before === null || last === undefined ? '' : `${path}H${round(last.x + half)}`;
}

/** About `count` round numbers between two values. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const made: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high && made.length < 20; index++) {
    made.push(Number((index * step).toPrecision(12)));
  }
  return made;
}

/** Numbers of turns to write at the axis: the first, the last, and round ones between. */
export function turnTicks(slots: number, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000].find((one) => slots / one <= most) ?? slots;
  const made = [1];
  for (let turn = step === 1 ? 2 : step; turn <= slots; turn += step) if (turn > 1) made.push(turn);
  const last = made.at(-1) ?? 1;
  if (last !== slots) {
    if (slots - last < step * 0.6 && made.length > 1) made.pop();
    made.push(slots);
  }
  return made;
}

/** The turn under a place of the chart. */
export function turnAt(x: number, points: readonly ChartPoint[], half: number): ChartPoint | null {
  if (points.length === 0 || half <= 0) return null;
  const first = points[0]?.x ?? 0;
  const index = Math.round((x - first) / (2 * half));
  return points[Math.min(points.length - 1, Math.max(0, index))] ?? null;
}

/** Where an arrow key moves the selection among turns 1 to `count`. */
export function turnByKey(key: string, turn: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: turn + 1,
    ArrowUp: turn + 1,
    ArrowLeft: turn - 1,
    ArrowDown: turn - 1,
    PageUp: turn + 10,
    PageDown: turn - 10,
    Home: 1,
    End: count,
  };
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return to === undefined ? null : Math.min(count, Math.max(1, to));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
