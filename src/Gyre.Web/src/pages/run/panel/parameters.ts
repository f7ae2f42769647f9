import type { GraphEdge, NodeRun } from '@/api/nodes';

export interface ParameterRow {
  name: string;
  value: unknown;
  /** Where the value came from, in words. */
  source: string;
}

interface Known {
  node: NodeRun;
  /** Parameters the run was started with. */
  given: unknown;
  /** The task that it is a trial of; null for everything else. */
  task: NodeRun | null;
  edges: readonly GraphEdge[];
}

/**
 * Parameters with where each value came from, as far as records tell: the sweep, the run's own parameters, an edge. What
 * none of them set is the default of the step or the pipeline.
 */
export function parameterRows({ node, given, task, edges }: Known): ParameterRow[] {
  const owner = task?.name ?? node.name;
  const run = isRecord(given) ? given : {};
  return Object.entries(node.parameters).map(([name, value]) => {
    if (task !== null && !isSame(task.parameters[name], value))
      return { name, value, source: 'this trial of the sweep' };
    if (Object.hasOwn(run, `${owner}.${name}`))
      return { name, value, source: 'given for this node when the run was started' };
    const edge = edges.find((one) => one.to === owner && targetsOf(one.label).some((target) => target.to === name));
    if (edge !== undefined) {
      const from = targetsOf(edge.label).find((target) => target.to === name)?.from;
      return { name, value, source: `${edge.from}, ${from}` };
    }
    if (Object.hasOwn(run, name) && isSame(run[name], value))
      return { name, value, source: 'given when the run was started' };
    return { name, value, source: 'default of the step or pipeline' };
  });
}

/** "model.json → model, accuracy → target" as pairs. */
function targetsOf(label: string | null | undefined): { from: string; to: string }[] {
  return (label ?? '').split(', ').flatMap((part) => {
    const at = part.lastIndexOf(' → ');
    return at < 0 ? [] : [{ from: part.slice(0, at), to: part.slice(at + 3) }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A value of a parameter or of metadata on one line. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isRecord(value) && typeof value['$float'] === 'string') return value['$float'];
  return JSON.stringify(value) ?? '';
}
