import type { Span } from '@/formats/mlflow/spans';

/** A span at its place in the tree. */
export interface SpanNode {
  span: Span;
  depth: number;
  parent: SpanNode | null;
  children: SpanNode[];
  /** Spans below it, at any depth. */
  below: number;
  /** Whether it or a span below it failed. */
  hasError: boolean;
}

export interface Tree {
  /** Parents before their children, earlier ones first. */
  nodes: readonly SpanNode[];
  byId: ReadonlyMap<string, SpanNode>;
  /** The time that all spans cover, in milliseconds since 1970. */
  from: number;
  to: number;
  errors: number;
}

/**
 * Puts spans under their parents. Spans whose parent did not arrive are roots, and so is the earliest span of a circle:
 * every span is in the tree exactly once, whatever a client sent. Without recursion, for traces that are deep.
 */
export function treeOf(spans: readonly Span[], now: number): Tree {
  const byId = new Map<string, SpanNode>();
  const all: SpanNode[] = spans.map((span) => ({
    span,
    depth: 0,
    parent: null,
    children: [],
    below: 0,
    hasError: false,
  }));
  for (const node of all) if (!byId.has(node.span.id)) byId.set(node.span.id, node);
  const sorted = all.toSorted((a, b) => a.span.start - b.span.start);
  const roots: SpanNode[] = [];
  for (const node of sorted) {
    const parent = node.span.parent === '' ? undefined : byId.get(node.span.parent);
    if (parent === undefined || parent === node) roots.push(node);
    else parent.children.push(node);
  }
  const nodes: SpanNode[] = [];
  const seen = new Set<SpanNode>();
  for (const root of roots) walk(root, nodes, seen);
  for (const node of sorted) if (!seen.has(node)) walk(node, nodes, seen);
  sumUp(nodes);
  return { nodes, byId, ...coverOf(spans, now), errors: nodes.filter((node) => node.span.state === 'error').length };
}

function walk(root: SpanNode, nodes: SpanNode[], seen: Set<SpanNode>): void {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    seen.add(node);
    nodes.push(node);
    node.children = node.children.filter((child) => !seen.has(child));
    for (const child of node.children) {
      child.parent = node;
      child.depth = node.depth + 1;
    }
    stack.push(...node.children.toReversed());
  }
}

function sumUp(nodes: readonly SpanNode[]): void {
  for (const node of nodes.toReversed()) {
    node.hasError ||= node.span.state === 'error';
    if (node.parent === null) continue;
    node.parent.below += node.below + 1;
    node.parent.hasError ||= node.hasError;
  }
}

function coverOf(spans: readonly Span[], now: number): { from: number; to: number } {
  let [from, to] = [Infinity, -Infinity];
  for (const span of spans) {
    from = Math.min(from, span.start);
    to = Math.max(to, span.end ?? Math.max(now, span.start));
  }
  return spans.length === 0 ? { from: 0, to: 0 } : { from, to };
}

export interface Shown {
  /** Ids of spans whose children are hidden. */
  folded: ReadonlySet<string>;
  text: string;
  errorsOnly: boolean;
}

/** The rows to draw. A search shows what it found with the spans above, folded or not. */
export function rowsOf(tree: Tree, { folded, text, errorsOnly }: Shown): SpanNode[] {
  const { nodes } = tree;
  const wanted = text.trim().toLowerCase();
  if (wanted !== '' || errorsOnly) {
    const kept = new Set<SpanNode>();
    for (const node of nodes) {
      if (!isWanted(node.span, wanted, errorsOnly)) continue;
      for (let at: SpanNode | null = node; at !== null && !kept.has(at); at = at.parent) kept.add(at);
    }
    return nodes.filter((node) => kept.has(node));
  }
  const rows: SpanNode[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as SpanNode;
    rows.push(node);
    if (folded.has(node.span.id)) index += node.below;
  }
  return rows;
}

function isWanted(span: Span, text: string, errorsOnly: boolean): boolean {
  if (errorsOnly && span.state !== 'error') return false;
  return text === '' || span.name.toLowerCase().includes(text) || span.type.toLowerCase() === text;
}

/** Milliseconds that it spent itself: its own time without what its children cover. Null while it goes on. */
export function selfTime({ span, children }: SpanNode): number | null {
  if (span.end === null) return null;
  let [covered, at] = [0, span.start];
  for (const { span: child } of children) {
    const from = Math.max(at, child.start);
    const to = Math.min(span.end, child.end ?? span.end);
    if (to <= from) continue;
    covered += to - from;
    at = to;
  }
  return Math.max(0, span.end - span.start - covered);
}

/** Where the keys lead from a row: the index of the next row, or the fold to turn. */
export type Step = { go: number } | { fold: SpanNode } | null;

export function stepOf(
  key: string,
  rows: readonly SpanNode[],
  index: number,
  folded: ReadonlySet<string>,
  page: number,
): Step {
  const node = rows[index];
  if (node === undefined) return null;
  const within = (to: number): Step => ({ go: Math.min(rows.length - 1, Math.max(0, to)) });
  const isOpen = node.children.length > 0 && !folded.has(node.span.id);
  switch (key) {
    case 'ArrowDown':
      return within(index + 1);
    case 'ArrowUp':
      return within(index - 1);
    case 'PageDown':
      return within(index + page);
    case 'PageUp':
      return within(index - page);
    case 'Home':
      return within(0);
    case 'End':
      return within(rows.length - 1);
    case 'ArrowRight':
      if (node.children.length === 0) return null;
      return isOpen ? within(index + 1) : { fold: node };
    case 'ArrowLeft': {
      if (isOpen) return { fold: node };
      const above = node.parent === null ? -1 : rows.indexOf(node.parent);
      return above < 0 ? null : { go: above };
    }
    default:
      return null;
  }
}

/** OpenTelemetry shows ids in hexadecimal; stores keep them in base64. */
export function hexId(id: string): string {
  if (!/^[A-Za-z0-9+/]{11}=$/.test(id)) return id;
  return [...atob(id)].map((one) => one.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** The types of a trace, the most frequent first. */
export function typesOf(tree: Tree): string[] {
  const counts = new Map<string, number>();
  for (const { span } of tree.nodes) if (span.type !== '') counts.set(span.type, (counts.get(span.type) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([type]) => type);
}
