import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  runStreamUrl,
  type TrackingMetric,
  type TrackingRun,
  type TrackingRunInfo,
  trackingRunQuery,
} from '@/api/tracking';
import { withMetrics, withRun } from './live';

/** Follows a run that goes on: its state and its present metrics, at most four times a second. */
export function useRunStream(run: string, follow: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!follow) return;
    const { queryKey } = trackingRunQuery(run);
    const source = new EventSource(runStreamUrl(run));
    const on = <T>(type: string, take: (data: T) => void) =>
      source.addEventListener(type, (event: MessageEvent<string>) => {
        try {
          take(JSON.parse(event.data) as T);
        } catch {
          // Half an event of a connection that broke; the browser connects again and gets the present state.
        }
      });
    on<TrackingRunInfo>('run', (info) => client.setQueryData<TrackingRun>(queryKey, (before) => withRun(before, info)));
    on<{ metrics: TrackingMetric[] }>('metrics', ({ metrics }) =>
      client.setQueryData<TrackingRun>(queryKey, (before) =>
        before === undefined ? before : withMetrics(before, metrics),
      ),
    );
    on('end', () => {
      source.close();
      void client.invalidateQueries({ queryKey });
    });
    return () => source.close();
  }, [client, run, follow]);
}
