import { useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { paths } from '@/app/nav';
import type { SearchState } from '@/app/search';

/** State of the panel that belongs to one node run and makes no sense for the next. */
const ofOneNode = ['line', 'find', 'file', 'metric', 'best'];

/** The address of a node run's panel beside the view as it is now. */
export function useNodeLink(run: string): (node: string, tab?: string) => string {
  const search: SearchState = useSearch({ strict: false });
  return useCallback(
    (node, tab) => {
      const kept = Object.fromEntries(Object.entries(search).filter(([key]) => !ofOneNode.includes(key)));
      return paths.run(run, { ...kept, node, ...(tab === undefined ? {} : { tab }) });
    },
    [run, search],
  );
}
