import type { Component, ComponentInput, ComponentOutput } from '@/api/components';

/** `gyre/learn-train` makes a step `learn-train`. */
export function stepName(component: string): string {
  return component.split('/').at(-1) ?? component;
}

/** What an edge calls an input or an output, behind the name of the node. */
export function inputEnd(input: Pick<ComponentInput, 'name' | 'artifact'>): string {
  return `${input.artifact ? 'input' : 'parameter'}.${input.name}`;
}

export function outputEnd(output: Pick<ComponentOutput, 'name' | 'artifact'>): string {
  return `${output.artifact ? 'output' : 'result'}.${output.name}`;
}

/** A value in YAML on one line: JSON is YAML, and plain words need no quotes. */
export function yamlValue(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value === 'object' && value !== null && '$float' in value) return yamlFloat(String(value.$float));
  return JSON.stringify(value) ?? 'null';
}

/** Words that YAML reads as text, in 1.1 and 1.2. */
function isPlain(text: string): boolean {
  return /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}

function yamlFloat(text: string): string {
  const word = text.toLowerCase();
  if (word === 'nan') return '.nan';
  return word.startsWith('-') ? '-.inf' : '.inf';
}

/** A default as it is shown in a table; null when there is none. */
export function defaultText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : yamlValue(value);
}

/** A step for `gyre.yaml`: what must be set stands in `with:`, the rest beside it as comments with its default. */
export function stepSnippet(component: Component): string {
  const needed = component.inputs.filter((input) => !input.optional);
  const free = component.inputs.filter((input) => input.optional);
  const lines = ['- step:', `    name: ${yamlValue(stepName(component.name))}`, `    uses: ${component.name}`];
  if (component.inputs.length > 0) lines.push(needed.length === 0 ? '    # with:' : '    with:');
  for (const input of needed) lines.push(`      ${input.name}: ${placeholder(input)}`);
  for (const input of free) lines.push(`      # ${input.name}: ${yamlValue(input.default ?? null)}`);
  return `${lines.join('\n')}\n`;
}

function placeholder(input: ComponentInput): string {
  if (input.artifact) return `path/to/${input.name}`;
  switch (input.type) {
    case 'integer':
    case 'float':
      return '0';
    case 'boolean':
    case 'bool':
      return 'false';
    case 'list':
      return '[]';
    case 'dict':
      return '{}';
    default:
      return '""';
  }
}

/** The edges that could lead to and from its node in a pipeline. */
export function edgeSnippet(component: Component): string {
  const node = stepName(component.name);
  const given = component.inputs
    .filter((input) => input.artifact)
    .map((input) => `  - [SOURCE.output.NAME, ${node}.${inputEnd(input)}]`);
  const made = component.outputs.map(
    (output) => `  - [${node}.${outputEnd(output)}, TARGET.${output.artifact ? 'input' : 'parameter'}.NAME]`,
  );
  return `edges:\n${[...given, ...made].join('\n')}\n`;
}

/** Components whose name, description, inputs or outputs contain every word. */
export function findComponents(all: readonly Component[], text: string): Component[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((component) => {
    const parts = [
      component.name,
      component.description ?? '',
      ...[...component.inputs, ...component.outputs].flatMap((port) => [port.name, port.type, port.description ?? '']),
    ];
    const searched = parts.join('\n').toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
