import { readYaml, type Yaml } from './yaml';

/** A column, tensor or parameter of a signature, its type as people write it: `double`, `float64[?, 10]`, `array<string>`. */
export interface SignatureField {
  /** Columns have names; a lone tensor has none. */
  name: string | null;
  type: string;
  optional: boolean;
  default: string | null;
}

export interface Signature {
  inputs: readonly SignatureField[];
  outputs: readonly SignatureField[];
  params: readonly SignatureField[];
}

export interface Flavor {
  name: string;
  values: readonly (readonly [key: string, text: string])[];
}

/** What the file MLmodel says of a model. */
export interface MlModel {
  flavors: readonly Flavor[];
  signature: Signature | null;
  /** Everything else in one line each: version of MLflow, time, sizes. */
  facts: readonly (readonly [key: string, text: string])[];
}

const most = 2000;

/** @throws YamlError when the text is not YAML. */
export function readMlModel(text: string): MlModel {
  const root = mapOf(readYaml(text));
  const flavors = Object.entries(mapOf(root['flavors'])).map(([name, values]) => ({
    name,
    values: Object.entries(mapOf(values)).map(([key, value]) => [key, textOf(value)] as const),
  }));
  const facts = Object.entries(root)
    .filter(([key, value]) => !['flavors', 'signature', 'saved_input_example_info'].includes(key) && value !== null)
    .map(([key, value]) => [key, textOf(value)] as const);
  return { flavors, signature: signatureOf(root['signature']), facts };
}

function signatureOf(value: Yaml | undefined): Signature | null {
  const parts = mapOf(value);
  const made = {
    inputs: fieldsOf(parts['inputs']),
    outputs: fieldsOf(parts['outputs']),
    params: fieldsOf(parts['params']),
  };
  return made.inputs.length + made.outputs.length + made.params.length === 0 ? null : made;
}

/** The specs are JSON in a text; one that is broken is no reason to hide the rest. */
function fieldsOf(value: Yaml | undefined): SignatureField[] {
  if (typeof value !== 'string') return [];
  let specs: unknown;
  try {
    specs = JSON.parse(value);
  } catch {
    return [{ name: null, type: 'unreadable', optional: false, default: null }];
  }
  const list: unknown[] = Array.isArray(specs) ? specs : [specs];
  return list.slice(0, most).map((spec) => {
    const fields = recordOf(spec);
    const name = fields['name'];
    return {
      name: typeof name === 'string' && name !== '' ? name : null,
      type: typeOf(spec, 0),
      optional: fields['required'] === false || fields['optional'] === true,
      default: 'default' in fields ? JSON.stringify(fields['default']) : null,
    };
  });
}

function typeOf(spec: unknown, depth: number): string {
  if (typeof spec === 'string') return spec;
  const fields = recordOf(spec);
  const kind = typeof fields['type'] === 'string' ? fields['type'] : 'any';
  if (depth > 8) return kind;
  if (kind === 'tensor') {
    const tensor = recordOf(fields['tensor-spec']);
    const shape = Array.isArray(tensor['shape']) ? shapeOf(tensor['shape']) : '';
    return `${String(tensor['dtype'] ?? 'tensor')}${shape}`;
  }
  if (kind === 'array') return `array<${typeOf(fields['items'], depth + 1)}>`;
  if (kind === 'map') return `map<${typeOf(fields['values'], depth + 1)}>`;
  if (kind === 'object') {
    const inner = Object.entries(recordOf(fields['properties'])).map(([key, one]) => {
      const optional = recordOf(one)['required'] === false ? '?' : '';
      return `${key}${optional}: ${typeOf(one, depth + 1)}`;
    });
    return `{${inner.join(', ')}}`;
  }
  // A parameter may be a list of fixed or open length.
  return Array.isArray(fields['shape']) ? `${kind}${shapeOf(fields['shape'])}` : kind;
}

/** -1 is a length that is not fixed. */
function shapeOf(shape: readonly unknown[]): string {
  return `[${shape.map((one) => (one === -1 ? '?' : String(one))).join(', ')}]`;
}

function recordOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function mapOf(value: Yaml | undefined): Readonly<Record<string, Yaml>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, Yaml>>)
    : {};
}

function textOf(value: Yaml): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}
