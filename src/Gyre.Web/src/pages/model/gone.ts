import { ApiError } from '@/api/client';

/** Whether the answer was that there is no such thing. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
