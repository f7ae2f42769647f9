import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import { Failure } from './Failure';
import { Loading } from './Loading';

interface Props<T> {
  result: UseQueryResult<T>;
  /** Bars while it loads. */
  rows?: number;
  children: (data: T) => ReactNode;
}

/** The server does not answer: the bar above the page says so once, for all of it. */
function isAway(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

/** The three states of what was asked. Data that is there stays when a refresh fails, with the failure above it. */
export function Query<T>({ result, rows, children }: Props<T>) {
  const retry = () => void result.refetch();
  if (result.data !== undefined) {
    return (
      <>
        {result.isError && !isAway(result.error) && <Failure error={result.error} onRetry={retry} />}
        {children(result.data)}
      </>
    );
  }
  if (result.isError) return <Failure error={result.error} onRetry={retry} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
