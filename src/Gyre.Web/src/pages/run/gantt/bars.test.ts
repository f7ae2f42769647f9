import { describe, expect, it } from 'vitest';
import { nodeOf as node } from '../testing';
import { barsOf, moveSpan, parentOf, shareOf, ticksOf, wholeSpan, zoomSpan } from './bars';

describe('barsOf', () => {
  it('parts the time in the queue from the time at work', () => {
    const [bar] = barsOf(
      [node('a', { started_at: '2026-01-01T00:00:10Z', ended_at: '2026-01-01T00:00:12Z', queued_seconds: 3 })],
      0,
    );
    expect(bar!.queuedAt).toBe(Date.parse('2026-01-01T00:00:07Z'));
    expect(bar!.endedAt! - bar!.startedAt!).toBe(2000);
  });

  it('lets what runs end now, and what never began be without a bar', () => {
    const now = Date.parse('2026-01-01T00:01:00Z');
    const [going, waiting, dead] = barsOf(
      [
        node('a', { state: 'running', started_at: '2026-01-01T00:00:10Z' }),
        node('b', { state: 'waiting' }),
        node('c', { state: 'cancelled', started_at: '2026-01-01T00:00:10Z' }),
      ],
      now,
    );
    expect(going!.endedAt).toBe(now);
    expect(waiting!.startedAt).toBeNull();
    expect(dead!.endedAt).toBe(dead!.startedAt);
  });

  it('indents trials and what lies in loops', () => {
    const bars = barsOf([node('train'), node('train[0]'), node('loop'), node('loop[1]/if'), node('loop[1]/if/say')], 0);
    expect(bars.map((bar) => [bar.label, bar.depth])).toEqual([
      ['train', 0],
      ['[0]', 1],
      ['loop', 0],
      ['[1]/if', 1],
      ['say', 2],
    ]);
  });

  it('marks cache hits and earlier results', () => {
    expect(
      barsOf([node('a', { cache: 'hit' }), node('b', { cache: 'reused' }), node('c')], 0).map((bar) => bar.isHit),
    ).toEqual([true, true, false]);
  });
});

it('finds no parent for a name that only looks like a path', () => {
  expect(parentOf('a/b', new Set(['a/b']))).toBeNull();
});

describe('spans', () => {
  const whole = { from: 0, to: 1000 };

  it('covers queue and run', () => {
    const bars = barsOf(
      [node('a', { started_at: '1970-01-01T00:00:01Z', ended_at: '1970-01-01T00:00:09Z', queued_seconds: 0.5 })],
      0,
    );
    expect(wholeSpan(bars, 700, 800)).toEqual({ from: 500, to: 9000 });
    expect(wholeSpan([], 5, 5)).toEqual({ from: 5, to: 15 });
  });

  it('zooms around a time and never leaves the whole', () => {
    expect(zoomSpan(whole, whole, 2, 250)).toEqual({ from: 125, to: 625 });
    expect(zoomSpan({ from: 0, to: 100 }, whole, 0.1, 50)).toEqual(whole);
    expect(zoomSpan({ from: 0, to: 10 }, whole, 100, 5)).toEqual({ from: 0, to: 10 });
    expect(moveSpan({ from: 900, to: 1000 }, whole, 50)).toEqual({ from: 900, to: 1000 });
    expect(moveSpan({ from: 100, to: 200 }, whole, -500)).toEqual({ from: 0, to: 100 });
  });

  it('draws lines at round times from the beginning of the run', () => {
    expect(ticksOf({ from: 1500, to: 11_500 }, 1000, 6)).toEqual([2000, 4000, 6000, 8000, 10_000]);
    expect(ticksOf({ from: 0, to: 40 * 86_400_000 }, 0, 6).length).toBeLessThanOrEqual(7);
  });

  it('cuts bars at the edges of the view', () => {
    expect(shareOf(-100, 500, whole)).toEqual({ left: 0, width: 0.5 });
    expect(shareOf(1100, 1200, whole)).toBeNull();
    expect(shareOf(300, 300, whole)).toEqual({ left: 0.3, width: 0 });
  });
});
