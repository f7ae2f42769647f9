import { useEffect, useRef } from 'react';
import { toneOf } from '@/kit';
import { boundsOf, seen } from './camera';
import type { CameraStore } from './CameraStore';
import classes from './Graph.module.css';
import { num } from './numbers';
import { useScene } from './scene';
import { useColors } from './useColors';

const width = 168;
const height = 104;

/** The whole drawing, small, with a frame around what is in view. A click or drag goes there. */
export function MiniMap({ camera }: { camera: CameraStore }) {
  const { picture, tree } = useScene();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useColors();
  const { layout, drawing } = picture;
  const bounds = boundsOf(layout);
  const scale = Math.min(width / Math.max(1, bounds.width), height / Math.max(1, bounds.height)) * 0.92;
  const left = (width - bounds.width * scale) / 2 - bounds.x * scale;
  const top = (height - bounds.height * scale) / 2 - bounds.y * scale;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context == null || colors === null) return;
    const density = window.devicePixelRatio;
    element.width = width * density;
    element.height = height * density;
    // Nodes are drawn once; only the frame follows the camera.
    const nodes = document.createElement('canvas');
    nodes.width = element.width;
    nodes.height = element.height;
    const pen = nodes.getContext('2d');
    if (pen === null) return;
    pen.scale(density, density);
    drawing.shown.forEach(({ item, open }, at) => {
      if (open) return;
      pen.fillStyle = colors[toneOf(tree.items.get(item.name)?.state ?? item.state)];
      pen.fillRect(
        num(layout.x, at) * scale + left,
        num(layout.y, at) * scale + top,
        Math.max(1, num(layout.width, at) * scale),
        Math.max(1, num(layout.height, at) * scale),
      );
    });
    let frame = 0;
    const paint = () => {
      frame = 0;
      const size = camera.size();
      const view = seen(camera.get(), size.width, size.height);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
      context.drawImage(nodes, 0, 0);
      context.setTransform(density, 0, 0, density, 0, 0);
      context.strokeStyle = colors.accent;
      context.lineWidth = 1.5;
      context.strokeRect(view.x * scale + left, view.y * scale + top, view.width * scale, view.height * scale);
    };
    paint();
    const leave = camera.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(paint);
    });
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [camera, colors, drawing, layout, tree, scale, left, top]);

  const goTo = (x: number, y: number) => {
    const { zoom } = camera.get();
    const size = camera.size();
    camera.set({
      zoom,
      x: size.width / 2 - ((x - left) / scale) * zoom,
      y: size.height / 2 - ((y - top) / scale) * zoom,
    });
  };
  return (
    <canvas
      ref={canvas}
      className={classes.mini}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) goTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
      }}
    />
  );
}
