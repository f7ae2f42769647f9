import { describe, expect, it } from 'vitest';
import { around, formatMillis, shareOf, stepFor, ticksOf } from './scale';

describe('formatMillis', () => {
  it.each([
    [0, '0'],
    [0.35, '350 µs'],
    [1.2543, '1.25 ms'],
    [999.4, '999 ms'],
    [2100, '2.1 s'],
    [185_000, '3 min 5 s'],
    [7_260_000, '2 h 1 min'],
  ])('%d is %s', (millis, text) => expect(formatMillis(millis)).toBe(text));
});

describe('ticksOf', () => {
  it('draws round times since the beginning, at most so many', () => {
    expect(ticksOf({ from: 1000, to: 3000 }, 1000, 5)).toEqual([0, 500, 1000, 1500, 2000]);
    expect(ticksOf({ from: 1300, to: 2100 }, 1000, 4)).toEqual([400, 600, 800, 1000]);
  });

  it('goes down to parts of a millisecond without noise in the digits', () => {
    expect(ticksOf({ from: 0, to: 0.3 }, 0, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('counts minutes where seconds are many', () => {
    expect(stepFor(600_000, 5)).toBe(120_000);
    expect(stepFor(100, 5)).toBe(20);
  });

  it('survives a trace without length', () => expect(ticksOf({ from: 5, to: 5 }, 5, 5)).toEqual([0]));
});

describe('shareOf', () => {
  const view = { from: 100, to: 200 };

  it('cuts at the edges of the view', () => {
    expect(shareOf(150, 175, view)).toEqual({ left: 0.5, width: 0.25 });
    expect(shareOf(50, 150, view)).toEqual({ left: 0, width: 0.5 });
    expect(shareOf(0, 90, view)).toBeNull();
    expect(shareOf(210, 220, view)).toBeNull();
  });

  it('fills a view without length', () => expect(shareOf(5, 5, { from: 5, to: 5 })).toEqual({ left: 0, width: 1 }));
});

describe('around', () => {
  it('leaves room beside the span, within the whole', () => {
    expect(around(40, 60, { from: 0, to: 100 })).toEqual({ from: 39, to: 61 });
    expect(around(0, 100, { from: 0, to: 100 })).toEqual({ from: 0, to: 100 });
    const tiny = around(5, 5, { from: 0, to: 10 });
    expect(tiny.to - tiny.from).toBeGreaterThan(0);
  });
});
