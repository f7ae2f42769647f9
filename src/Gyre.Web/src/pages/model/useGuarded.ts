import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useAction } from '@/kit';

interface Options {
  /** What is stored now. */
  read: () => Promise<string>;
  write: (text: string) => Promise<unknown>;
  done: string;
  invalidates: readonly QueryKey[];
  onSaved: () => void;
}

interface Change {
  /** What was stored when editing began. */
  base: string;
  text: string;
  /** Writes over what somebody else has stored meanwhile. */
  force: boolean;
}

/** Whether a change may be written: nobody has changed what it is based on, or to the same text. */
export function mayWrite(stored: string, { base, text, force }: Change): boolean {
  return force || stored === base || stored === text;
}

/** Saves a text that others may have changed since it was read: then both are shown, and a person decides. */
export function useGuarded({ read, write, done, invalidates, onSaved }: Options) {
  const [theirs, setTheirs] = useState<string | null>(null);
  const { act, busy } = useAction<Change, string | null>({
    run: async (change) => {
      const stored = await read();
      if (!mayWrite(stored, change)) return stored;
      await write(change.text);
      return null;
    },
    done: (conflict) => (conflict === null ? done : undefined),
    invalidates,
    onDone: (conflict) => {
      setTheirs(conflict);
      if (conflict === null) onSaved();
    },
  });
  return { save: act, busy, theirs, forget: () => setTheirs(null) };
}
