import { useElementSize, useMergedRef } from '@mantine/hooks';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import time from '@/kit/timeRows.module.css';
import { formatMillis, shareOf, type Stretch, ticksOf } from './scale';
import { SpanRow } from './SpanRow';
import { type SpanNode, stepOf } from './tree';
import classes from './Waterfall.module.css';

interface Props {
  rows: readonly SpanNode[];
  folded: ReadonlySet<string>;
  /** Searching shows everything it found, so nothing can be folded then. */
  canFold: boolean;
  view: Stretch;
  origin: number;
  selected: string;
  onSelect: (id: string) => void;
  onFold: (node: SpanNode) => void;
}

export const rowHeight = 28;

/** Spans as a tree beside their bars in time. Only the rows in view are drawn. */
export function Waterfall({ rows, folded, canFold, view, origin, selected, onSelect, onFold }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(scroller, sizeRef);
  const names = width < 520 ? Math.max(132, Math.round(width * 0.45)) : Math.round(Math.min(360, width * 0.38));
  const [focused, setFocused] = useState(0);
  const active = Math.min(focused, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 12,
    // The row that has the focus stays in the document, so that Tab finds it again.
    rangeExtractor: (range) =>
      [...new Set([Math.max(0, active), ...defaultRangeExtractor(range)])].toSorted((a, b) => a - b),
  });
  const focus = useCallback(
    (index: number) => {
      setFocused(index);
      virtual.scrollToIndex(index);
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true }),
      );
    },
    [virtual],
  );
  useShownOnce(rows, selected, (index) => {
    setFocused(index);
    virtual.scrollToIndex(index, { align: 'center' });
  });
  const onKeyDown = useKeys({
    rows,
    folded,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2),
    onFocus: focus,
    onSelect,
    onFold: canFold ? onFold : null,
  });
  return (
    <div
      ref={ref}
      className={time.scroller}
      style={{ '--names': `${names}px` } as CSSProperties}
      role="treegrid"
      aria-label="Spans in time"
      aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}
    >
      <Axis view={view} origin={origin} width={width - names} />
      <div role="rowgroup" className={time.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const node = rows[item.index];
          return node === undefined ? null : (
            <SpanRow
              key={item.index}
              node={node}
              index={item.index}
              top={item.start - rowHeight}
              view={view}
              origin={origin}
              isOpen={node.children.length === 0 ? null : !canFold || !folded.has(node.span.id)}
              isSelected={node.span.id === selected}
              isFocusable={item.index === Math.max(0, active)}
              onFocus={setFocused}
              onSelect={onSelect}
              onFold={canFold ? onFold : null}
            />
          );
        })}
      </div>
    </div>
  );
}

interface Keys {
  rows: readonly SpanNode[];
  folded: ReadonlySet<string>;
  /** Rows that PageDown goes on by. */
  page: () => number;
  onFocus: (index: number) => void;
  onSelect: (id: string) => void;
  onFold: ((node: SpanNode) => void) | null;
}

/** The keys of a tree: arrows, Home, End, pages; Enter selects. */
function useKeys({ rows, folded, page, onFocus, onSelect, onFold }: Keys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = rows[Number(row)];
    if (node === undefined) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(node.span.id);
      return;
    }
    const step = stepOf(event.key, rows, Number(row), folded, page());
    if (step === null) return;
    event.preventDefault();
    if ('go' in step) onFocus(step.go);
    else onFold?.(step.fold);
  };
}

/** Brings the span of the address into view when the page opens, and not again. */
function useShownOnce(rows: readonly SpanNode[], selected: string, show: (index: number) => void) {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || rows.length === 0) return;
    done.current = true;
    const index = rows.findIndex((node) => node.span.id === selected);
    if (index > 0) show(index);
  });
}

function Axis({ view, origin, width }: { view: Stretch; origin: number; width: number }) {
  const ticks = ticksOf(view, origin, Math.max(1, Math.floor(width / 88)));
  return (
    <div role="row" className={time.axis} aria-rowindex={1}>
      <span role="columnheader" className={time.corner}>
        Span
      </span>
      <span
        role="columnheader"
        className={`${time.track} ${classes.track}`}
        aria-label="Time since the beginning of the trace"
      >
        {ticks.map((tick) => {
          const place = shareOf(origin + tick, origin + tick, view);
          return place === null || place.left > 0.97 ? null : (
            <span key={tick} className={time.tick} style={{ left: `${place.left * 100}%` }}>
              {formatMillis(tick)}
            </span>
          );
        })}
      </span>
    </div>
  );
}
