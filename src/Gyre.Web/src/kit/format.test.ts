import { describe, expect, it } from 'vitest';
import {
  count,
  formatBytes,
  formatDuration,
  formatNumber,
  formatRelative,
  shorten,
  toMillis,
  toNumber,
} from './format';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.1 + 0.2, '0.3'],
    [0.123456789, '0.12346'],
    [97.283333, '97.283'],
    [1234567, '1,234,567'],
    [1234567.891, '1,234,568'],
    [0.00012345678, '0.00012346'],
    [0.000012345678, '1.2346e-5'],
    [1e-9, '1e-9'],
    [1.5e15, '1.5e15'],
    [1e12, '1e12'],
    [-0.5, '-0.5'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    ['12.5', '12.5'],
    [{ $float: 'nan' }, 'NaN'],
    [{ $float: '-inf' }, '−∞'],
    ['NaN', 'NaN'],
    [null, '–'],
    [undefined, '–'],
    ['about 3', 'about 3'],
  ])('%j is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('toNumber', () => {
  it('takes no empty text for zero', () => {
    expect(toNumber('')).toBeNull();
    expect(toNumber('  ')).toBeNull();
    expect(toNumber(true)).toBeNull();
    expect(toNumber([1])).toBeNull();
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1500, '1.5 kB'],
    [999_949, '1000 kB'],
    [999_950, '1.0 MB'],
    [123_456_789, '123 MB'],
    [5e15, '5.0 PB'],
    [null, '–'],
  ])('%j is %s', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.0004, '0 s'],
    [0.0396, '40 ms'],
    [5.551, '5.6 s'],
    [59.96, '1 min'],
    [65, '1 min 5 s'],
    [3599.6, '1 h'],
    [3725, '1 h 2 min'],
    [86_400, '1 d'],
    [90_000, '1 d 1 h'],
    [-3, '0 s'],
    [NaN, '–'],
    [null, '–'],
  ])('%j is %s', (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });
});

describe('formatRelative', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  it.each([
    [2, 'just now'],
    [45, '45 s ago'],
    [300, '5 min ago'],
    [7200, '2 h ago'],
    [3 * 86_400, '3 d ago'],
    [-7200, 'in 2 h'],
  ])('%d seconds before is %s', (seconds, text) => {
    expect(formatRelative(now - seconds * 1000, now)).toBe(text);
  });

  it('is a date when it is long ago', () => {
    expect(formatRelative(now - 400 * 86_400_000, now)).toMatch(/2025/);
  });
});

describe('texts', () => {
  it('cuts by characters, not in the middle of one', () => {
    expect(shorten('😀😀😀😀', 3)).toBe('😀😀…');
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('x'.repeat(10_000), 20)).toHaveLength(20);
  });

  it('counts', () => {
    expect(count(1, 'run')).toBe('1 run');
    expect(count(0, 'run')).toBe('0 runs');
    expect(count(12_345, 'entry', 'entries')).toBe('12,345 entries');
  });

  it('knows no time in nonsense', () => {
    expect(toMillis('yesterday')).toBeNull();
    expect(toMillis('')).toBeNull();
    expect(toMillis('2026-11-30T00:00:00.000Z')).toBe(1_795_996_800_000);
  });
});
