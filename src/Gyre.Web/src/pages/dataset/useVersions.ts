import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { versionsQuery } from '@/api/datasets';

/** The versions of a dataset that are loaded, newest first. */
export function useVersions(project: string, dataset: string) {
  const result = useInfiniteQuery(versionsQuery(project, dataset));
  const versions = useMemo(() => result.data?.pages.flatMap((page) => page.versions) ?? [], [result.data]);
  return { ...result, versions };
}
