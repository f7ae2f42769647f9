import { useCallback, useEffect, useRef } from 'react';
import type { LiveEvent } from '@/app/events';
import { useLiveEvents } from '@/app/live';

/** A tracking run that was created, ended, renamed, deleted or restored. */
export interface TrackingChange {
  run: string;
  experiment: string;
}

function changeOf(event: LiveEvent): TrackingChange | null {
  if (!event.type.startsWith('tracking.run-')) return null;
  const data = event.data as { run_id?: unknown; experiment?: unknown } | null;
  return { run: String(data?.run_id ?? ''), experiment: String(data?.experiment ?? '') };
}

/**
 * Calls `onChange` with what has changed since the last call, at most once in `pause` milliseconds: a sweep changes runs
 * many times a second, and a list of runs is dear to load.
 */
export function useTrackingChanges(
  concerns: (change: TrackingChange) => boolean,
  onChange: (changes: TrackingChange[]) => void,
  pause = 2000,
) {
  const latest = useRef({ concerns, onChange });
  useEffect(() => {
    latest.current = { concerns, onChange };
  });
  const waiting = useRef<TrackingChange[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  const hear = useCallback(
    (event: LiveEvent) => {
      const change = changeOf(event);
      if (change === null || !latest.current.concerns(change)) return;
      waiting.current.push(change);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        latest.current.onChange(waiting.current.splice(0));
      }, pause);
    },
    [pause],
  );
  useLiveEvents(hear);
}
