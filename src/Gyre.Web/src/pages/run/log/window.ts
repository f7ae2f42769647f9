export const lineHeight = 18;
/** Elements higher than about 17.9 million pixels are cut by some browsers. */
const tallest = 16_000_000;

export interface View {
  /** Height of what is scrolled. */
  height: number;
  /** Index of the first line to draw, and how many. */
  first: number;
  count: number;
  /** Where the first line stands within what is scrolled. */
  top: number;
}

const spare = 20;

/** Which lines a scrolled view shows. Beyond the tallest element, lines move faster than the pixels. */
export function viewOf(scrollTop: number, height: number, lines: number): View {
  const real = lines * lineHeight;
  const whole = Math.min(real, tallest);
  if (real <= tallest) {
    const first = Math.max(0, Math.floor(scrollTop / lineHeight) - spare);
    const last = Math.min(lines, Math.ceil((scrollTop + height) / lineHeight) + spare);
    return { height: whole, first, count: Math.max(0, last - first), top: first * lineHeight };
  }
  const most = Math.max(1, whole - height);
  const position = Math.min(1, scrollTop / most) * (lines - height / lineHeight);
  const first = Math.max(0, Math.floor(position) - spare);
  const last = Math.min(lines, Math.ceil(position + height / lineHeight) + spare);
  return { height: whole, first, count: last - first, top: scrollTop - (position - first) * lineHeight };
}

/** Where to scroll so that a line is in the middle of the view. */
export function scrollFor(line: number, height: number, lines: number): number {
  const real = lines * lineHeight;
  const wanted = Math.max(0, line * lineHeight - (height - lineHeight) / 2);
  if (real <= tallest) return Math.min(wanted, Math.max(0, real - height));
  const position = Math.min(1, wanted / (real - height));
  return position * (tallest - height);
}
