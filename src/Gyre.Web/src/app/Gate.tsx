import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Failure } from '@/kit/Failure';
import { Loading } from '@/kit/Loading';
import { useGo } from '@/kit/To';
import { paths } from './nav';
import { useSession } from './session';

/** Shows pages to whoever may see them, and everybody else the sign-in page. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  const go = useGo();
  const path = useRouterState({ select: (state) => state.location.href });
  const away = session.data !== undefined && !session.data.signed_in;
  useEffect(() => {
    if (away) go(paths.signIn(path === '/' ? undefined : path), { replace: true });
  }, [away]); // eslint-disable-line react-hooks/exhaustive-deps -- the way there is taken once, from where the reader was
  if (session.isError && session.data === undefined)
    return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === undefined || away) return <Loading />;
  return children;
}
