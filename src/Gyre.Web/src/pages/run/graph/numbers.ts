/** The value at an index that is known to be there. */
export function num(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}

/** Adds to the value at an index and returns it. */
export function bump(values: Int32Array | Float64Array, index: number, by = 1): number {
  return (values[index] = num(values, index) + by);
}
