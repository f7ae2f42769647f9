import { emptyHistory, getHistory, type History, type Latest, type TrackingRun } from '@/api/tracking';
import { bulkHistory, type BulkPoint, bulkRows, bulkRuns } from '@/formats/mlflow/runs';
import { thin } from './thin';

/** One run whose history is wanted, with its present value, which tells whether the history has grown. */
export interface Wanted {
  run: string;
  latest: Latest;
}

interface Loaders {
  one: (run: string, metric: string, most: number, signal?: AbortSignal) => Promise<History>;
  many: (
    runs: readonly string[],
    metric: string,
    signal?: AbortSignal,
  ) => Promise<{ points: BulkPoint[]; cut: boolean }>;
}

const overHttp: Loaders = { one: getHistory, many: bulkHistory };

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

/**
 * The histories of a metric of up to 1,000 runs, thinned to `most` points each, in the order of the runs. Few runs, and
 * long histories, come thinned from the server one by one; many short ones come whole by the hundred and are thinned here.
 */
export async function loadHistories(
  wanted: readonly Wanted[],
  metric: string,
  most: number,
  signal?: AbortSignal,
  loaders: Loaders = overHttp,
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
  const take = (one: Wanted, history: History) => {
    found.set(one.run, history);
    cache.set(keyOf(one.run), stampOf([one]), history);
  };
  const { short, long } = split(missing, most);
  const jobs = [
    ...batches(short).map((batch) => () => loadBatch(batch, metric, most, take, loaders, signal)),
    ...long.map((one) => async () => take(one, await loaders.one(one.run, metric, most, signal))),
  ];
  await inTurn(jobs, atOnce);
  return wanted.map((one) => found.get(one.run) ?? emptyHistory(one.run));
}

/** Steps are a good guess of how many points a history has; a wrong one only costs time. */
function guess(one: Wanted): number {
  return Math.max(1, one.latest.step + 1);
}

function split(missing: readonly Wanted[], most: number): { short: Wanted[]; long: Wanted[] } {
  const fewest = 12;
  if (missing.length < fewest) return { short: [], long: [...missing] };
  const isShort = (one: Wanted) => guess(one) <= Math.max(most * 4, bulkRows / bulkRuns);
  const [short, long] = [missing.filter(isShort), missing.filter((one) => !isShort(one))];
  return short.length < fewest ? { short: [], long: [...missing] } : { short, long };
}

/** At most 100 runs, and by the guess fewer rows than an answer holds. */
function batches(wanted: readonly Wanted[]): Wanted[][] {
  const made: Wanted[][] = [];
  let rows = Infinity;
  for (const one of wanted) {
    const current = made.at(-1);
    const more = guess(one);
    if (current === undefined || current.length >= bulkRuns || rows + more >= bulkRows) {
      made.push([one]);
      rows = more;
    } else {
      current.push(one);
      rows += more;
    }
  }
  return made;
}

async function loadBatch(
  batch: readonly Wanted[],
  metric: string,
  most: number,
  take: (one: Wanted, history: History) => void,
  loaders: Loaders,
  signal?: AbortSignal,
): Promise<void> {
  const { points, cut } = await loaders.many(
    batch.map((one) => one.run),
    metric,
    signal,
  );
  // A cut answer holds the first runs whole and one in part: the guess was wrong, so these go the other way.
  if (cut) {
    for (const one of batch) take(one, await loaders.one(one.run, metric, most, signal));
    return;
  }
  const histories = byRun(points);
  for (const one of batch) take(one, thin(histories.get(one.run) ?? emptyHistory(one.run), most));
}

function byRun(points: readonly BulkPoint[]): Map<string, History> {
  const grouped = new Map<string, BulkPoint[]>();
  for (const point of points) {
    const own = grouped.get(point.run);
    if (own === undefined) grouped.set(point.run, [point]);
    else own.push(point);
  }
  return new Map(
    [...grouped].map(([run, own]) => [
      run,
      {
        run,
        total: own.length,
        steps: Float64Array.from(own, (point) => point.step),
        times: Float64Array.from(own, (point) => point.timestamp),
        values: Float64Array.from(own, (point) => point.value),
      },
    ]),
  );
}

/** Runs jobs, a few at a time; the first failure ends it. */
async function inTurn(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) await jobs[next++]?.();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
}
