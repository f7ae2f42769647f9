import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { type Trace, type TraceSearch, tracesQuery } from '@/formats/mlflow/traces';

/** An export takes at most this many; the server gives 100 a request. */
const mostExported = 10_000;

/** Traces, loaded as they come into view. */
export function useTraces(search: TraceSearch, enabled: boolean) {
  const options = tracesQuery(search);
  const result = useInfiniteQuery({ ...options, enabled, placeholderData: keepPreviousData });
  const client = useQueryClient();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = result;
  const traces = useMemo<readonly Trace[]>(() => data?.pages.flatMap((page) => page.traces) ?? [], [data]);
  const need = useCallback(
    ({ end }: { end: number }) => {
      if (end >= traces.length && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [traces.length, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const exportAll = async () => {
    const all = await client.fetchInfiniteQuery({ ...options, pages: mostExported / 100 });
    return all.pages.flatMap((page) => page.traces);
  };
  return { traces, need, exportAll, result };
}
