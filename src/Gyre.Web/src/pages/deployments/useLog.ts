import { type InfiniteData, type Query, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { booksQuery, logKey } from '@/api/deployments';
import type { LiveEvent } from '@/app/events';
import { useLive, useLiveEvents } from '@/app/live';
import { Pacer } from '@/pages/cycle/pacer';

/** Milliseconds between two refreshes of the same numbers at least: they are counted from many decisions. */
const pause = 5000;
/** Decisions come without events. The books are cheap to ask for, and tell whether anything else is old. */
const between = 4000;
const prefix = 'deployment/';

/** A list that was scrolled far would be read again from its beginning; its page offers that as a button. */
function isLong({ queryKey, state }: Query): boolean {
  return queryKey[2] === 'decisions' && ((state.data as InfiniteData<unknown> | undefined)?.pages.length ?? 0) > 1;
}

/** Refreshes what is shown of the logs of deployments, one batch after the other. */
function useRefresh(): (name: string) => void {
  const client = useQueryClient();
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    const refresh = (name: string) =>
      client.invalidateQueries({ queryKey: logKey(name), predicate: (query) => !isLong(query) });
    const made = new Pacer((names) => Promise.all(names.map(refresh)), pause);
    pacer.current = made;
    return () => made.stop();
  }, [client]);
  return useCallback((name) => pacer.current?.add(name), []);
}

/** Calls with the deployment whose decisions have settled; only for one when it is named. */
function useHear(refresh: (name: string) => void, only?: string): void {
  const hear = useCallback(
    ({ type, subject }: LiveEvent) => {
      if (type !== 'deployment.settled' || !subject.startsWith(prefix)) return;
      const name = subject.slice(prefix.length);
      if (only === undefined || only === name) refresh(name);
    },
    [only, refresh],
  );
  useLiveEvents(hear);
}

/** Keeps the numbers of all logs that are shown fresh while decisions settle. */
export function useSettled(): void {
  useHear(useRefresh());
}

/** The books of a deployment. While they change and the page is seen, whatever else is shown of its log is kept fresh. */
export function useBooks(name: string) {
  const isLive = useLive() === 'live';
  const books = useQuery({ ...booksQuery(name), refetchInterval: isLive ? between : false });
  const refresh = useRefresh();
  const before = useRef(books.data);
  useEffect(() => {
    if (before.current !== undefined && books.data !== undefined && before.current !== books.data) refresh(name);
    before.current = books.data;
  }, [books.data, name, refresh]);
  useHear(refresh, name);
  return books;
}
