import { type PointerEvent, useRef, useState } from 'react';
import { type Box, boxOf } from './geometry';

interface Options {
  /** The pointer moves without dragging; null when it leaves. */
  onMove: (place: readonly [x: number, y: number] | null) => void;
  onClick: (x: number, y: number) => void;
  onBox: (box: Box) => void;
}

/** How far a drag has to go to be one, in pixels. */
const least = 6;

function placeIn(event: PointerEvent<HTMLElement>): [number, number] {
  const rect = event.currentTarget.getBoundingClientRect();
  return [event.clientX - rect.left, event.clientY - rect.top];
}

/** Drags over an element as boxes; a drag that goes nowhere is a click. */
export function useDrag({ onMove, onClick, onBox }: Options) {
  const [box, setBox] = useState<Box | null>(null);
  const from = useRef<readonly [number, number] | null>(null);
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = placeIn(event);
      onMove(null);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const place = placeIn(event);
      if (from.current === null) onMove(place);
      else setBox(boxOf(...from.current, ...place));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (from.current === null) return;
      const place = placeIn(event);
      const made = boxOf(...from.current, ...place);
      from.current = null;
      setBox(null);
      if (made.right - made.left < least && made.bottom - made.top < least) onClick(...place);
      else onBox(made);
    },
    onPointerCancel: () => {
      from.current = null;
      setBox(null);
    },
    onPointerLeave: () => onMove(null),
  };
  return { box, handlers };
}
