import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { TableProps } from '../Table';
import { useGo } from '../To';
import { pinnedOffsets, type Sort, sortRows, visibleColumns } from './model';
import { useRowKeys } from './useRowKeys';

export const rowHeight = 36;
export const headHeight = 37;

/** A scroll bar at the side takes its room from the rows. */
const contentBox = { box: 'content-box' } as const;

/** The state and the handlers of a table: order, window, choice, keys. */
export function useGrid<T>(props: TableProps<T>) {
  const { rows, columns, rowKey, rowLink, selected, onSelect, total, onNeed } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>(contentBox);
  const attach = useMergedRef(scroller, sizeRef);
  const [ownSort, setOwnSort] = useState<Sort>('');
  const sort = props.sort ?? ownSort;
  const serverSorted = onNeed !== undefined;
  const sorted = useMemo(
    () => (serverSorted ? rows : sortRows(rows, columns, sort)),
    [rows, columns, sort, serverSorted],
  );
  const count = Math.max(total ?? 0, sorted.length);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const start = items[0]?.index ?? 0;
  const end = (items.at(-1)?.index ?? -1) + 1;
  useEffect(() => onNeed?.({ start, end }), [onNeed, start, end]);

  const selectable = onSelect !== undefined;
  const shown = useMemo(() => visibleColumns(columns, width, selectable), [columns, width, selectable]);
  const offsets = useMemo(() => pinnedOffsets(shown, selectable), [shown, selectable]);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const go = useGo();
  // Handlers that stay the same: with new ones every row would be drawn again at each step of scrolling.
  const latest = useRef({ sorted, chosen, rowKey, rowLink, onSelect, go });
  useLayoutEffect(() => {
    latest.current = { sorted, chosen, rowKey, rowLink, onSelect, go };
  });
  const open = useCallback((index: number) => {
    const now = latest.current;
    const row = now.sorted[index];
    const link = row === undefined ? undefined : now.rowLink?.(row);
    if (link !== undefined) now.go(link);
  }, []);
  const toggle = useCallback((index: number) => {
    const now = latest.current;
    const row = now.sorted[index];
    if (row === undefined || now.onSelect === undefined) return;
    const after = new Set(now.chosen);
    const key = now.rowKey(row);
    if (!after.delete(key)) after.add(key);
    now.onSelect([...after]);
  }, []);
  const keys = useRowKeys({
    count,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    scroller,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen: open,
    onToggle: selectable ? toggle : undefined,
  });
  const all = sorted.length > 0 && chosen.size >= sorted.length && sorted.every((row) => chosen.has(rowKey(row)));
  return {
    attach,
    sorted,
    count,
    items,
    height: virtual.getTotalSize(),
    shown,
    offsets,
    selectable,
    chosen,
    sort,
    setSort: props.onSort ?? setOwnSort,
    selectAll: selectable
      ? { all, some: chosen.size > 0, toggle: () => onSelect(all ? [] : sorted.map(rowKey)) }
      : null,
    open,
    toggle,
    // A row that was scrolled out of the document cannot be reached with Tab; the first one that is there can.
    active: items.some((item) => item.index === keys.active) ? keys.active : start,
    onKeyDown: keys.onKeyDown,
  };
}
