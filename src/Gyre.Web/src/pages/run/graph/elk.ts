import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api';
import { inset, type Layout, type Plan, shiftInto } from './layout';
import { num } from './numbers';

/** ELK takes seconds for graphs beyond this. */
export const mostForElk = 400;
/** How long ELK may think before the first layout is good enough. */
const patience = 2500;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.spacing.nodeNode': '20',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/** The plan as ELK wants it: a container is a node with children and its own edges. */
export function elkGraphOf(plan: Plan): ElkNode {
  const root: ElkNode = { id: 'root', layoutOptions: options, children: [], edges: [] };
  const made: ElkNode[] = [];
  plan.parent.forEach((parent, item) => {
    const open = plan.open[item] === 1;
    const padding = `[top=${inset.head},left=${inset.side},bottom=${inset.foot},right=${inset.side}]`;
    const node: ElkNode = open
      ? { id: String(item), layoutOptions: { ...options, 'elk.padding': padding }, children: [], edges: [] }
      : { id: String(item), width: num(plan.width, item), height: num(plan.height, item) };
    made.push(node);
    (parent < 0 ? root : (made[parent] as ElkNode)).children?.push(node);
  });
  for (let at = 0; at < plan.edges.length; at += 2) {
    const from = num(plan.edges, at);
    const holder = num(plan.parent, from);
    const edge: ElkExtendedEdge = {
      id: `e${at / 2}`,
      sources: [String(from)],
      targets: [String(num(plan.edges, at + 1))],
    };
    (holder < 0 ? root : (made[holder] as ElkNode)).edges?.push(edge);
  }
  return root;
}

/** ELK's answer in the form of our own layouts. */
export function layoutOf(plan: Plan, root: ElkNode, took: number): Layout {
  const count = plan.parent.length;
  const layout: Layout = {
    x: new Float64Array(count),
    y: new Float64Array(count),
    width: plan.width.slice(),
    height: plan.height.slice(),
    routes: Array.from({ length: plan.edges.length / 2 }, () => null),
    crossings: 0,
    took,
    corners: true,
  };
  const read = (holder: ElkNode, isRoot: boolean) => {
    for (const edge of holder.edges ?? []) {
      const [section] = edge.sections ?? [];
      if (section === undefined) continue;
      const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
      const shift = isRoot ? { x: 0, y: 0 } : { x: -inset.side, y: -inset.head };
      layout.routes[Number(edge.id.slice(1))] = Float64Array.from(
        points.flatMap((point) => [point.x + shift.x, point.y + shift.y]),
      );
    }
    for (const node of holder.children ?? []) {
      const item = Number(node.id);
      const shift = isRoot ? { x: 0, y: 0 } : { x: -inset.side, y: -inset.head };
      layout.x[item] = (node.x ?? 0) + shift.x;
      layout.y[item] = (node.y ?? 0) + shift.y;
      layout.width[item] = node.width ?? num(plan.width, item);
      layout.height[item] = node.height ?? num(plan.height, item);
      read(node, false);
    }
  };
  read(root, true);
  shiftInto(plan, layout.x, layout.y, layout.routes);
  return layout;
}

/** Lays out with ELK in a worker of its own, which is loaded when the first graph needs it. Null when it takes too long. */
export async function layOutWithElk(plan: Plan, signal: AbortSignal): Promise<Layout | null> {
  const began = performance.now();
  const [{ default: Elk }, { default: address }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  if (signal.aborted) return null;
  const elk = new Elk({ workerFactory: () => new Worker(address) });
  const enough = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), patience);
    signal.addEventListener('abort', () => resolve(null));
  });
  try {
    const root = await Promise.race([elk.layout(elkGraphOf(plan)), enough]);
    return root === null ? null : layoutOf(plan, root, performance.now() - began);
  } finally {
    elk.terminateWorker();
  }
}
