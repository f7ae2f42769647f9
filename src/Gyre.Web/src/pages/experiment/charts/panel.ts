import type { TrackingRun } from '@/api/tracking';
import type { Group } from '../grouping';
import type { XKind } from './curves';
import type { Smoothing } from './smooth';

/** What all charts of a page share. */
export interface ChartContext {
  runs: readonly TrackingRun[];
  groups: readonly Group[] | null;
  colours: ReadonlyMap<string, string>;
  nameOf: (id: string) => string;
  x: XKind;
  smoothing: Smoothing;
  onOpen: (run: string) => void;
  /** Runs marked with a brush; a condition for the server that means the same, where there is one. */
  onMark: (runs: readonly string[] | null, clause: string | null) => void;
}

export const grey = '#8a949e';
export const chartHeight = 280;
