import { toNumber } from '@/kit/format';

type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A condition of one comparison, `NAME < 0.97`. */
export interface Comparison {
  name: string;
  operator: Operator;
  /** The number or word it compares with, as it is written. */
  literal: string;
}

/** What a cycle says when its condition ended it. */
export interface Ended {
  expression: string;
  turn: number;
  /** The values that the expression saw, as they are written there; null when it names none. */
  seen: string | null;
}

const name = String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+)*`;
const literal = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|True|False|true|false|'[^']*'|"[^"]*"`;
const forward = new RegExp(`^\\s*(${name})\\s*(<=|>=|==|!=|<|>)\\s*(${literal})\\s*$`);
const backward = new RegExp(`^\\s*(${literal})\\s*(<=|>=|==|!=|<|>)\\s*(${name})\\s*$`);
const turned: Record<Operator, Operator> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** Reads `NAME OP LITERAL` in either order; null for anything else. */
export function readComparison(expression: string): Comparison | null {
  const ahead = forward.exec(expression);
  if (ahead !== null) return { name: ahead[1] ?? '', operator: ahead[2] as Operator, literal: ahead[3] ?? '' };
  const behind = backward.exec(expression);
  if (behind === null) return null;
  return { name: behind[3] ?? '', operator: turned[behind[2] as Operator], literal: behind[1] ?? '' };
}

/** Reads `EXPRESSION is false after turn 3 (NAME is VALUE, …)`. */
export function readEnded(detail: string): Ended | null {
  const found = /^(.*) is false after turn (\d+)(?: \((.*)\))?$/s.exec(detail);
  return found === null ? null : { expression: found[1] ?? '', turn: Number(found[2]), seen: found[3] ?? null };
}

/** The value that a comparison saw, as it is written: `0.9744`, `true`, `{"$float":"nan"}`. */
export function seenValue(comparison: Comparison, seen: string | null): string | null {
  const head = `${comparison.name} is `;
  return seen?.startsWith(head) === true ? seen.slice(head.length) : null;
}

/** A written value as a number, also `{"$float":"nan"}`; null when it is none. */
export function writtenNumber(text: string): number | null {
  if (text.startsWith('{')) {
    try {
      return toNumber(JSON.parse(text));
    } catch {
      return null;
    }
  }
  return toNumber(text);
}

/** `compare.metadata.accuracy` → `compare.accuracy`: shorter, and as the metrics of a turn are called. */
export function shortName(metric: string): string {
  return metric.replace(/\.(metadata|parameter)\./, '.');
}
