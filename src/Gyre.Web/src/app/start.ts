import { type AnyRouter } from '@tanstack/react-router';
import { baseUrl } from '@/api/base';
import { setUnauthorizedHandler } from '@/api/client';
import { makeLive } from './live';
import { paths } from './nav';
import { queryClient } from './query';
import { sessionQuery } from './session';
import { sayOutdated } from './version';

/** The address of the page below the base path, with its search. */
function ownPath(): string {
  const { pathname, search } = window.location;
  return `/${pathname.slice(baseUrl.pathname.length)}${search}`;
}

/** What events do not change, or what costs the server much: not refreshed when events may have been missed. */
const untouched = new Set(['preview', 'session', 'storage', 'licences', 'health', 'evaluation']);

/** Connects the parts that live as long as the tab: the event stream, the way to the sign-in page, the version. */
export function start(router: AnyRouter): void {
  const live = makeLive({
    open: (address) => new EventSource(address),
    invalidate: (keys) => {
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
    },
    catchUp: (before) => {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey, state }) => !untouched.has(String(queryKey[0])) && state.dataUpdatedAt < before,
      });
    },
    check: () => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });

  setUnauthorizedHandler(() => {
    live.stop();
    if (router.state.location.pathname.endsWith('/sign-in')) return;
    const next = ownPath();
    queryClient.clear();
    router.history.push(`${baseUrl.pathname.replace(/\/$/, '')}${paths.signIn(next === '/' ? undefined : next)}`);
  });

  let version: string | null = null;
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.query.queryKey[0] !== 'session') return;
    const session = queryClient.getQueryData(sessionQuery.queryKey);
    if (session === undefined) return;
    if (session.signed_in) live.start();
    else live.stop();
    if (version !== null && version !== session.version) sayOutdated(session.version);
    version ??= session.version;
  });
  document.addEventListener('visibilitychange', () => {
    // Without a session there is no stream to give back or to take up.
    if (queryClient.getQueryData(sessionQuery.queryKey)?.signed_in === true) live.seen(!document.hidden);
  });
}
