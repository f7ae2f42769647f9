import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { get, post, send, urlOf } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type FileInfo = Schemas['ArtifactInfo'];
export type TypedArtifact = Schemas['TypedArtifactInfo'];
export type NodeRun = Omit<Schemas['NodeInfo'], 'outputs' | 'parameters' | 'metadata'> & {
  /** Files of a command, or values by name of a typed node. */
  outputs: readonly FileInfo[] | Readonly<Record<string, unknown>>;
  parameters: Readonly<Record<string, unknown>>;
  metadata: Readonly<Record<string, unknown>>;
};
export type NodeWait = Schemas['NodeWaitInfo'];
export type CacheExplanation = Schemas['CacheExplanationInfo'];
export type CacheInvalidated = Schemas['CacheInvalidated'];

/** A node run in a drawing; `parent` is the task it is a trial of, or the sub-graph or loop it lies in. */
export interface GraphNode {
  name: string;
  kind: string;
  step?: string | null;
  parent?: string | null;
  state: string;
}

/** Something flows, or is only an order when there is no label. */
export interface GraphEdge {
  from: string;
  to: string;
  label?: string | null;
}

export interface Graph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
}

export interface Attempt {
  attempt_id: string;
  /** From 1; a lost one and the one that replaced it have the same. */
  number: number;
  started_at: string;
  state: string;
  ended_at?: string | null;
  exit_code?: number | null;
  reason?: string | null;
  signal?: number | null;
}

/**
 * The graph and the list of all node runs can be megabytes. Their keys do not begin with ['run', id], so that not every
 * event asks for them again: the run's page refreshes them at the pace that their size allows (see pages/run/useRefresh).
 */
export const graphKey = (run: string) => ['run-graph', run] as const;
export const nodesKey = (run: string) => ['run-nodes', run] as const;

export const graphQuery = (run: string) =>
  queryOptions({
    queryKey: graphKey(run),
    queryFn: ({ signal }) => send<Graph>('GET', '/api/v1/runs/{run}/graph', { path: { run }, signal }),
    structuralSharing: (before, after) => shareGraph(before as Graph | undefined, after as Graph),
  });

export const nodesQuery = (run: string) =>
  queryOptions({
    queryKey: nodesKey(run),
    queryFn: async ({ signal }): Promise<readonly NodeRun[]> =>
      (await get('/api/v1/runs/{run}/nodes', { path: { run }, signal })).nodes as readonly NodeRun[],
    structuralSharing: (before, after) =>
      shareNodes(before as readonly NodeRun[] | undefined, after as readonly NodeRun[]),
  });

export const nodeQuery = (run: string, node: string) =>
  queryOptions({
    queryKey: ['run', run, 'node', node],
    queryFn: async ({ signal }) =>
      (await get('/api/v1/runs/{run}/nodes/{node}', { path: { run, node }, signal })) as NodeRun,
  });

/**
 * What changes only with the node run itself. The stamp (its state and attempts) is part of the key, so that events of
 * other node runs do not ask again.
 */
function stampOf(node: Pick<NodeRun, 'state' | 'attempts'>): string {
  return `${node.state} ${node.attempts}`;
}

export const attemptsQuery = (run: string, node: Pick<NodeRun, 'name' | 'state' | 'attempts'>) =>
  queryOptions({
    queryKey: ['run-node', run, node.name, 'attempts', stampOf(node)],
    queryFn: async ({ signal }) =>
      (
        await send<{ attempts: readonly Attempt[] }>('GET', '/api/v1/runs/{run}/attempts/{node}', {
          path: { run, node: node.name },
          signal,
        })
      ).attempts,
    placeholderData: keepPreviousData,
  });

export const explainQuery = (run: string, node: Pick<NodeRun, 'name' | 'state' | 'attempts'>) =>
  queryOptions({
    queryKey: ['run-node', run, node.name, 'cache', stampOf(node)],
    queryFn: ({ signal }): Promise<CacheExplanation> =>
      get('/api/v1/runs/{run}/cache/{node}', { path: { run, node: node.name }, signal }),
    placeholderData: keepPreviousData,
  });

/** The tracking run of a node run: the one whose tags name both. Null where nothing was recorded. */
export const nodeTrackingQuery = (run: string, node: Pick<NodeRun, 'name' | 'state' | 'attempts'>) =>
  queryOptions({
    queryKey: ['run-node', run, node.name, 'tracking', stampOf(node)],
    queryFn: async ({ signal }): Promise<string | null> => {
      const page = await post('/api/v1/tracking/runs/search', {
        body: {
          filter: `tags.\`gyre.run\` = ${quoted(run)} AND tags.\`gyre.node\` = ${quoted(node.name)}`,
          view: 'all',
          max_results: 1,
          columns: { metrics: [], params: [], tags: [], inputs: false },
        },
        signal,
      });
      return page.runs[0]?.run_id ?? null;
    },
    placeholderData: keepPreviousData,
  });

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function decide(run: string, node: string, approved: boolean, comment: string): Promise<unknown> {
  return post('/api/v1/runs/{run}/approvals/{node}', {
    path: { run, node },
    body: { approved, ...(comment === '' ? {} : { comment }) },
  });
}

export function answer(run: string, key: string, document: Readonly<Record<string, unknown>>): Promise<unknown> {
  return post('/api/v1/runs/{run}/answers', { path: { run }, body: { key, document } });
}

export function invalidateNode(run: string, node: string, dryRun: boolean): Promise<CacheInvalidated> {
  return post('/api/v1/cache/invalidate', { body: { run_id: run, node, dry_run: dryRun } });
}

function pathOf(node: string): string {
  return node.split('/').map(encodeURIComponent).join('/');
}

export function outputUrl(run: string, node: string, file: string): string {
  return urlOf(`/api/v1/runs/${encodeURIComponent(run)}/outputs/${pathOf(node)}`, { path: file });
}

export function archiveUrl(run: string, node: string): string {
  return urlOf(`/api/v1/runs/${encodeURIComponent(run)}/archive/${pathOf(node)}`);
}

export function artifactUrl(digest: string): string {
  return urlOf(`/api/v1/artifacts/${encodeURIComponent(digest)}`);
}

export function logUrl(run: string, node: string): string {
  return urlOf(`/api/v1/runs/${encodeURIComponent(run)}/logs/${pathOf(node)}`);
}

/** Keeps what has not changed as the same objects, so that nothing is laid out or drawn again for it. */
export function shareGraph(before: Graph | undefined, after: Graph): Graph {
  if (before === undefined) return after;
  const known = new Map(before.nodes.map((node) => [node.name, node]));
  const nodes = after.nodes.map((node) => {
    const old = known.get(node.name);
    return old !== undefined && isSameNode(old, node) ? old : node;
  });
  const sameNodes = nodes.length === before.nodes.length && nodes.every((node, index) => node === before.nodes[index]);
  const sameEdges =
    after.edges.length === before.edges.length &&
    after.edges.every((edge, index) => {
      const old = before.edges[index];
      return old?.from === edge.from && old.to === edge.to && (old.label ?? null) === (edge.label ?? null);
    });
  if (sameNodes && sameEdges) return before;
  return { nodes: sameNodes ? before.nodes : nodes, edges: sameEdges ? before.edges : after.edges };
}

function isSameNode(a: GraphNode, b: GraphNode): boolean {
  return a.state === b.state && a.kind === b.kind && a.step === b.step && (a.parent ?? null) === (b.parent ?? null);
}

/** What ends a node run or begins another attempt; without a change here, nothing else of an ended one changes. */
const tellingFields = ['state', 'attempts', 'cache', 'started_at', 'ended_at', 'reason'] as const;

/** Keeps node runs that have not changed as the same objects. One that goes on is always taken new: it prints metadata. */
export function shareNodes(before: readonly NodeRun[] | undefined, after: readonly NodeRun[]): readonly NodeRun[] {
  if (before === undefined) return after;
  const known = new Map(before.map((node) => [node.name, node]));
  let isSame = before.length === after.length;
  const nodes = after.map((node, index) => {
    const old = known.get(node.name);
    const kept =
      old !== undefined && node.ended_at != null && tellingFields.every((field) => old[field] === node[field])
        ? old
        : node;
    isSame &&= kept === before[index];
    return kept;
  });
  return isSame ? before : nodes;
}

/** Forgets what was read of a run, after a change that its own events do not name. */
export function refreshRun(client: QueryClient, run: string): void {
  for (const queryKey of [['run', run], graphKey(run), nodesKey(run)]) void client.invalidateQueries({ queryKey });
}
