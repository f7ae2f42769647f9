import type { Layout } from './layout';

/** Where the origin of the picture stands in the window, and how large one pixel of it is. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export interface Window {
  width: number;
  height: number;
}

export const leastZoom = 0.05;
export const mostZoom = 2;
const margin = 24;

/** The whole picture in the window, never larger than life. */
export function fit(layout: Pick<Layout, 'width' | 'height'>, window: Window): View {
  const zoom = Math.min(
    1,
    (window.width - 2 * margin) / Math.max(1, layout.width),
    (window.height - 2 * margin) / Math.max(1, layout.height),
  );
  const bounded = bound(zoom);
  return {
    zoom: bounded,
    x: (window.width - layout.width * bounded) / 2,
    y: (window.height - layout.height * bounded) / 2,
  };
}

/** What is shown at first: everything if it can be read, else the surroundings of a place at a size that can be. */
export function start(
  layout: Pick<Layout, 'width' | 'height'>,
  window: Window,
  center: { x: number; y: number },
): View {
  const whole = fit(layout, window);
  const readable = 0.7;
  if (whole.zoom >= readable) return whole;
  return { zoom: readable, x: window.width / 2 - center.x * readable, y: window.height / 2 - center.y * readable };
}

/** Larger or smaller, with the point of the window at its place. */
export function zoomAt(view: View, factor: number, point: { x: number; y: number }): View {
  const zoom = bound(view.zoom * factor);
  const real = zoom / view.zoom;
  return { zoom, x: point.x - (point.x - view.x) * real, y: point.y - (point.y - view.y) * real };
}

/** Moved as little as needed for a box of the picture to be in the window. */
export function reveal(view: View, window: Window, box: { x: number; y: number; width: number; height: number }): View {
  const move = (start: number, length: number, room: number, at: number): number => {
    const [from, to] = [at + start * view.zoom, at + (start + length) * view.zoom];
    if (from < margin) return at + margin - from;
    return to > room - margin ? at + room - margin - to : at;
  };
  return {
    zoom: view.zoom,
    x: move(box.x, box.width, window.width, view.x),
    y: move(box.y, box.height, window.height, view.y),
  };
}

function bound(zoom: number): number {
  return Math.min(mostZoom, Math.max(leastZoom, zoom));
}

/** The thing that an arrow key leads to: along an edge to the side, else the nearest; up and down within a level. */
export function neighbourOf(layout: Pick<Layout, 'places' | 'routes'>, key: string, arrow: string): string | null {
  const here = layout.places.get(key);
  if (here === undefined) return null;
  const all = [...layout.places.values()].filter((place) => place.key !== key);
  const nearest = (places: typeof all): string | null =>
    places.sort(
      (a, b) =>
        Math.abs(a.level - here.level) - Math.abs(b.level - here.level) ||
        Math.abs(a.y - here.y) - Math.abs(b.y - here.y),
    )[0]?.key ?? null;
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const down = arrow === 'ArrowDown';
    return nearest(all.filter((place) => place.level === here.level && (down ? place.y > here.y : place.y < here.y)));
  }
  const right = arrow === 'ArrowRight';
  if (!right && arrow !== 'ArrowLeft') return null;
  const linked = new Set(
    layout.routes.flatMap((route) => (route.from === key ? [route.to] : route.to === key ? [route.from] : [])),
  );
  const beside = all.filter((place) => (right ? place.level > here.level : place.level < here.level));
  return nearest(beside.filter((place) => linked.has(place.key))) ?? nearest(beside);
}
