import { Button } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { NodeRun } from '@/api/nodes';
import type { Run } from '@/api/runs';
import { formatDuration, Icon, IconButton, toMillis, useNow } from '@/kit';
import time from '@/kit/timeRows.module.css';
import frame from '../frame.module.css';
import { Axis } from './Axis';
import { type Bar, barsOf, moveSpan, type Span, wholeSpan, zoomSpan } from './bars';
import { GanttRow } from './GanttRow';
import classes from './Gantt.module.css';

const rowHeight = 28;

interface Props {
  run: Run;
  nodes: readonly NodeRun[];
  selected: string | null;
  onOpen: (name: string) => void;
}

/** Node runs in time: rows as they are in the graph, the time in the queue apart from the time at work. */
export function GanttView({ run, nodes, selected, onOpen }: Props) {
  const now = useNow(run.ended_at == null);
  const bars = useMemo(() => barsOf(nodes, now), [nodes, now]);
  const origin = toMillis(run.created_at) ?? 0;
  const whole = useMemo(
    () => wholeSpan(bars, origin, toMillis(run.ended_at) ?? now),
    [bars, origin, run.ended_at, now],
  );
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const span = zoomed ?? whole;
  const change = (next: Span) => setZoomed(next.from <= whole.from && next.to >= whole.to ? null : next);
  const zoom = (factor: number) => change(zoomSpan(span, whole, factor, (span.from + span.to) / 2));
  const move = (sign: number) => change(moveSpan(span, whole, ((span.to - span.from) / 3) * sign));
  return (
    <div className={frame.frame}>
      <div className={frame.bar}>
        <Legend />
        <span className={frame.space} />
        <span className={frame.note}>{formatDuration((span.to - span.from) / 1000)}</span>
        <IconButton icon="left" label="Earlier" disabled={zoomed === null} onClick={() => move(-1)} />
        <IconButton icon="right" label="Later" disabled={zoomed === null} onClick={() => move(1)} />
        <IconButton icon="dash" label="Zoom out" disabled={zoomed === null} onClick={() => zoom(0.5)} />
        <IconButton icon="plus" label="Zoom in" onClick={() => zoom(2)} />
        <Button variant="subtle" color="gray" disabled={zoomed === null} onClick={() => setZoomed(null)}>
          Whole run
        </Button>
      </div>
      <Rows bars={bars} span={span} whole={whole} origin={origin} selected={selected} onOpen={onOpen} onSpan={change} />
    </div>
  );
}

function Legend() {
  return (
    <span className={classes.legend}>
      <span className={classes.queue} aria-hidden="true" /> in the queue
      <span className={classes.work} aria-hidden="true" /> at work
      <span className={classes.hit} aria-hidden="true">
        <Icon name="bolt" size={12} />
      </span>
      from the cache
    </span>
  );
}

interface RowsProps {
  bars: readonly Bar[];
  span: Span;
  whole: Span;
  origin: number;
  selected: string | null;
  onOpen: (name: string) => void;
  onSpan: (span: Span) => void;
}

function Rows({ bars, span, whole, origin, selected, onOpen, onSpan }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const both = useMergedRef(scroller, ref);
  const names = width < 560 ? 120 : 240;
  const virtual = useVirtualizer({
    count: bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useTimeWheel(scroller, names, span, whole, onSpan);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof HTMLElement ? Number(event.target.dataset['row'] ?? NaN) : NaN;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (Number.isNaN(from) || by === 0) return;
    const to = Math.min(bars.length - 1, Math.max(0, from + by));
    event.preventDefault();
    virtual.scrollToIndex(to);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus({ preventScroll: true }),
    );
  };
  const vars = { '--names': `${names}px` } as CSSProperties;
  return (
    <div
      ref={both}
      className={time.scroller}
      style={vars}
      role="table"
      aria-label="Node runs in time"
      aria-rowcount={bars.length + 1}
      onKeyDown={onKeyDown}
    >
      <Axis span={span} origin={origin} width={width - names} />
      <div role="rowgroup" className={time.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const bar = bars[item.index];
          return bar === undefined ? null : (
            <GanttRow
              key={bar.name}
              bar={bar}
              index={item.index}
              top={item.start}
              span={span}
              selected={bar.name === selected}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Ctrl and the wheel zoom in time around the pointer; Shift and the wheel move. The wheel alone scrolls the rows. */
function useTimeWheel(
  scroller: { current: HTMLElement | null },
  names: number,
  span: Span,
  whole: Span,
  onSpan: (span: Span) => void,
) {
  const state = useRef({ names, span, whole, onSpan });
  useEffect(() => {
    state.current = { names, span, whole, onSpan };
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const wheel = (event: WheelEvent) => {
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (!event.ctrlKey && !event.metaKey && sideways === 0) return;
      event.preventDefault();
      const now = state.current;
      const box = element.getBoundingClientRect();
      const track = Math.max(1, box.width - now.names);
      const length = now.span.to - now.span.from;
      if (event.ctrlKey || event.metaKey) {
        const at = now.span.from + (Math.max(0, event.clientX - box.left - now.names) / track) * length;
        now.onSpan(zoomSpan(now.span, now.whole, Math.exp(-event.deltaY * 0.005), at));
      } else now.onSpan(moveSpan(now.span, now.whole, (sideways / track) * length));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [scroller]);
}
