import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { pointsFor } from './curves';
import { loadHistories, stampOf, wantedOf } from './histories';

/** The histories of a metric of runs; loaded again only where a run has logged more. */
export function useHistories(runs: readonly TrackingRun[], metric: string, enabled = true) {
  const wanted = useMemo(() => wantedOf(runs, metric), [runs, metric]);
  const most = pointsFor(wanted.length);
  return useQuery({
    queryKey: ['tracking-histories', metric, most, stampOf(wanted)],
    queryFn: ({ signal }) => loadHistories(wanted, metric, most, signal),
    enabled: enabled && wanted.length > 0,
    // The curves of another metric would stand under the wrong name.
    placeholderData: (before, query) => (query?.queryKey[1] === metric ? before : undefined),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
