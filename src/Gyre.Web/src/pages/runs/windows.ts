import { type Run, windowSize } from '@/api/runs';

/** The windows that hold rows `start` to `end` (excluded) of a list. */
export function windowsOf(start: number, end: number, total: number): number[] {
  const last = Math.min(end, Math.max(total, 1)) - 1;
  const first = Math.max(0, Math.min(start, last));
  const windows: number[] = [];
  for (let index = Math.floor(first / windowSize); index <= Math.floor(Math.max(last, 0) / windowSize); index++)
    windows.push(index);
  return windows;
}

/**
 * The rows of a list of which some windows are there, with holes for the rest. While runs are added, windows that were
 * read at different times overlap: a run that was already met is left out.
 */
export function rowsOf(
  total: number,
  windows: readonly (readonly [index: number, runs: readonly Run[] | undefined])[],
): Run[] {
  // Holes are rows that are not loaded; the table asks for them when they come into view.
  const rows = new Array<Run>(total);
  const seen = new Set<string>();
  for (const [index, runs] of [...windows].sort((a, b) => a[0] - b[0])) {
    runs?.forEach((run, at) => {
      const place = index * windowSize + at;
      if (place >= total || seen.has(run.run_id)) return;
      seen.add(run.run_id);
      rows[place] = run;
    });
  }
  return rows;
}
