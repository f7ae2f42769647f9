import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/client';

/** What passes by itself is tried again; a refusal is shown at once. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 502;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The event stream says what changed; time alone makes nothing stale soon.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && mayPass(error),
    },
    mutations: { retry: false },
  },
});
