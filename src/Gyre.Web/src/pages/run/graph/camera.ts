/** Where the drawing is seen from: a point of the drawing times `zoom`, moved by x and y, is a point of the screen. */
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Small enough that ten thousand node runs fit into a view. */
export const leastZoom = 0.005;
export const mostZoom = 2;
/** Fitting never makes a small drawing larger than life. */
const fitZoom = 1;
const margin = 24;

function clampZoom(zoom: number): number {
  return Math.min(mostZoom, Math.max(leastZoom, zoom));
}

/** The camera that shows the whole area in the middle of a view. */
export function fit(area: Area, width: number, height: number): Camera {
  const room = { width: Math.max(1, width - margin * 2), height: Math.max(1, height - margin * 2) };
  const zoom = clampZoom(
    Math.min(fitZoom, room.width / Math.max(1, area.width), room.height / Math.max(1, area.height)),
  );
  return {
    x: (width - area.width * zoom) / 2 - area.x * zoom,
    y: (height - area.height * zoom) / 2 - area.y * zoom,
    zoom,
  };
}

/** A view narrower than this is a phone's. */
const narrow = 600;
/** Where words on boxes can still be read, and where states can still be told apart. */
const readable = 0.6;
const visible = 0.3;

/**
 * The camera for the first look: the whole area; on a phone, where that would be too small to read, its beginning as
 * large as its height allows.
 */
export function begin(area: Area, width: number, height: number): Camera {
  const whole = fit(area, width, height);
  if (width >= narrow || whole.zoom >= readable) return whole;
  const tall = Math.max(1, height - margin * 2) / Math.max(1, area.height);
  const zoom = Math.max(whole.zoom, Math.min(readable, Math.max(visible, tall)));
  const room = (height - area.height * zoom) / 2;
  const wide = (width - area.width * zoom) / 2;
  return { x: Math.max(margin, wide) - area.x * zoom, y: Math.max(margin, room) - area.y * zoom, zoom };
}

/** Zooms by a factor; the point of the screen stays over the same point of the drawing. */
export function zoomAt(camera: Camera, factor: number, x: number, y: number): Camera {
  const zoom = clampZoom(camera.zoom * factor);
  const ratio = zoom / camera.zoom;
  return { x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio, zoom };
}

/** The camera that has the area in the middle, near enough to be read. */
export function centerOn(camera: Camera, area: Area, width: number, height: number): Camera {
  const zoom = Math.max(camera.zoom, 0.6);
  return {
    x: width / 2 - (area.x + area.width / 2) * zoom,
    y: height / 2 - (area.y + area.height / 2) * zoom,
    zoom,
  };
}

/** Moves the camera only as far as needed to see the area. */
export function reveal(camera: Camera, area: Area, width: number, height: number): Camera {
  const left = area.x * camera.zoom + camera.x;
  const top = area.y * camera.zoom + camera.y;
  const right = left + area.width * camera.zoom;
  const bottom = top + area.height * camera.zoom;
  const shift = (low: number, high: number, size: number) =>
    high - low > size - margin * 2 || low < margin ? margin - low : high > size - margin ? size - margin - high : 0;
  return { ...camera, x: camera.x + shift(left, right, width), y: camera.y + shift(top, bottom, height) };
}

/** What of the drawing a view shows. */
export function seen(camera: Camera, width: number, height: number): Area {
  return {
    x: -camera.x / camera.zoom,
    y: -camera.y / camera.zoom,
    width: width / camera.zoom,
    height: height / camera.zoom,
  };
}

/** The bounds of boxes; empty without any. */
export function boundsOf(layout: {
  x: Float64Array;
  y: Float64Array;
  width: Float64Array;
  height: Float64Array;
}): Area {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  layout.x.forEach((x, at) => {
    const y = layout.y[at] ?? 0;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + (layout.width[at] ?? 0));
    bottom = Math.max(bottom, y + (layout.height[at] ?? 0));
  });
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
