import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seriesColors } from '@/kit/chart/theme';
import { theme } from './theme';

const css = readFileSync(new URL('./base.css', import.meta.url), 'utf8');

/** The colours that a block of the style sheet sets, by name. */
function block(start: string): Record<string, string> {
  const from = css.indexOf(start);
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from));
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*(#[\da-f]{6})/g)].map((match) => [match[1], match[2]]));
}

/** The contrast of two colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const light = (color: string) => {
    const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
    const [red = 0, green = 0, blue = 0] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dim = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const schemes: Record<'light' | 'dark', Record<string, string>> = {
  // What a variable names is not followed here; the last test holds this one.
  light: {
    ...block(':root {'),
    ...block("html:root[data-mantine-color-scheme='light'] {"),
    '--gyre-accent': '#066f74',
  },
  dark: {
    ...block(":root[data-mantine-color-scheme='dark'] {"),
    ...block("html:root[data-mantine-color-scheme='dark'] {"),
  },
};

const surfaces = ['--gyre-surface', '--gyre-back', '--gyre-raised', '--gyre-hover', '--gyre-selected'];

describe.each(['light', 'dark'] as const)('colours of the %s theme', (name) => {
  const scheme = schemes[name];
  const texts = Object.keys(scheme).filter((key) =>
    /good|bad|active|waiting|warn|idle|accent|ansi|dimmed|placeholder/.test(key),
  );

  it('are all there', () => {
    expect(texts.length).toBeGreaterThanOrEqual(16);
    for (const surface of surfaces) expect(scheme[surface]).toMatch(/^#/);
  });

  it.each(texts)('%s can be read on every surface', (text) => {
    for (const surface of surfaces) {
      expect(contrast(scheme[text] ?? '', scheme[surface] ?? ''), surface).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('of series stand out from the ground', () => {
    for (const color of seriesColors(name)) {
      expect(contrast(color, scheme['--gyre-surface'] ?? '')).toBeGreaterThanOrEqual(3);
    }
  });
});

it('the accent of the light theme is the shade that Mantine fills with', () => {
  expect(theme.colors?.teal?.[8]).toBe('#066f74');
  expect(theme.primaryShade).toBe(8);
  expect(contrast('#ffffff', '#066f74')).toBeGreaterThanOrEqual(4.5);
});
