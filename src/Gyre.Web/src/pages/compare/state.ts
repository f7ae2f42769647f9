import { useSearchState } from '@/kit';

const defaults = {
  runs: '',
  tab: 'values',
  text: '',
  /** 'show' keeps rows in which all runs agree. */
  same: '',
  system: '',
  /** 'columns' or 'lines'; empty: by the number of runs. */
  layout: '',
  sort: '',
  x: 'step',
  smooth: '',
  charts: '',
  group: '',
  /** Of the artifacts: the file, and the runs it is shown of. */
  path: '',
  of: '',
} as const;

export function useCompareState() {
  return useSearchState<{ [K in keyof typeof defaults]: string }>(defaults);
}

export type CompareState = ReturnType<typeof useCompareState>[0];
export type SetCompareState = ReturnType<typeof useCompareState>[1];
