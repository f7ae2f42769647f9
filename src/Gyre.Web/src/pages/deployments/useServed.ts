import { useQuery } from '@tanstack/react-query';
import { servedQuery } from '@/api/deployments';
import { useLive } from '@/app/live';

/** Milliseconds between two looks at one deployment, as at the books of one that decides. */
export const closePace = 4000;
/** A list looks at many. */
export const listPace = 15_000;

/** What is served and how it answered. Requests come without events, so it is asked for again while the page is seen. */
export function useServed(name: string, pace: number) {
  const isLive = useLive() === 'live';
  return useQuery({ ...servedQuery(name), refetchInterval: isLive ? pace : false });
}
