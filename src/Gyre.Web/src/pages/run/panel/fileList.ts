import type { FileInfo, NodeRun, TypedArtifact } from '@/api/nodes';

/** A file of a node run with what it is an input or output of. */
export interface FileRow {
  key: string;
  /** Name of the input or of the typed artifact; empty for outputs of a command. */
  group: string;
  file: FileInfo;
}

export interface Values {
  name: string;
  value: unknown;
}

function rowsOf(group: string, files: readonly FileInfo[]): FileRow[] {
  return files.map((file, index) => ({ key: `${group}/${file.path}/${index}`, group, file }));
}

function typedRows(artifacts: NodeRun['artifacts']): FileRow[] {
  return Object.entries(artifacts ?? {}).flatMap(([output, list]) =>
    list.flatMap((artifact) => rowsOf(groupOf(output, artifact, list.length), artifact.files)),
  );
}

function groupOf(output: string, artifact: TypedArtifact, many: number): string {
  return many === 1 || artifact.name === output ? output : `${output}: ${artifact.name}`;
}

export function inputRows(node: NodeRun): FileRow[] {
  return [...node.inputs.flatMap((input) => rowsOf(input.name, input.files)), ...typedRows(node.input_artifacts)];
}

export function outputRows(node: NodeRun): FileRow[] {
  const files = Array.isArray(node.outputs) ? (node.outputs as readonly FileInfo[]) : [];
  return [...rowsOf('', files), ...typedRows(node.artifacts)];
}

/** The values of a typed node. */
export function outputValues(node: NodeRun): Values[] {
  return Array.isArray(node.outputs) ? [] : Object.entries(node.outputs).map(([name, value]) => ({ name, value }));
}

/** What people call the file: its path, or the artifact's name when it is a single file without one. */
export function fileLabel(row: FileRow): string {
  return row.file.path === '' ? row.group : row.file.path;
}
