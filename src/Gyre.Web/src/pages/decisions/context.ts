import type { LoggedDecision } from '@/api/deployments';
import { formatNumber, type NumberLike, toNumber } from '@/kit/format';
import { num, own, type Piece, say } from '@/pages/cycle/pieces';
import { percent } from '@/pages/deployments/rows';

/** What was asked, as the log keeps it. */
export interface Asked {
  context: readonly NumberLike[];
  arms: readonly string[] | null;
  features: readonly (readonly NumberLike[])[] | null;
  mask: readonly boolean[] | null;
}

/** The request of a decision; what is not there or of another kind is left out. */
export function askedOf(request: unknown): Asked {
  const given = (typeof request === 'object' && request !== null ? request : {}) as Record<string, unknown>;
  const list = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null);
  return {
    context: (list(given['context']) ?? []) as NumberLike[],
    arms: list(given['arms'])?.map(String) ?? null,
    features: (list(given['features'])?.map((row) => list(row) ?? []) ?? null) as NumberLike[][] | null,
    mask: list(given['mask'])?.map((one) => one === true) ?? null,
  };
}

/** A list of texts behind a name in the beginning of a JSON document, of which the end may be missing. */
function listIn(head: string, name: string): string[] | null {
  const found = new RegExp(`"${name}"\\s*:\\s*(\\[\\s*(?:"(?:[^"\\\\]|\\\\.)*"\\s*,?\\s*)*\\])`).exec(head);
  try {
    return found?.[1] === undefined ? null : (JSON.parse(found[1]) as string[]);
  } catch {
    return null;
  }
}

export interface PolicyNames {
  context: readonly string[];
  arms: readonly string[];
  features: readonly string[];
}

/** The names that a policy file gives its fields and arms; empty where the file does not say. */
export function namesIn(head: string): PolicyNames {
  return {
    context: listIn(head, 'contextFields') ?? [],
    arms: listIn(head, 'arms') ?? [],
    features: listIn(head, 'armFields') ?? [],
  };
}

export interface ContextRow {
  name: string;
  value: NumberLike;
}

/** Numbers with their names; a number without one is called by its place. */
export function contextRows(values: readonly NumberLike[], names: readonly string[]): ContextRow[] {
  return values.map((value, index) => ({ name: names[index] ?? `#${index + 1}`, value }));
}

/** The context on one line, for lists and exports: "0.5, 12". */
export function contextWords(request: unknown): string {
  return askedOf(request)
    .context.map((value) => formatNumber(value))
    .join(', ');
}

/** Why this arm: who was asked, and how likely it was that it would be this one. */
export function whySentence({ decision }: LoggedDecision): Piece[] {
  const { version, share, propensity, arm } = decision;
  const asked =
    share >= 1 ? say`Version ${version}` : say`Version ${version}, asked for ${percent(share)} of the decisions,`;
  if (propensity >= 1) return say`${asked} always chooses ${own(arm)} here.`;
  const both = share >= 1 ? null : say`, so ${own(arm)} came from it with probability ${num(share * propensity)}`;
  return say`${asked} chose ${own(arm)} with probability ${num(propensity)}${both}.`;
}

/** What a shadow would have done, beside what was done. */
export function shadowSentence(shadow: LoggedDecision['shadows'][number], arm: string): Piece[] {
  return shadow.arm === arm
    ? say`Version ${shadow.version} would have chosen the same, with probability ${num(shadow.propensity)}.`
    : say`Version ${shadow.version} would have chosen ${own(shadow.arm)}, with probability ${num(shadow.propensity)}.`;
}

export interface ArmRow {
  index: number;
  name: string;
  allowed: boolean;
  chosen: boolean;
  features: string;
}

/** The arms that there were to choose from; of a policy with arms of its own where the request names none. */
export function armRows(asked: Asked, names: PolicyNames, chosen: number): ArmRow[] {
  const arms = asked.arms ?? names.arms;
  return arms.map((name, index) => ({
    index,
    name,
    allowed: asked.mask?.[index] ?? true,
    chosen: index === chosen,
    features: (asked.features?.[index] ?? [])
      .map((value, at) => `${names.features[at] ?? `#${at + 1}`} ${formatNumber(toNumber(value))}`)
      .join(', '),
  }));
}
