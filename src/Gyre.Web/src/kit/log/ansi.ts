/** A piece of a line in one style. Colours are names of classes, never values from the text. */
export interface Span {
  text: string;
  color?: number;
  background?: number;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
}

type Style = Omit<Span, 'text'>;

// Everything a terminal would act on: CSI, OSC (ended by BEL or ST), other escapes, and control characters but tab.
/* eslint-disable no-control-regex -- these characters are what is looked for */
const controls =
  /\u001b\[([0-9;:]*)([ -/]*[@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]*(?:\u001b\\)?|\u001b[ -/]*[0-~]?|\u009b[0-9;:]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/* eslint-enable no-control-regex */

/** Splits a line into styled pieces. Only colours and weights are obeyed; every other code is dropped. */
export function parseAnsi(line: string): Span[] {
  const spans: Span[] = [];
  let style: Style = {};
  let at = 0;
  const push = (text: string) => {
    if (text !== '') spans.push({ text, ...style });
  };
  for (const match of line.matchAll(controls)) {
    push(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  push(line.slice(at));
  return spans;
}

/** The line without any code, for searching and copying. */
export function stripAnsi(line: string): string {
  return line.replace(controls, '');
}

function applySgr(before: Style, text: string): Style {
  const codes = text.split(/[;:]/).map((one) => (one === '' ? 0 : Number(one)));
  let style: Style = { ...before };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [color, used] = extended(codes, index + 1);
      index += used;
      if (color !== null) style = { ...style, [code === 38 ? 'color' : 'background']: color };
    } else style = applyCode(style, code);
  }
  return style;
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return without(style, 'bold', 'dim');
  if (code === 23) return without(style, 'italic');
  if (code === 24) return without(style, 'underline');
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code === 39) return without(style, 'color');
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code === 49) return without(style, 'background');
  if (code >= 90 && code <= 97) return { ...style, color: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return style;
}

function without(style: Style, ...keys: (keyof Style)[]): Style {
  return Object.fromEntries(Object.entries(style).filter(([key]) => !keys.includes(key as keyof Style)));
}

/** 38;5;N and 38;2;R;G;B, brought down to the sixteen colours that both themes know. */
function extended(codes: readonly number[], at: number): [color: number | null, used: number] {
  if (codes[at] === 5) {
    const index = codes[at + 1] ?? 0;
    if (index < 16) return [index, 2];
    if (index >= 232) return [index < 244 ? 8 : 7, 2];
    const cube = index - 16;
    return [
      nearest((Math.floor(cube / 36) * 255) / 5, ((Math.floor(cube / 6) % 6) * 255) / 5, ((cube % 6) * 255) / 5),
      2,
    ];
  }
  if (codes[at] === 2) return [nearest(codes[at + 1] ?? 0, codes[at + 2] ?? 0, codes[at + 3] ?? 0), 4];
  return [null, 0];
}

function nearest(red: number, green: number, blue: number): number {
  const bits = (red > 100 ? 1 : 0) | (green > 100 ? 2 : 0) | (blue > 100 ? 4 : 0);
  return Math.max(red, green, blue) > 200 ? bits + 8 : bits;
}
