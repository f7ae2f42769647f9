import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { type Run, runCountQuery, type RunFilter, runWindowQuery, windowSize } from '@/api/runs';
import { rowsOf, windowsOf } from './windows';

export interface RunWindows {
  /** With holes for rows that are not loaded. */
  rows: readonly Run[];
  total: number;
  loading: boolean;
  error: unknown;
  retry: () => void;
  onNeed: (range: { start: number; end: number }) => void;
}

const none: readonly Run[] = [];

function wholeWindows({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return {
    start: Math.floor(start / windowSize) * windowSize,
    end: Math.max(1, Math.ceil(end / windowSize)) * windowSize,
  };
}

type Window = [index: number, runs: readonly Run[] | undefined];

/** A list of any length, of which only the windows in view are loaded and kept fresh. */
export function useRunWindows(filter: RunFilter): RunWindows {
  const client = useQueryClient();
  const [range, setRange] = useState({ start: 0, end: windowSize });
  const count = useQuery(runCountQuery(filter));
  const total = count.data ?? 0;
  const wanted = useMemo(() => windowsOf(range.start, range.end, total), [range, total]);
  const windows = useQueries({ queries: wanted.map((index) => runWindowQuery(filter, index)) });
  // Windows that were scrolled past are still there; they fill the rows without being asked for again.
  const known = client.getQueriesData<readonly Run[]>({ queryKey: ['runs', 'window', filter] });
  const kept = known.map(([key, runs]): Window => [Number(key[3]), runs]).filter(([index]) => !wanted.includes(index));
  const rows = rowsOf(total, [...kept, ...wanted.map((index, at): Window => [index, windows[at]?.data])]);
  const onNeed = useCallback((inView: { start: number; end: number }) => {
    // Whole windows, so that the page is drawn again only where another one is needed.
    const next = wholeWindows(inView);
    setRange((before) => (before.start === next.start && before.end === next.end ? before : next));
  }, []);
  const failed = windows.find((one) => one.isError && one.data === undefined);
  const loading = count.isPending || (total > 0 && rows[0] === undefined && windows.some((one) => one.isPending));
  const [begun, setBegun] = useState(false);
  if (!begun && !loading) setBegun(true);
  return {
    // Rows that only say that they are being loaded cost as much to draw as the rows themselves, so the table begins with
    // the first of them. Later it stays, because the reader may be in it.
    rows: begun ? rows : none,
    total: begun ? total : 0,
    loading,
    error: (count.isError && count.data === undefined ? count.error : null) ?? failed?.error ?? null,
    retry: () => {
      void count.refetch();
      for (const one of windows) if (one.isError) void one.refetch();
    },
    onNeed,
  };
}
