import { useState } from 'react';
import { useAction } from '@/kit';
import type { QueryKey } from '@tanstack/react-query';
import { type TagStore, writeTag } from './tagList';

interface Clash {
  key: string;
  mine: string | null;
  theirs: string | null;
}

/** Edits tags, one at a time, and keeps a conflict until it is settled. */
export function useTagEdit(store: TagStore, invalidates: readonly QueryKey[]) {
  const [clash, setClash] = useState<Clash | null>(null);
  const { actAsync, busy } = useAction({
    run: async ({ key, seen, mine }: { key: string; seen: string | null; mine: string | null }) => {
      const written = await writeTag(store, key, seen, mine);
      setClash(written.state === 'conflict' ? { key, mine, theirs: written.theirs } : null);
      return written.state;
    },
    invalidates,
  });
  return {
    clash,
    busy,
    /** False when the request failed; a conflict is not a failure. */
    write: (key: string, seen: string | null, mine: string | null) => actAsync({ key, seen, mine }),
    take: () => setClash(null),
    overwrite: () =>
      clash === null ? Promise.resolve(true) : actAsync({ key: clash.key, seen: clash.theirs, mine: clash.mine }),
  };
}
