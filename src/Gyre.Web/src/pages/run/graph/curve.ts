import type { Layout, Plan } from './layout';
import { num } from './numbers';

/** What draws a line: a canvas, a Path2D, or text for SVG. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void;
}

type Ends = Pick<Layout, 'x' | 'y' | 'width' | 'height' | 'routes' | 'corners'>;

/** The points of an edge: its route, or the right side of one node and the left side of the other. */
export function pointsOf(layout: Ends, edges: Plan['edges'], edge: number): ArrayLike<number> {
  const route = layout.routes[edge];
  if (route != null) return route;
  const from = num(edges, edge * 2);
  const to = num(edges, edge * 2 + 1);
  return [
    num(layout.x, from) + num(layout.width, from),
    num(layout.y, from) + num(layout.height, from) / 2,
    num(layout.x, to),
    num(layout.y, to) + num(layout.height, to) / 2,
  ];
}

/** Draws an edge: curves that leave and arrive level, or straight lines with rounded corners. */
export function drawEdge(pen: Pen, points: ArrayLike<number>, corners: boolean): void {
  pen.moveTo(num(points, 0), num(points, 1));
  if (corners) drawCorners(pen, points);
  else for (let at = 2; at < points.length; at += 2) drawCurve(pen, points, at);
}

function drawCurve(pen: Pen, points: ArrayLike<number>, at: number): void {
  const [fromX, fromY, x, y] = [num(points, at - 2), num(points, at - 1), num(points, at), num(points, at + 1)];
  if (fromY === y) {
    pen.lineTo(x, y);
    return;
  }
  // An edge that leads back (there is none in a graph that runs) gets a bow instead of a line through its own node.
  const reach = x > fromX ? (x - fromX) / 2 : 60;
  pen.bezierCurveTo(fromX + reach, fromY, x - reach, y, x, y);
}

const radius = 6;

function drawCorners(pen: Pen, points: ArrayLike<number>): void {
  for (let at = 2; at < points.length - 2; at += 2) {
    const [x, y] = [num(points, at), num(points, at + 1)];
    const before = toward(x, y, num(points, at - 2), num(points, at - 1));
    const after = toward(x, y, num(points, at + 2), num(points, at + 3));
    pen.lineTo(before.x, before.y);
    pen.quadraticCurveTo(x, y, after.x, after.y);
  }
  pen.lineTo(num(points, points.length - 2), num(points, points.length - 1));
}

/** A point near (x, y) on the way to the other one; never beyond the middle. */
function toward(x: number, y: number, toX: number, toY: number): { x: number; y: number } {
  const length = Math.hypot(toX - x, toY - y);
  const part = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: x + (toX - x) * part, y: y + (toY - y) * part };
}

/** Writes what is drawn as the text of an SVG path. */
export class TextPen implements Pen {
  private readonly parts: string[] = [];

  moveTo(x: number, y: number): void {
    this.parts.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.parts.push(`L${short(x)} ${short(y)}`);
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.parts.push(`C${short(ax)} ${short(ay)} ${short(bx)} ${short(by)} ${short(x)} ${short(y)}`);
  }

  quadraticCurveTo(ax: number, ay: number, x: number, y: number): void {
    this.parts.push(`Q${short(ax)} ${short(ay)} ${short(x)} ${short(y)}`);
  }

  text(): string {
    return this.parts.join('');
  }
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
