import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, post, put, request } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Deployment = Schemas['DeploymentInfo'];
export type DeploymentSettings = Schemas['DeploymentSettingsInfo'];
export type DeploymentVersion = Schemas['DeploymentVersionInfo'];
export type DeploymentVersions = Schemas['DeploymentVersionList'];
export type RouteChange = Schemas['RouteChangeInfo'];
export type RouteResult = Schemas['RouteResultInfo'];
export type Canary = Schemas['CanaryInfo'];
export type Evidence = Schemas['AliasEvidenceInfo'];
export type LoggedDecision = Schemas['LoggedDecisionInfo'];
export type DecisionPage = Schemas['DecisionPageInfo'];
export type Served = Schemas['ServedInfo'];
export type ServedVersion = Schemas['ServedVersionInfo'];
export type ModelField = Schemas['ModelFieldInfo'];
export type PredictRequest = Schemas['PredictRequest'];
export type Prediction = Schemas['PredictionInfo'];
export type Books = Schemas['DecisionBooksInfo'];
export type PromoteRequest = Schemas['PromoteRequest'];
export type RollBackRequest = Schemas['RollBackRequest'];
export type ConfigureRequest = Schemas['ConfigureDeploymentRequest'];

/** An average with the interval that holds it; null where there is nothing to average. */
export interface Reward {
  reward: number | null;
  low: number | null;
  high: number | null;
}

type Rewarded<T> = Omit<T, keyof Reward | 'arm'> & Reward;

export type FigureBucket = Rewarded<Schemas['DecisionBucketInfo']>;
/** `arm` is null for all the arms that are not listed. */
export type FigureArm = Rewarded<Schemas['ArmFiguresInfo']> & { arm: string | null };
export type FigureVersion = Rewarded<Schemas['VersionFiguresInfo']>;

/** What the log of a window says in numbers. */
export type Figures = Omit<Schemas['DecisionFiguresInfo'], 'buckets' | 'arms' | 'versions'> & {
  buckets: readonly FigureBucket[];
  arms: readonly FigureArm[];
  versions: readonly FigureVersion[];
};

export type Drift = Schemas['FieldDriftInfo'];
/** What a window would have earned under other versions. */
export type Evaluation = Schemas['VersionComparisonInfo'];
export type Candidate = Schemas['VersionEstimateInfo'];
export type Estimate = Schemas['MethodEstimateInfo'];
export type EvaluationRequest = Schemas['EvaluateVersionsRequest'];
export type Interval = Evaluation['logged'];

export const deploymentsQuery = () =>
  queryOptions({
    queryKey: ['deployments'],
    queryFn: async ({ signal }): Promise<readonly Deployment[]> =>
      (await get('/api/v1/deployments', { signal })).deployments,
  });

export const deploymentQuery = (name: string) =>
  queryOptions({
    queryKey: ['deployment', name],
    queryFn: ({ signal }): Promise<Deployment> => get('/api/v1/deployments/{name}', { path: { name }, signal }),
  });

/** Its versions and the changes of its route, newest first. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['deployment', name, 'versions'],
    queryFn: ({ signal }): Promise<DeploymentVersions> =>
      get('/api/v1/deployments/{name}/versions', { path: { name }, signal }),
  });

/** What changes with each decision has a key of its own: events do not ask for it, pages do, at their pace. */
export const logKey = (name: string) => ['deployment-log', name] as const;
export const figuresKey = (name: string) => [...logKey(name), 'figures'] as const;
export const decisionsKey = (name: string) => [...logKey(name), 'decisions'] as const;

/** Books of a log under way are old after this long, in milliseconds. */
const fresh = 3000;

export const booksQuery = (name: string) =>
  queryOptions({
    queryKey: [...logKey(name), 'books'],
    queryFn: ({ signal }): Promise<Books> => get('/api/v1/deployments/{name}/books', { path: { name }, signal }),
    staleTime: fresh,
  });

/** What a deployment serves, and how its versions answered. A change of its route makes it old, and so does each request. */
export const servedQuery = (name: string) =>
  queryOptions({
    queryKey: ['deployment', name, 'predictions'],
    queryFn: ({ signal }): Promise<Served> => get('/api/v1/deployments/{name}/predictions', { path: { name }, signal }),
    staleTime: fresh,
  });

/** `seconds` before now, in so many parts; null for all that is read. */
export const figuresQuery = (name: string, seconds: number | null, buckets: number) =>
  queryOptions({
    queryKey: [...figuresKey(name), seconds, buckets],
    queryFn: async ({ signal }): Promise<Figures> => {
      const from = seconds === null ? undefined : new Date(Date.now() - seconds * 1000).toISOString();
      const query = { from, buckets };
      return figuresOf(await get('/api/v1/deployments/{name}/figures', { path: { name }, query, signal }));
    },
    staleTime: fresh,
  });

/** What the server leaves out is nothing, and said so. */
function figuresOf(info: Schemas['DecisionFiguresInfo']): Figures {
  const whole = <T extends Partial<Record<keyof Reward, number | null>>>(row: T) => ({
    ...row,
    reward: row.reward ?? null,
    low: row.low ?? null,
    high: row.high ?? null,
  });
  return {
    ...info,
    buckets: info.buckets.map(whole),
    arms: info.arms.map((arm) => ({ ...whole(arm), arm: arm.arm ?? null })),
    versions: info.versions.map(whole),
  };
}

/** A filter of the log, in the API's own words. */
export interface DecisionFilter {
  outcome?: string;
  arm?: string;
  version?: number;
  from?: string;
  to?: string;
}

export const decisionsQuery = (name: string, filter: DecisionFilter) =>
  infiniteQueryOptions({
    queryKey: [...decisionsKey(name), filter],
    queryFn: ({ pageParam, signal }): Promise<DecisionPage> => decisionPage(name, filter, pageParam, 200, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page: DecisionPage) => page.next ?? undefined,
    staleTime: fresh,
  });

function decisionPage(
  name: string,
  filter: DecisionFilter,
  before: number | null,
  limit: number,
  signal?: AbortSignal,
): Promise<DecisionPage> {
  return get('/api/v1/deployments/{name}/decisions', {
    path: { name },
    query: { ...filter, before, limit },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The newest decisions of the filter, page by page, for an export. */
export async function newestDecisions(name: string, filter: DecisionFilter, most: number): Promise<LoggedDecision[]> {
  const found: LoggedDecision[] = [];
  let before: number | null = null;
  do {
    const page: DecisionPage = await decisionPage(name, filter, before, 1000);
    found.push(...page.decisions);
    before = page.next ?? null;
  } while (before !== null && found.length < most);
  return found.slice(0, most);
}

/** A decision with its rewards. */
export const decisionQuery = (name: string, decision: string) =>
  queryOptions({
    queryKey: [...logKey(name), 'decision', decision],
    queryFn: ({ signal }): Promise<LoggedDecision> =>
      get('/api/v1/deployments/{name}/decisions/{decision}', { path: { name, decision }, signal }),
    staleTime: fresh,
  });

/** A policy file begins with the names of its fields; what it has learnt may be large and is left out. */
const headSize = 64 * 1024;

/** The beginning of a policy file, as text. */
export const policyHeadQuery = (digest: string) =>
  queryOptions({
    queryKey: ['preview', 'policy', digest],
    queryFn: async ({ signal }): Promise<string> => {
      const headers = { Range: `bytes=0-${headSize - 1}` };
      const answer = await request('GET', `/api/v1/artifacts/${encodeURIComponent(digest)}`, { headers, signal });
      return answer.text();
    },
    staleTime: Infinity,
  });

/** Asks only: nothing is changed, and what was asked once is not asked again by itself. */
export const evaluationQuery = (name: string, body: EvaluationRequest) =>
  queryOptions({
    queryKey: ['evaluation', name, body],
    queryFn: ({ signal }): Promise<Evaluation> =>
      post('/api/v1/deployments/{name}/evaluate', { path: { name }, body, signal }),
    staleTime: Infinity,
  });

/** Asks a model or a program; the version that answers counts it. */
export function predict(name: string, body: PredictRequest): Promise<Prediction> {
  return post('/api/v1/deployments/{name}/predict', { path: { name }, body });
}

export function promote(name: string, body: PromoteRequest, idempotencyKey: string): Promise<RouteResult> {
  return post('/api/v1/deployments/{name}/promote', { path: { name }, body, idempotencyKey });
}

export function rollBack(name: string, body: RollBackRequest, idempotencyKey: string): Promise<RouteResult> {
  return post('/api/v1/deployments/{name}/rollback', { path: { name }, body, idempotencyKey });
}

export function configure(name: string, body: ConfigureRequest, idempotencyKey: string): Promise<RouteResult> {
  return put('/api/v1/deployments/{name}/route', { path: { name }, body, idempotencyKey });
}
