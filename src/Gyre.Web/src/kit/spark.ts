/** The line of a sparkline: gaps where a value is missing, a flat line in the middle when all are equal. */
export function sparkPath(
  values: readonly (number | null)[],
  width: number,
  height: number,
): { path: string; last: [number, number] | null } {
  const known = values.filter((one): one is number => one !== null && Number.isFinite(one));
  if (known.length === 0) return { path: '', last: null };
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const inner = height - 6;
  const step = values.length > 1 ? (width - 6) / (values.length - 1) : 0;
  let path = '';
  let pen = false;
  let last: [number, number] | null = null;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      pen = false;
      return;
    }
    const share = high > low ? (value - low) / (high - low) : 0.5;
    const point: [number, number] = [round(3 + index * step), round(3 + (1 - share) * inner)];
    path += `${pen ? 'L' : 'M'}${point[0]} ${point[1]}`;
    pen = true;
    last = point;
  });
  return { path, last };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
