import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { searchRuns, type TrackingRun, type TrackingSearchRequest } from '@/api/tracking';
import type { StageView } from '@/formats/mlflow/experiments';
import { useTrackingChanges } from './useTrackingChanges';

export interface RunsQuery {
  experiment: string;
  filter: string;
  view: StageView;
  orderBy: readonly string[];
  columns: NonNullable<TrackingSearchRequest['columns']>;
}

/** Pages grow, so that the first is quick and the hundredth thousand does not take hundreds of requests. */
const sizes = [200, 1000, 2000];
const largest = 5000;
/** With more pages than this, a change somewhere does not load all of them again. */
const pagesKeptFresh = 2;

/** Runs of an experiment, loaded as they come into view. */
export function useRuns({ experiment, filter, view, orderBy, columns }: RunsQuery, enabled: boolean) {
  const result = useInfiniteQuery({
    queryKey: ['tracking-table', experiment, { filter, view, orderBy, columns }],
    enabled,
    placeholderData: keepPreviousData,
    initialPageParam: { token: null as string | null, size: sizes[0] as number },
    queryFn: ({ pageParam: { token, size }, signal }) =>
      searchRuns(
        {
          experiments: [Number(experiment)],
          ...(filter === '' ? {} : { filter }),
          view,
          order_by: [...orderBy],
          columns,
          max_results: size,
          page_token: token,
          count: token === null,
        },
        signal,
      ),
    getNextPageParam: (page, pages) =>
      page.next === null ? undefined : { token: page.next, size: sizes[pages.length] ?? largest },
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = result;
  const pages = data?.pages.length ?? 0;
  useTrackingChanges(
    (change) => change.experiment === experiment,
    () => {
      if (pages <= pagesKeptFresh) void refetch();
    },
  );
  const runs = useMemo<readonly TrackingRun[]>(() => data?.pages.flatMap((page) => page.runs) ?? [], [data]);
  const total = data?.pages[0]?.count ?? runs.length;
  const loadUpTo = useCallback(
    (end: number) => {
      if (end > runs.length && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [runs.length, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return { runs, total, loadUpTo, result };
}
