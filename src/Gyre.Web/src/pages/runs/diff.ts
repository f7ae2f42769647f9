import type { FileInfo, NodeRun } from '@/api/nodes';
import type { Run } from '@/api/runs';

/** A run with its node runs: one side of a comparison. */
export interface Side {
  run: Run;
  nodes: readonly NodeRun[];
}

export interface DiffRow {
  /** "run", or NODE.NAME. */
  name: string;
  before: unknown;
  after: unknown;
  differs: boolean;
}

export interface Diff {
  run: DiffRow[];
  parameters: DiffRow[];
  metrics: DiffRow[];
  inputs: DiffRow[];
  nodes: DiffRow[];
}

/** Two runs side by side, with the names that `gyre diff` uses. A side without a value has undefined. */
export function diffOf(before: Side, after: Side): Diff {
  return {
    run: rowsOf(factsOf(before.run), factsOf(after.run)),
    parameters: rowsOf(parametersOf(before), parametersOf(after)),
    metrics: rowsOf(
      valuesOf(before, (node) => node.metadata),
      valuesOf(after, (node) => node.metadata),
    ),
    inputs: rowsOf(valuesOf(before, inputsOf), valuesOf(after, inputsOf)),
    nodes: rowsOf(statesOf(before), statesOf(after)),
  };
}

type Values = ReadonlyMap<string, unknown>;

function factsOf(run: Run): Values {
  return new Map<string, unknown>([
    ['state', run.state],
    ['reason', run.reason ?? undefined],
    ['project', run.project],
    ['pipeline', run.pipeline],
    ['revision', run.revision ?? undefined],
    ['executions', run.executions],
    ['seconds', run.seconds ?? undefined],
  ]);
}

/** Parameters in use, and those given that no node shows (a node that never began has none). */
function parametersOf(side: Side): Values {
  const values = new Map<string, unknown>(Object.entries(side.run.parameters as Record<string, unknown>));
  for (const [name, value] of valuesOf(side, (node) => node.parameters)) values.set(name, value);
  return values;
}

function valuesOf({ nodes }: Side, read: (node: NodeRun) => Readonly<Record<string, unknown>>): Values {
  const values = new Map<string, unknown>();
  for (const node of nodes)
    for (const [name, value] of Object.entries(read(node))) values.set(`${node.name}.${name}`, value);
  return values;
}

function inputsOf(node: NodeRun): Record<string, unknown> {
  return Object.fromEntries(node.inputs.map((input) => [input.name, input.files.map(fileText)]));
}

function fileText(file: FileInfo): string {
  return `${file.path} ${file.digest.slice(0, 19)}`;
}

function statesOf({ nodes }: Side): Values {
  return new Map(nodes.map((node) => [node.name, node.cache === 'hit' ? `${node.state}, from the cache` : node.state]));
}

function rowsOf(before: Values, after: Values): DiffRow[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.map((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    return { name, before: a, after: b, differs: JSON.stringify(a) !== JSON.stringify(b) };
  });
}

/** How much a number has changed: "+0.02"; null where there is nothing to subtract. */
export function changeOf(row: DiffRow): number | null {
  return typeof row.before === 'number' && typeof row.after === 'number' && row.differs ? row.after - row.before : null;
}
