import { emptyHistory, getHistories, type History, type Latest, type TrackingRun } from '@/api/tracking';

/** One run whose history is wanted, with its present value, which tells whether the history has grown. */
export interface Wanted {
  run: string;
  latest: Latest;
}

/** The histories of a metric of at most `atOnce` runs, thinned by the server. */
type Load = (runs: readonly string[], metric: string, most: number, signal?: AbortSignal) => Promise<History[]>;

/** Runs of one request: few enough that the first curves are there soon and the page is not held up by a large answer. */
export const runsAtOnce = 100;

/** Requests of one chart at a time; a browser has six connections for one server, and the streams take two. */
const atOnce = 3;
const mostKept = 20_000;

/** The runs that have the metric. */
export function wantedOf(runs: readonly TrackingRun[], metric: string): Wanted[] {
  return runs.flatMap((run) => {
    const latest = run.metrics.get(metric);
    return latest === undefined ? [] : [{ run: run.id, latest }];
  });
}

/** Changes when one of the histories has grown. */
export function stampOf(wanted: readonly Wanted[]): string {
  let hash = 2166136261;
  for (const { run, latest } of wanted) {
    const text = `${run}|${latest.step}|${latest.timestamp}|${latest.value}`;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return `${wanted.length}-${(hash >>> 0).toString(36)}`;
}

/** Histories that were loaded, each good as long as the run's present value is the same. */
export class HistoryCache {
  private readonly kept = new Map<string, { stamp: string; history: History }>();

  get(key: string, stamp: string): History | undefined {
    const found = this.kept.get(key);
    return found?.stamp === stamp ? found.history : undefined;
  }

  set(key: string, stamp: string, history: History): void {
    this.kept.delete(key);
    this.kept.set(key, { stamp, history });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= mostKept) break;
      this.kept.delete(oldest);
    }
  }
}

const shared = new HistoryCache();

/** The histories of a metric of up to 1,000 runs, thinned to `most` points each, in the order of the runs. */
export async function loadHistories(
  wanted: readonly Wanted[],
  metric: string,
  most: number,
  signal?: AbortSignal,
  load: Load = getHistories,
  cache: HistoryCache = shared,
): Promise<History[]> {
  const found = new Map<string, History>();
  const missing: Wanted[] = [];
  const keyOf = (run: string) => `${run}\n${metric}\n${most}`;
  for (const one of wanted) {
    const cached = cache.get(keyOf(one.run), stampOf([one]));
    if (cached === undefined) missing.push(one);
    else found.set(one.run, cached);
  }
  const jobs = batches(missing).map((batch) => async () => {
    const loaded = await load(
      batch.map((one) => one.run),
      metric,
      most,
      signal,
    );
    const byRun = new Map(loaded.map((history) => [history.run, history]));
    for (const one of batch) {
      const history = byRun.get(one.run) ?? emptyHistory(one.run);
      found.set(one.run, history);
      cache.set(keyOf(one.run), stampOf([one]), history);
    }
  });
  await inTurn(jobs, atOnce);
  return wanted.map((one) => found.get(one.run) ?? emptyHistory(one.run));
}

function batches(wanted: readonly Wanted[]): Wanted[][] {
  const made: Wanted[][] = [];
  for (let from = 0; from < wanted.length; from += runsAtOnce) made.push(wanted.slice(from, from + runsAtOnce));
  return made;
}

/** Runs jobs, a few at a time; the first failure ends it. */
async function inTurn(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) await jobs[next++]?.();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
}
