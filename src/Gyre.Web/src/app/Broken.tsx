import { useRouter } from '@tanstack/react-router';
import { Failure } from '@/kit/Failure';

/** A page that threw: the shell stays, the rest of the application is reachable. */
export function Broken({ error }: { error: unknown }) {
  const router = useRouter();
  return <Failure error={error} onRetry={() => void router.invalidate()} />;
}
