import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { LogMessage, LogState } from './LogFeed';
import { LogStore } from './LogStore';

export interface FollowedLog {
  store: LogStore;
  /** Changes with every line. */
  version: number;
  state: LogState;
  /** Connects again after a refusal. */
  retry: () => void;
}

/**
 * Follows the log behind an address in a worker, over all attempts, until the node run ends. When a node run that had
 * ended gets a new attempt (its run was resumed), the log is followed again.
 */
export function useLog(address: string, attempt: string | null): FollowedLog {
  const [store] = useState(() => new LogStore());
  const [state, setState] = useState<LogState>('connecting');
  const [round, setRound] = useState(0);
  const [followed, setFollowed] = useState(attempt);
  if (followed !== attempt) {
    setFollowed(attempt);
    if (state === 'ended') setRound(round + 1);
  }
  useEffect(() => {
    const worker = new Worker(new URL('./log.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<LogMessage>) => {
      if (data.kind === 'lines') store.append(data.pieces);
      else if (data.kind === 'clear') store.clear();
      else setState(data.state);
    };
    worker.onerror = () => setState('refused');
    worker.postMessage(address);
    return () => {
      worker.terminate();
      store.clear();
      setState('connecting');
    };
  }, [address, round, store]);
  const version = useSyncExternalStore(store.subscribe, store.version);
  const retry = useCallback(() => setRound((before) => before + 1), []);
  return { store, version, state, retry };
}
