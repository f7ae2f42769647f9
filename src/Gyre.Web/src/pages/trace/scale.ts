/** A stretch of time in milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** 350 µs, 1.25 ms, 670 ms, 2.1 s, 3 min 5 s: as exact as a span deserves. */
export function formatMillis(millis: number): string {
  const size = Math.abs(millis);
  if (size === 0) return '0';
  if (size < 1) return `${rounded(millis * 1000)} µs`;
  if (size < 999.5) return `${rounded(millis)} ms`;
  const seconds = millis / 1000;
  if (Math.abs(seconds) < 59.95) return `${rounded(seconds)} s`;
  const whole = Math.round(Math.abs(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const text = hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
  return millis < 0 ? `−${text}` : text;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

const minute = 60_000;
const coarse = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
  60 * minute,
  120 * minute,
  360 * minute,
  1440 * minute,
];

/** The round step with which at most so many lines fall into a stretch: 1, 2 or 5 of a power of ten up to 30 s. */
export function stepFor(length: number, most: number): number {
  const least = Math.max(length / Math.max(1, most), 0.001);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least * (1 - 1e-9)) ?? 10 * power;
  if (step <= 30_000) return step;
  return coarse.find((one) => one >= least) ?? Math.ceil(least / (1440 * minute)) * 1440 * minute;
}

/** Times since the beginning of the trace at which a line is drawn. */
export function ticksOf(view: Stretch, origin: number, most: number): number[] {
  const length = view.to - view.from;
  if (!(length > 0)) return [0];
  const step = stepFor(length, most);
  const first = Math.ceil((view.from - origin) / step - 1e-9);
  const ticks: number[] = [];
  for (let index = first; origin + index * step <= view.to + step * 1e-9 && ticks.length < 100; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Where a stretch lies in the view, as shares of it; null when it is outside. */
export function shareOf(from: number, to: number, view: Stretch): { left: number; width: number } | null {
  const length = view.to - view.from;
  if (length <= 0) return { left: 0, width: 1 };
  if (to < view.from || from > view.to) return null;
  const left = Math.max(0, (from - view.from) / length);
  return { left, width: Math.max(0, Math.min(1, (to - view.from) / length) - left) };
}

/** A span with some room around it, within the whole; never shorter than a microsecond. */
export function around(from: number, to: number, whole: Stretch): Stretch {
  const room = Math.max((to - from) * 0.05, 0.0005);
  return { from: Math.max(whole.from, from - room), to: Math.min(whole.to, to + room) };
}
