import { type QueryClient, type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { type LineageInfo, lineageQuery } from '@/api/lineage';
import { keyOf, plan, type Plan, type Reach } from './graph';

/** As many requests at a time: a browser has six connections, and the page's stream holds one. */
const atOnce = 5;

type Answers = Map<string, LineageInfo | null>;

/** Follows what has been answered already until something has to be asked. */
function gather(client: QueryClient, kind: string, id: string, reach: Reach): { plan: Plan; answers: Answers } {
  const answers: Answers = new Map();
  for (;;) {
    const made = plan(kind, id, answers, reach);
    const before = answers.size;
    for (const need of made.needed) {
      const data = client.getQueryData<LineageInfo | null>(lineageQuery(need.kind, need.id).queryKey);
      if (data !== undefined) answers.set(keyOf(need.kind, need.id), data);
    }
    if (answers.size === before) return { plan: made, answers };
  }
}

interface Lineage {
  plan: Plan;
  answers: ReadonlyMap<string, LineageInfo | null>;
  /** How many things are still to be asked for; more may follow from them. */
  waiting: number;
  error: unknown;
  retry: () => void;
}

function summary(results: readonly UseQueryResult<LineageInfo | null>[]) {
  const failed = results.filter((result) => result.isError);
  return {
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((result) => void result.refetch()),
    // The page is drawn again for what is read here: answers come, and change.
    seen: results.reduce((sum, result) => sum + result.dataUpdatedAt, 0),
  };
}

/** The picture as far as it is known, asking for the rest step by step. */
export function useLineage(kind: string, id: string, reach: Reach): Lineage {
  const client = useQueryClient();
  const { plan: made, answers } = gather(client, kind, id, reach);
  const asked = [...answers.keys()].flatMap((key) => made.things.get(key) ?? []);
  const next = made.needed.slice(0, atOnce);
  const { error, retry } = useQueries({
    queries: [...asked, ...next].map((thing) => lineageQuery(thing.kind, thing.id)),
    combine: summary,
  });
  return { plan: made, answers, waiting: made.needed.length, error, retry };
}
