import type { History } from '@/api/tracking';

/**
 * At most about `most` points that look the same: of each stretch the first, the least, the greatest and the last, in
 * order. What the server does for one run; here for answers that hold whole histories of many.
 */
export function thin(history: History, most: number): History {
  const { values } = history;
  if (values.length <= most) return history;
  const stretches = Math.max(1, Math.floor(most / 4));
  const kept: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((values.length * stretch) / stretches);
    const to = Math.floor((values.length * (stretch + 1)) / stretches);
    kept.push(...extremes(values, from, to));
  }
  const pick = (all: Float64Array) => Float64Array.from(kept, (index) => all[index] as number);
  return { ...history, steps: pick(history.steps), times: pick(history.times), values: pick(values) };
}

function extremes(values: Float64Array, from: number, to: number): number[] {
  let [least, greatest] = [from, from];
  for (let index = from + 1; index < to; index++) {
    const value = values[index] as number;
    if (value < (values[least] as number) || Number.isNaN(values[least])) least = index;
    if (value > (values[greatest] as number) || Number.isNaN(values[greatest])) greatest = index;
  }
  return [...new Set([from, least, greatest, to - 1])].sort((a, b) => a - b);
}
