import { useEffect, useState } from 'react';
import { LogSearch } from './LogSearch';
import type { FollowedLog } from './useLog';

export interface Found {
  hits: readonly number[];
  isDone: boolean;
}

const none: Found = { hits: [], isDone: true };
/** A slice of searching; then the page may draw. */
const slice = 12;

/** The lines that hold a text, filled in while the page stays responsive. */
export function useLogSearch({ store, version }: Pick<FollowedLog, 'store' | 'version'>, text: string): Found {
  const [search, setSearch] = useState<{ text: string; it: LogSearch } | null>(null);
  const [found, setFound] = useState<Found>(none);
  if ((search?.text ?? '') !== text) {
    setSearch(text === '' ? null : { text, it: new LogSearch(store, text) });
    setFound(none);
  }
  useEffect(() => {
    if (search === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = () => {
      const isDone = search.it.run(slice);
      setFound((before) =>
        before.hits.length === search.it.hits.length && before.isDone === isDone
          ? before
          : { hits: [...search.it.hits], isDone },
      );
      if (!isDone) timer = setTimeout(go, 0);
    };
    timer = setTimeout(go, 0);
    return () => clearTimeout(timer);
  }, [search, version]);
  return found;
}
