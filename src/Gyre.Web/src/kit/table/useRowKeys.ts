import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';

interface Options {
  count: number;
  /** Rows in view, for the page keys. */
  page: () => number;
  scroller: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  onOpen: (index: number) => void;
  onToggle: ((index: number) => void) | undefined;
}

/** Where a key moves the focus among `count` rows; null for a key that moves nothing. */
export function moveBy(key: string, from: number, count: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  };
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return to === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, to));
}

/** One row is in the tab order; arrows move it, Enter opens it, Space chooses it. */
export function useRowKeys({ count, page, scroller, scrollTo, onOpen, onToggle }: Options) {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  const current = Math.min(active, Math.max(0, count - 1));

  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row) {
      wanted.current = null;
      row.focus({ preventScroll: true });
    }
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const target = event.target as HTMLElement;
      const index = Number(target.dataset['index'] ?? NaN);
      if (Number.isNaN(index) || event.altKey || event.ctrlKey || event.metaKey) return;
      const to = moveBy(event.key, index, count, page());
      if (to !== null) {
        wanted.current = to;
        setActive(to);
        scrollTo(to);
      } else if (event.key === 'Enter') onOpen(index);
      else if (event.key === ' ' && onToggle !== undefined) onToggle(index);
      else return;
      event.preventDefault();
    },
    [count, page, scrollTo, onOpen, onToggle],
  );
  return { active: current, onKeyDown };
}
