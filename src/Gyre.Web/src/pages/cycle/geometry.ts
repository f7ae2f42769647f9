export interface Point {
  x: number;
  y: number;
}

/** A point of a circle around the middle of a square; degrees grow clockwise, 0 is at the right. */
export function pointAt(degrees: number, radius: number, middle: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return { x: round(middle + radius * Math.cos(angle)), y: round(middle + radius * Math.sin(angle)) };
}

/** An arc of the circle from one angle clockwise to another, as SVG path. */
export function arcPath(from: number, to: number, radius: number, middle: number): string {
  const sweep = to - from;
  if (sweep <= 0) return '';
  const [a, b] = [pointAt(from, radius, middle), pointAt(to, radius, middle)];
  return `M${a.x} ${a.y}A${radius} ${radius} 0 ${sweep > 180 ? 1 : 0} 1 ${b.x} ${b.y}`;
}

/** The stretch between two stops without the room that their circles take. */
export function between(from: number, to: number, room: number): { from: number; to: number } {
  const [start, end] = [from + room, to - room];
  return end > start ? { from: start, to: end } : { from: (from + to) / 2, to: (from + to) / 2 };
}

/** The head of an arrow that ends on the circle at an angle and points clockwise. */
export function headPath(degrees: number, radius: number, middle: number, size: number): string {
  const tip = pointAt(degrees, radius, middle);
  const turn = (size / radius) * (180 / Math.PI);
  const [outer, inner] = [
    pointAt(degrees - turn, radius + size * 0.62, middle),
    pointAt(degrees - turn, radius - size * 0.62, middle),
  ];
  return `M${outer.x} ${outer.y}L${tip.x} ${tip.y}L${inner.x} ${inner.y}`;
}

/** A line between two stops across the ring, bent towards the middle so that lines do not hide each other. */
export function chordPath(from: number, to: number, radius: number, middle: number): string {
  const [a, b] = [pointAt(from, radius, middle), pointAt(to, radius, middle)];
  const bend = 0.45;
  const c = {
    x: round(middle + ((a.x + b.x) / 2 - middle) * bend),
    y: round(middle + ((a.y + b.y) / 2 - middle) * bend),
  };
  return `M${a.x} ${a.y}Q${c.x} ${c.y} ${b.x} ${b.y}`;
}

/** Where a label beside a stop stands: at the right, at the left, above or below it. */
export function sideOf(degrees: number): 'right' | 'left' | 'top' | 'bottom' {
  const angle = ((degrees % 360) + 360) % 360;
  if (angle >= 250 && angle <= 290) return 'top';
  if (angle >= 65 && angle <= 115) return 'bottom';
  return angle < 65 || angle > 290 ? 'right' : 'left';
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
