import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { graphKey, nodesKey } from '@/api/nodes';
import type { LiveEvent } from '@/app/events';
import { useLiveEvents } from '@/app/live';
import { Pacer } from './Pacer';

/** Keeps the graph and the list of node runs fresh while events of the run come, as often as their size allows. */
export function useRefresh(run: string): void {
  const client = useQueryClient();
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    pacer.current = new Pacer(() =>
      Promise.all([graphKey(run), nodesKey(run)].map((queryKey) => client.invalidateQueries({ queryKey }))),
    );
  }, [client, run]);
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.subject === `run/${run}`) pacer.current?.ask();
    },
    [run],
  );
  useLiveEvents(hear);
}
