import { useSyncExternalStore } from 'react';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 5000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const idle = () => () => undefined;

/** The time, refreshed every five seconds by one timer for the whole page; still when `ticking` is false. */
export function useNow(ticking = true): number {
  return useSyncExternalStore(ticking ? subscribe : idle, () => (listeners.size === 0 ? (now = coarse()) : now));
}

/** Stable between two renders that follow each other, as the store's snapshot has to be. */
function coarse(): number {
  const real = Date.now();
  return real - now > 1000 ? real : now;
}
