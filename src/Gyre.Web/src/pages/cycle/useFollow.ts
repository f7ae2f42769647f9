import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { graphKey } from '@/api/nodes';
import type { LiveEvent } from '@/app/events';
import { useLiveEvents } from '@/app/live';
import { Pacer } from './pacer';

/** Milliseconds between two refreshes at least. */
const pause = 500;

/**
 * Keeps the turn shown and the turn under way fresh. Events of their nodes name the run only, but they change the states
 * on the ring as well as the costs and metrics of the cycle; a large graph is asked for as often as it can be answered.
 */
export function useFollow(cycle: string, shown: string | undefined, newest: string | undefined): void {
  const client = useQueryClient();
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    const made = new Pacer((runs) => {
      const keys = [...runs.map((run) => graphKey(run)), ['cycle', cycle]];
      return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    }, pause);
    pacer.current = made;
    return () => made.stop();
  }, [client, cycle]);
  const hear = useCallback(
    (event: LiveEvent) => {
      const run = [shown, newest].find((one) => one !== undefined && event.subject === `run/${one}`);
      if (run !== undefined) pacer.current?.add(run);
    },
    [shown, newest],
  );
  useLiveEvents(hear);
}
