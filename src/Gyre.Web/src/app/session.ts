import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, del, get, post, setCsrf } from '@/api/client';
import type { components } from '@/api/schema';

/** Who the pages are shown to. */
export type Session = components['schemas']['SessionInfo'];

function keep(session: Session): Session {
  setCsrf(session.csrf ?? null);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => keep(await get('/api/v1/session', { signal })),
  staleTime: 5 * 60_000,
});

export function useSession() {
  return useQuery(sessionQuery);
}

/** Whether the reader may change things; buttons that would be refused are not shown. */
export function useMayChange(): boolean {
  return useSession().data?.scope !== 'read';
}

export async function signIn(token: string): Promise<Session> {
  return keep(await post('/api/v1/session', { body: { token } }));
}

export async function signOut(): Promise<void> {
  try {
    await del('/api/v1/session');
  } catch (error) {
    // Somebody ended the session already: that is what was asked for.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
  setCsrf(null);
}
