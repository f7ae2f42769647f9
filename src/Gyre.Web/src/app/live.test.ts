import { readFileSync } from 'node:fs';
import type { QueryKey } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventTypes, keysOf } from './events';
import { backOff, Live } from './live';

class FakeSource {
  readyState = 0;
  closed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private readonly handlers = new Map<string, (event: unknown) => void>();

  constructor(readonly address: string) {}

  addEventListener(type: string, handler: (event: unknown) => void) {
    this.handlers.set(type, handler);
  }

  close() {
    this.closed = true;
    this.readyState = 2;
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }

  send(id: number, type: string, subject: string) {
    const data = JSON.stringify({ sequence: id, type, subject, at: '2026-11-30T00:00:00.000Z', data: {} });
    this.handlers.get(type)?.({ lastEventId: String(id), data });
  }
}

function setUp() {
  const sources: FakeSource[] = [];
  const refreshed: QueryKey[][] = [];
  const catchUp = vi.fn();
  const check = vi.fn();
  const live = new Live({
    open: (address) => {
      const source = new FakeSource(address);
      sources.push(source);
      return source as unknown as EventSource;
    },
    invalidate: (keys) => refreshed.push([...keys]),
    catchUp,
    check,
    random: () => 1,
  });
  live.start();
  return { live, sources, refreshed, catchUp, check };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the event stream', () => {
  it('refreshes at most four times a second, each key once', () => {
    const { sources, refreshed } = setUp();
    sources[0]!.open();
    for (let id = 1; id <= 1000; id++) {
      sources[0]!.send(id, 'node.ended', 'run/a');
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(300);
    expect(refreshed.length).toBeGreaterThan(3);
    expect(refreshed.length).toBeLessThanOrEqual(6);
    expect(refreshed[0]).toEqual([['run', 'a'], ['cache']]);
  });

  it('says that it is lost only after three seconds', () => {
    const { live, sources } = setUp();
    sources[0]!.open();
    expect(live.current()).toBe('live');
    sources[0]!.fail(0);
    vi.advanceTimersByTime(2900);
    expect(live.current()).toBe('connecting');
    vi.advanceTimersByTime(200);
    expect(live.current()).toBe('lost');
    sources[0]!.open();
    expect(live.current()).toBe('live');
  });

  it('opens a closed stream again behind the last event', () => {
    const { sources, check } = setUp();
    sources[0]!.open();
    sources[0]!.send(41, 'run.ended', 'run/a');
    sources[0]!.fail(2);
    expect(check).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(sources).toHaveLength(2);
    expect(sources[1]!.address).toContain('after=41');
    sources[1]!.open();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('waits longer after each refusal', () => {
    const { sources } = setUp();
    sources[0]!.fail(2);
    vi.advanceTimersByTime(1000);
    sources[1]!.fail(2);
    vi.advanceTimersByTime(1500);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(500);
    expect(sources).toHaveLength(3);
  });

  it('catches up on the first opening, and not when it goes on behind a number', () => {
    const { sources, catchUp } = setUp();
    sources[0]!.open();
    expect(catchUp).toHaveBeenCalledTimes(1);
    sources[0]!.send(1, 'run.ended', 'run/a');
    sources[0]!.fail(0);
    sources[0]!.open();
    expect(catchUp).toHaveBeenCalledTimes(1);
  });

  it('gives its connection back when nobody sees the tab, and goes on without a gap', () => {
    const { live, sources } = setUp();
    sources[0]!.open();
    sources[0]!.send(7, 'run.ended', 'run/a');
    live.seen(false);
    vi.advanceTimersByTime(61_000);
    expect(sources[0]!.closed).toBe(true);
    live.seen(true);
    expect(sources[1]!.address).toContain('after=7');
  });
});

describe('backOff', () => {
  it('grows, is bounded and is never less than half', () => {
    expect(backOff(0, 0)).toBe(500);
    expect(backOff(0, 1)).toBe(1000);
    expect(backOff(3, 1)).toBe(8000);
    expect(backOff(50, 1)).toBe(30_000);
    expect(backOff(50, 0)).toBe(15_000);
  });
});

describe('keysOf', () => {
  it('keeps slashes of a name', () => {
    expect(keysOf({ type: 'model.registered', subject: 'model/a/b' })).toContainEqual(['model', 'a/b']);
  });

  it('leaves the list of runs alone when a node ends', () => {
    expect(keysOf({ type: 'node.ended', subject: 'run/x' })).not.toContainEqual(['runs']);
    expect(keysOf({ type: 'node.awaiting-approval', subject: 'run/x' })).toContainEqual(['runs']);
  });

  it('leaves deployments alone when decisions settle', () => {
    expect(keysOf({ type: 'deployment.settled', subject: 'deployment/shop' })).toEqual([]);
    expect(keysOf({ type: 'deployment.promoted', subject: 'deployment/shop' })).toContainEqual(['deployments']);
  });

  it('knows every event type of the reference', () => {
    const reference = readFileSync(new URL('../../../../docs/reference/events.md', import.meta.url), 'utf8');
    const types = [...reference.matchAll(/^\| \[`([^`]+)`\]/gm)].map((match) => match[1]);
    expect(types.length).toBeGreaterThan(40);
    expect([...eventTypes].sort()).toEqual(types.sort());
  });
});
