import type { ModelField, PredictRequest } from '@/api/deployments';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';

/** What is asked, or what is wrong with its text. */
export type Question = { body: PredictRequest; problem: null } | { body: null; problem: string };

const refused = (problem: string): Question => ({ body: null, problem });

/** Reads a list of rows, or an object with `instances` or `inputs`, as `gyre predict` does. */
export function questionOf(text: string): Question {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused(`This is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
  if (Array.isArray(value)) return { body: { instances: value }, problem: null };
  const { instances, inputs } = (value ?? {}) as { instances?: unknown; inputs?: unknown };
  if (instances !== undefined && inputs !== undefined) return refused('Give either "instances" or "inputs".');
  if (Array.isArray(instances)) return { body: { instances }, problem: null };
  if (inputs !== undefined) return { body: { inputs }, problem: null };
  return refused('Write a list of rows, or an object with "instances" or "inputs".');
}

/** A sample with more values than this is nothing to edit by hand. */
const mostValues = 64;

/** Rows of zeros that fit the inputs; null where nobody knows them or they are too large to be typed. */
export function sampleOf(inputs: readonly ModelField[]): string | null {
  const rows = Math.max(1, ...inputs.map(({ shape }) => shape[0] ?? 1));
  const values = inputs.reduce(
    (sum, { shape }) => sum + shape.slice(1).reduce((all, one) => all * Math.max(1, one), 1),
    0,
  );
  if (inputs.length === 0 || rows * values > mostValues) return null;
  const [first] = inputs;
  const row =
    inputs.length === 1 && first !== undefined
      ? valueOf(first)
      : Object.fromEntries(inputs.map((field) => [field.name, valueOf(field)]));
  return `[\n${Array<string>(rows)
    .fill(`  ${JSON.stringify(row)}`)
    .join(',\n')}\n]`;
}

/** What one row has of an input. */
function valueOf({ type, shape }: ModelField): unknown {
  const zero = type === 'string' ? '' : type === 'bool' ? false : 0;
  return shape.slice(1).reduceRight<unknown>((part, length) => Array<unknown>(Math.max(1, length)).fill(part), zero);
}

/** The same question on the command line, over HTTP and in C#. */
export function predictCommands(name: string, body: PredictRequest): { cli: string; curl: string; csharp: string } {
  const member = body.instances === undefined ? 'Inputs' : 'Instances';
  const given = JSON.stringify(body.instances ?? body.inputs);
  const request = `new PredictRequest { ${member} = ValueJson.Parse(${csText(given)}) }`;
  return {
    cli: cliOf('predict', [name], { rows: body.instances === undefined ? JSON.stringify(body) : given }),
    curl: curlOf('POST', `/api/v1/deployments/${encodeURIComponent(name)}/predict`, body),
    csharp: csharpOf(`var answer = await api.Deployments.PredictAsync(${csText(name)}, ${request});`),
  };
}
