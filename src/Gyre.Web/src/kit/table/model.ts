import type { ReactNode } from 'react';

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What sorting and export see; a column without it is neither sorted nor exported. */
  value?: (row: T) => string | number | null | undefined;
  align?: 'right';
  /** Pixels; the least width of a column that grows. Default 120. */
  width?: number;
  /** Takes what is left over. */
  grow?: boolean;
  /** The column goes when the table is narrower than this, in pixels, and before columns with less when room is short. */
  hideBelow?: number;
  /** Stays at the left edge while the table scrolls sideways. */
  pinned?: boolean;
  /** False: no sorting by this column, though it has a value. */
  sortable?: boolean;
}

/** "-created": descending by the column "created"; "" for the order the rows came in. */
export type Sort = string;

export function parseSort(sort: Sort): { id: string; descending: boolean } {
  return sort.startsWith('-') ? { id: sort.slice(1), descending: true } : { id: sort, descending: false };
}

/** A click on a header: ascending, descending, as it came. */
export function nextSort(sort: Sort, id: string): Sort {
  if (sort === id) return `-${id}`;
  return sort === `-${id}` ? '' : id;
}

/**
 * The columns that fit, pinned ones first. One always stays. Columns with `hideBelow` also go, the greatest first, while
 * all of them together are wider than the table: a row that is a few pixels too wide would be cut at its end.
 */
export function visibleColumns<T>(columns: readonly Column<T>[], width: number, selectable: boolean): Column<T>[] {
  let kept = columns.filter((column) => column.hideBelow === undefined || width === 0 || width >= column.hideBelow);
  while (width > 0 && leastWidth(kept, selectable) > width) {
    const first = Math.max(...kept.map((column) => column.hideBelow ?? 0));
    if (first <= 0) break;
    kept = kept.filter((column) => column.hideBelow !== first);
  }
  if (kept.length === 0) kept = columns.slice(0, 1);
  return [...kept.filter((column) => column.pinned), ...kept.filter((column) => !column.pinned)];
}

export const selectWidth = 40;

/** The grid-template-columns of every row. When no column grows, the last one does, so that rows reach the edge. */
export function template<T>(columns: readonly Column<T>[], selectable: boolean): string {
  const grows = columns.some((column) => column.grow);
  const tracks = columns.map((column, index) =>
    column.grow === true || (!grows && index === columns.length - 1)
      ? `minmax(${column.width ?? 120}px, 1fr)`
      : `${column.width ?? 120}px`,
  );
  return (selectable ? [`${selectWidth}px`, ...tracks] : tracks).join(' ');
}

/** The least width of a row, below which the table scrolls sideways. */
export function leastWidth<T>(columns: readonly Column<T>[], selectable: boolean): number {
  return columns.reduce((sum, column) => sum + (column.width ?? 120), selectable ? selectWidth : 0);
}

/** Where each pinned column sticks, in pixels from the left. */
export function pinnedOffsets<T>(columns: readonly Column<T>[], selectable: boolean): Map<string, number> {
  const offsets = new Map<string, number>();
  let left = selectable ? selectWidth : 0;
  for (const column of columns) {
    if (!column.pinned) break;
    offsets.set(column.id, left);
    left += column.width ?? 120;
  }
  return offsets;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** Sorted by the column's values; rows without a value (null, NaN) are last in both directions; equal rows keep their order. */
export function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): readonly T[] {
  const { id, descending } = parseSort(sort);
  const value = columns.find((column) => column.id === id)?.value;
  if (sort === '' || value === undefined) return rows;
  const keyed = rows.map((row) => {
    const key = value(row);
    return { row, key: key === undefined || (typeof key === 'number' && Number.isNaN(key)) ? null : key };
  });
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    return descending ? compare(b.key, a.key) : compare(a.key, b.key);
  });
  return keyed.map((one) => one.row);
}
