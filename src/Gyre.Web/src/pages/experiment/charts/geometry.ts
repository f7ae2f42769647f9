import type { Curve } from './curves';

/** Where a value stands on the canvas: pixel = offset + factor * value, of the logarithm on a logarithmic axis. */
export interface Scale {
  offset: number;
  factor: number;
  log: boolean;
}

/** The scale through two values whose pixels are known. */
export function scaleThrough(a: number, pixelA: number, b: number, pixelB: number, log: boolean): Scale {
  const [from, to] = log ? [Math.log10(a), Math.log10(b)] : [a, b];
  const factor = to === from ? 0 : (pixelB - pixelA) / (to - from);
  return { offset: pixelA - factor * from, factor, log };
}

export function toPixel({ offset, factor, log }: Scale, value: number): number {
  return offset + factor * (log ? Math.log10(value) : value);
}

export function fromPixel({ offset, factor, log }: Scale, pixel: number): number {
  if (factor === 0) return NaN;
  const value = (pixel - offset) / factor;
  return log ? 10 ** value : value;
}

export interface Hit {
  curve: number;
  /** The nearest drawn point of the curve. */
  point: number;
  distance: number;
}

/** The curve nearest to a place on the canvas, at most `reach` pixels away. O(points). */
export function nearest(
  curves: readonly Curve[],
  sx: Scale,
  sy: Scale,
  px: number,
  py: number,
  reach: number,
): Hit | null {
  let best: Hit | null = null;
  for (let index = 0; index < curves.length; index++) {
    const { x, y } = curves[index] as Curve;
    let [beforeX, beforeY] = [NaN, NaN];
    for (let at = 0; at < y.length; at++) {
      const pointX = toPixel(sx, x[at] as number);
      const pointY = Number.isNaN(y[at]) ? NaN : toPixel(sy, y[at] as number);
      const far = pointX < px - reach && !(beforeX >= px - reach);
      if (!Number.isNaN(pointY) && !far) {
        const distance = Number.isNaN(beforeY)
          ? Math.hypot(pointX - px, pointY - py)
          : toSegment(px, py, beforeX, beforeY, pointX, pointY);
        if (distance <= reach && (best === null || distance < best.distance)) {
          const earlier = !Number.isNaN(beforeY) && Math.abs(beforeX - px) < Math.abs(pointX - px);
          best = { curve: index, point: earlier ? at - 1 : at, distance };
        }
      }
      beforeX = pointX;
      beforeY = pointY;
    }
  }
  return best;
}

function toSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(ax + share * dx - px, ay + share * dy - py);
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box between two corners, whichever they are. */
export function boxOf(ax: number, ay: number, bx: number, by: number): Box {
  return { left: Math.min(ax, bx), right: Math.max(ax, bx), top: Math.min(ay, by), bottom: Math.max(ay, by) };
}

/** Ids of the curves that pass through a box on the canvas. */
export function curvesIn(curves: readonly Curve[], sx: Scale, sy: Scale, box: Box): string[] {
  return curves.filter((curve) => passes(curve, sx, sy, box)).map((curve) => curve.id);
}

function passes({ x, y }: Curve, sx: Scale, sy: Scale, box: Box): boolean {
  let [beforeX, beforeY] = [NaN, NaN];
  for (let at = 0; at < y.length; at++) {
    const pointX = toPixel(sx, x[at] as number);
    const pointY = Number.isNaN(y[at]) ? NaN : toPixel(sy, y[at] as number);
    if (
      !Number.isNaN(pointY) &&
      crosses(Number.isNaN(beforeY) ? pointX : beforeX, Number.isNaN(beforeY) ? pointY : beforeY, pointX, pointY, box)
    ) {
      return true;
    }
    beforeX = pointX;
    beforeY = pointY;
  }
  return false;
}

/** Whether a segment touches a box (Liang and Barsky 1984). */
function crosses(ax: number, ay: number, bx: number, by: number, box: Box): boolean {
  let [from, to] = [0, 1];
  const sides: [number, number][] = [
    [ax - bx, ax - box.left],
    [bx - ax, box.right - ax],
    [ay - by, ay - box.top],
    [by - ay, box.bottom - ay],
  ];
  for (const [p, q] of sides) {
    if (p === 0 && q < 0) return false;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  return from <= to;
}

/** The path of one curve over the canvas, broken where it is. */
export function svgPath({ x, y }: Curve, sx: Scale, sy: Scale): string {
  let path = '';
  let pen = false;
  for (let at = 0; at < y.length; at++) {
    if (Number.isNaN(y[at])) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${toPixel(sx, x[at] as number).toFixed(1)} ${toPixel(sy, y[at] as number).toFixed(1)}`;
    pen = true;
  }
  return path;
}
