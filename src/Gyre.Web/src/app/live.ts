import { useEffect, useSyncExternalStore } from 'react';
import type { QueryKey } from '@tanstack/react-query';
import { urlOf } from '@/api/client';
import { type LiveEvent, eventTypes, keysOf } from './events';

export type LiveState = 'connecting' | 'live' | 'lost';

export interface LiveOptions {
  open: (address: string) => EventSource;
  /** Refreshes what the keys name. */
  invalidate: (keys: readonly QueryKey[]) => void;
  /** Refreshes everything that was read before the time (in milliseconds), because events may have been missed. */
  catchUp: (before: number) => void;
  /** The stream is back after it was away, or it closed: the server may be another one, or nobody is signed in any more. */
  check: () => void;
  random?: () => number;
}

/** At most four refreshes a second, however many events come. */
const pause = 250;
/** Shorter interruptions are not worth a word. */
const patience = 3000;
/** A tab that nobody sees gives its connection back: a browser has six for one server, over all tabs. */
const hiddenAfter = 60_000;

/** How long to wait before the n-th attempt (from 0): from 1 s, doubled to 30 s, half of it by chance so that tabs spread. */
export function backOff(attempt: number, random: number): number {
  const whole = Math.min(30_000, 1000 * 2 ** Math.min(attempt, 10));
  return whole / 2 + random * (whole / 2);
}

/** The one event stream of this tab. */
export class Live {
  private readonly options: LiveOptions;
  private readonly listeners = new Set<() => void>();
  private readonly hearers = new Set<(event: LiveEvent) => void>();
  private readonly waiting = new Map<string, QueryKey>();
  private source: EventSource | null = null;
  private state: LiveState = 'connecting';
  private seenAt = Date.now();
  private last: string | null = null;
  private attempt = 0;
  private everOpen = false;
  private flushed = 0;
  private flushTimer: ReturnType<typeof setTimeout> | undefined;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private hideTimer: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  readonly current = (): LiveState => this.state;

  /** When the stream was last there, in milliseconds. */
  readonly since = (): number => this.seenAt;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Every event as it comes, for pages that draw it themselves. */
  readonly hear = (hearer: (event: LiveEvent) => void): (() => void) => {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  };

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.lostTimer);
    this.source?.close();
    this.source = null;
  }

  /** Called with whether anybody can see the tab. */
  seen(visible: boolean): void {
    clearTimeout(this.hideTimer);
    if (visible) this.start();
    else this.hideTimer = setTimeout(() => this.stop(), hiddenAfter);
  }

  /** Tries now instead of waiting for the next attempt. */
  readonly retry = (): void => {
    if (this.stopped || this.state === 'live') return;
    this.source?.close();
    this.connect();
  };

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.watch();
    // Where events were seen, the stream goes on behind the last one, so nothing is missed.
    const source = this.options.open(urlOf('/api/v1/events', this.last === null ? {} : { after: this.last }));
    this.source = source;
    source.onopen = () => this.opened();
    source.onerror = () => this.failed(source);
    source.addEventListener('notice', () => this.options.catchUp(Date.now()));
    for (const type of eventTypes) source.addEventListener(type, (event: MessageEvent<string>) => this.take(event));
  }

  private opened(): void {
    clearTimeout(this.lostTimer);
    this.lostTimer = undefined;
    // Without a number to go on from, whatever was read before now may have missed an event.
    if (this.last === null) this.options.catchUp(Date.now());
    if (this.everOpen) this.options.check();
    this.everOpen = true;
    this.attempt = 0;
    this.set('live');
  }

  private failed(source: EventSource): void {
    if (source !== this.source || this.stopped) return;
    this.watch();
    // The browser tries again by itself unless the answer was a refusal or no stream.
    if (source.readyState !== 2) return;
    source.close();
    if (this.attempt === 0) this.options.check();
    this.retryTimer = setTimeout(() => this.connect(), backOff(this.attempt++, (this.options.random ?? Math.random)()));
  }

  /** From now on there is no stream; said aloud when it stays so. */
  private watch(): void {
    if (this.state === 'live') this.set('connecting');
    this.lostTimer ??= setTimeout(() => this.set('lost'), patience);
  }

  private take(message: MessageEvent<string>): void {
    if (message.lastEventId !== '') this.last = message.lastEventId;
    let event: LiveEvent;
    try {
      event = JSON.parse(message.data) as LiveEvent;
    } catch {
      return;
    }
    for (const hearer of this.hearers) hearer(event);
    for (const key of keysOf(event)) this.waiting.set(JSON.stringify(key), key);
    if (this.flushTimer !== undefined || this.waiting.size === 0) return;
    this.flushTimer = setTimeout(() => this.flush(), Math.max(0, this.flushed + pause - Date.now()));
  }

  private flush(): void {
    this.flushTimer = undefined;
    this.flushed = Date.now();
    const keys = [...this.waiting.values()];
    this.waiting.clear();
    this.options.invalidate(keys);
  }

  private set(state: LiveState): void {
    if (this.state === state) return;
    if (this.state === 'live') this.seenAt = Date.now();
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

let live: Live | null = null;

/** Makes the tab's stream; called once, before anything renders. */
export function makeLive(options: LiveOptions): Live {
  live = new Live(options);
  return live;
}

const nothing = () => () => undefined;
const connecting = (): LiveState => 'connecting';

/** How the tab's stream is. */
export function useLive(): LiveState {
  return useSyncExternalStore(live?.subscribe ?? nothing, live?.current ?? connecting);
}

const never = () => 0;

/** When the tab's stream was last there. */
export function useLiveSince(): number {
  return useSyncExternalStore(live?.subscribe ?? nothing, live?.since ?? never);
}

/** Calls the handler (keep it stable) with each event of the log while the component is there. */
export function useLiveEvents(handler: (event: LiveEvent) => void): void {
  useEffect(() => live?.hear(handler), [handler]);
}

/** Tries again now. */
export function retryLive(): void {
  live?.retry();
}
