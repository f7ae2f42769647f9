import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { shorten, wordOf } from '@/kit';
import type { CameraStore } from './CameraStore';
import { zoomAt } from './camera';
import { CanvasScene } from './canvasScene';
import classes from './Graph.module.css';
import { Painter } from './Painter';
import { useScene } from './scene';
import { useColors } from './useColors';
import { useGestures } from './useGestures';

/** The drawing on a canvas, for more nodes than a page can hold as elements. */
export function CanvasGraph({ camera }: { camera: CameraStore }) {
  const { picture, tree, selected, focused, onOpen, onToggle } = useScene();
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const colors = useColors();
  const scene = useMemo(() => new CanvasScene(picture), [picture]);

  useEffect(() => {
    if (canvas.current === null) return;
    const made = new Painter(canvas.current, camera);
    painter.current = made;
    return () => made.stop();
  }, [camera]);
  useEffect(() => {
    if (colors !== null) painter.current?.show(scene, tree, colors);
  }, [scene, tree, colors]);
  useEffect(() => painter.current?.mark(selected, focused), [selected, focused]);

  const hitAt = (x: number, y: number) => {
    const { x: left, y: top, zoom } = camera.get();
    return scene.hit((x - left) / zoom, (y - top) / zoom);
  };
  const gestures = useGestures({
    element: canvas,
    onMove: (dx, dy) => {
      const now = camera.get();
      camera.set({ ...now, x: now.x + dx, y: now.y + dy });
    },
    onZoom: (factor, x, y) => camera.set(zoomAt(camera.get(), factor, x, y)),
    onClick: (x, y) => {
      const hit = hitAt(x, y);
      if (hit === null) return;
      if (hit.onFold) onToggle(hit.name);
      else onOpen(hit.name);
    },
  });
  const hover = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 0) return;
    const name = hitAt(event.nativeEvent.offsetX, event.nativeEvent.offsetY)?.name ?? null;
    if (name !== over) setOver(name);
  };
  const item = over === null ? undefined : tree.items.get(over);
  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      role="img"
      aria-label={`Graph of ${picture.drawing.shown.length.toLocaleString('en-US')} node runs. The list has the same content.`}
      data-over={item === undefined ? undefined : ''}
      title={item === undefined ? undefined : `${shorten(item.name, 200)}: ${wordOf(item.state)}`}
      {...gestures}
      onPointerMove={(event) => {
        gestures.onPointerMove(event);
        hover(event);
      }}
    />
  );
}
