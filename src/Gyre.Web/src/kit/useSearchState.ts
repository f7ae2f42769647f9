import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SearchState } from '@/app/search';

type Patch<K extends string> = Partial<Record<K, string | undefined>>;
export type SetSearch<K extends string> = (patch: Patch<K>, options?: { push?: boolean }) => void;

/**
 * State in the address: `const [state, setState] = useSearchState({ tab: 'overview', sort: '' })`. A value that equals
 * its default leaves the address. Changes replace the entry in the history unless `push` is set.
 */
export function useSearchState<const D extends Record<string, string>>(
  defaults: D,
): [{ [K in keyof D]: string }, SetSearch<Extract<keyof D, string>>] {
  const search: SearchState = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, search[key] ?? value]));
  const key = JSON.stringify(defaults);
  const set = useCallback<SetSearch<Extract<keyof D, string>>>(
    (patch, options) => {
      const initial = JSON.parse(key) as Record<string, string>;
      void navigate({
        to: '.',
        replace: options?.push !== true,
        resetScroll: false,
        search: (before: SearchState) => {
          const changes = Object.entries(patch as Record<string, string | undefined>);
          const after = new Map(Object.entries(before));
          for (const [name, value] of changes) {
            if (value === undefined || value === (initial[name] ?? '')) after.delete(name);
            else after.set(name, value);
          }
          return Object.fromEntries(after);
        },
      });
    },
    [key, navigate],
  );
  return [state as { [K in keyof D]: string }, set];
}

/** A part of the address: `useParam('run')` in `/runs/$run`; '_splat' for the rest of the path. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}
