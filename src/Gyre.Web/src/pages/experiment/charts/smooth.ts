export type Smoothing = { kind: 'none' } | { kind: 'ema'; weight: number } | { kind: 'average'; window: number };

export const noSmoothing: Smoothing = { kind: 'none' };

/** "", "ema-0.6", "average-10". */
export function readSmoothing(text: string): Smoothing {
  const [kind, amount] = text.split('-', 2);
  const number = Number(amount);
  if (kind === 'ema' && number > 0 && number < 1) return { kind: 'ema', weight: number };
  if (kind === 'average' && Number.isInteger(number) && number > 1 && number <= 10_000)
    return { kind: 'average', window: number };
  return noSmoothing;
}

export function writeSmoothing(smoothing: Smoothing): string {
  if (smoothing.kind === 'ema') return `ema-${smoothing.weight}`;
  return smoothing.kind === 'average' ? `average-${smoothing.window}` : '';
}

/** Smoothed values; what is not finite stays where it is, so gaps do not close, and counts for nothing. O(n). */
export function smooth(values: Float64Array, smoothing: Smoothing): Float64Array {
  if (smoothing.kind === 'none') return values;
  return smoothing.kind === 'ema' ? ema(values, smoothing.weight) : runningAverage(values, smoothing.window);
}

/** Exponential moving average without the pull to zero at its start (Kingma and Ba 2015, bias correction). */
function ema(values: Float64Array, weight: number): Float64Array {
  const made = new Float64Array(values.length);
  let [sum, share] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) {
      made[index] = value;
      continue;
    }
    sum = weight * sum + (1 - weight) * value;
    share = weight * share + (1 - weight);
    made[index] = sum / share;
  }
  return made;
}

/** The mean of the window around each point; at the ends of what is there of it. */
function runningAverage(values: Float64Array, window: number): Float64Array {
  const made = new Float64Array(values.length);
  const before = Math.floor(window / 2);
  const after = window - before - 1;
  // Sums from the start; a difference of two is the sum of a window.
  const sums = new Float64Array(values.length + 1);
  const counts = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const finite = Number.isFinite(value);
    sums[index + 1] = (sums[index] as number) + (finite ? value : 0);
    counts[index + 1] = (counts[index] as number) + (finite ? 1 : 0);
  }
  for (let index = 0; index < values.length; index++) {
    const from = Math.max(0, index - before);
    const to = Math.min(values.length, index + after + 1);
    const count = (counts[to] as number) - (counts[from] as number);
    const value = values[index] as number;
    made[index] = Number.isFinite(value) && count > 0 ? ((sums[to] as number) - (sums[from] as number)) / count : value;
  }
  return made;
}
