import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';

interface Options {
  element: RefObject<HTMLElement | null>;
  onMove: (dx: number, dy: number) => void;
  onZoom: (factor: number, x: number, y: number) => void;
  onClick: (x: number, y: number) => void;
}

interface Point {
  x: number;
  y: number;
}

/** How far a pointer may slip and still click. */
const slip = 4;

/** Dragging moves, two fingers or Ctrl and the wheel zoom, the wheel alone moves, a click that does not slip clicks. */
export function useGestures({ element, onMove, onZoom, onClick }: Options) {
  const pointers = useRef(new Map<number, Point>());
  const slipped = useRef(0);
  const handlers = useRef({ onMove, onZoom });
  useEffect(() => {
    handlers.current = { onMove, onZoom };
  });
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey)
        handlers.current.onZoom(Math.exp(-event.deltaY * unit * 0.01), event.offsetX, event.offsetY);
      else if (event.shiftKey) handlers.current.onMove(-(event.deltaX || event.deltaY) * unit, 0);
      else handlers.current.onMove(-event.deltaX * unit, -event.deltaY * unit);
    };
    target.addEventListener('wheel', wheel, { passive: false });
    return () => target.removeEventListener('wheel', wheel);
  }, [element]);

  const pointOf = (event: PointerEvent<HTMLElement>): Point => ({
    x: event.nativeEvent.offsetX,
    y: event.nativeEvent.offsetY,
  });
  const end = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
    if (pointers.current.size === 0) delete event.currentTarget.dataset['moving'];
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      if (pointers.current.size === 0) slipped.current = 0;
      pointers.current.set(event.pointerId, pointOf(event));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const before = pointers.current.get(event.pointerId);
      if (before === undefined) return;
      const now = pointOf(event);
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      slipped.current += Math.hypot(now.x - before.x, now.y - before.y);
      if (slipped.current <= slip) return;
      event.currentTarget.dataset['moving'] = '';
      if (other === undefined) onMove(now.x - before.x, now.y - before.y);
      else {
        const distance = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
        onZoom(distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const at = pointOf(event);
      const isClick = pointers.current.size === 1 && slipped.current <= slip && event.button === 0;
      end(event);
      if (isClick) onClick(at.x, at.y);
    },
    onPointerCancel: end,
  };
}
