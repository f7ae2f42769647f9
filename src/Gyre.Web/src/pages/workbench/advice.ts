import type { Candidate, Estimate, Evaluation, Interval } from '@/api/deployments';
import { count } from '@/kit/format';
import { num, own, type Piece, say } from '@/pages/cycle/pieces';
import { roughly } from '@/pages/deployments/rows';

/** The method to believe first: each one forgives more than those after it. */
const order = ['doubly-robust', 'snips', 'ips', 'direct'];

const names: Record<string, string> = {
  direct: 'a model of rewards alone',
  ips: 'inverse propensity',
  snips: 'self-normalised',
};

export function methodName(method: string): string {
  return Object.hasOwn(names, method) ? `${method} (${names[method] ?? ''})` : method;
}

export function preferred({ estimates }: Pick<Candidate, 'estimates'>): Estimate | null {
  const found = order.map((method) => estimates.find((one) => one.method === method)).find((one) => one !== undefined);
  return found ?? estimates[0] ?? null;
}

export type Verdict = 'better' | 'worse' | 'unsure';

/** Whether the interval lies clear of that of what served. */
export function verdictOf(estimate: Interval | null, logged: Interval): Verdict {
  if (estimate === null) return 'unsure';
  if (estimate.low > logged.high) return 'better';
  return estimate.high < logged.low ? 'worse' : 'unsure';
}

/** Fewer rows than this that speak for a version are an accident. */
const fewRows = 100;
const smallPart = 0.05;
const wellSupported = 0.95;
/** A row that counts as much as so many decides alone. */
const heavy = 50;

/** Why the estimates of a version are to be doubted, each in a sentence; none where they are not. */
export function doubtsOf(candidate: Candidate, rows: number): string[] {
  const { effective_sample_size: size, largest_weight: weight, supported_share: share } = candidate;
  const doubts: string[] = [];
  if (share < wellSupported)
    doubts.push(
      `Only ${roughly(share)} of the rows could have come from it; for what it does otherwise the log says nothing.`,
    );
  if (size < fewRows || size < rows * smallPart)
    doubts.push(`The estimates rest on about ${Math.round(size).toLocaleString('en-US')} of ${count(rows, 'row')}.`);
  if (weight > heavy) doubts.push(`One row counts as much as ${Math.round(weight).toLocaleString('en-US')}.`);
  return doubts;
}

export interface Advice {
  verdict: Verdict;
  pieces: Piece[];
  doubts: readonly string[];
  /** What to do now. */
  next: string;
}

/** What to make of a candidate. */
export function adviceOf(candidate: Candidate, { logged, rows }: Evaluation): Advice {
  const best = preferred(candidate);
  const verdict = verdictOf(best, logged);
  const doubts = doubtsOf(candidate, rows);
  const name = say`Version ${candidate.version} (${own(candidate.kind)})`;
  if (best === null)
    return { verdict, doubts, pieces: say`${name} has no estimate.`, next: 'Look at the warnings below.' };
  const words = {
    better: 'would have earned more than what served',
    worse: 'would have earned less than what served',
    unsure: 'cannot be told apart from what served',
  }[verdict];
  return {
    verdict,
    doubts,
    pieces: say`${name} ${words}: ${num(best.value)}, between ${num(best.low)} and ${num(best.high)}, against ${num(logged.value)}, between ${num(logged.low)} and ${num(logged.high)}.`,
    next: nextOf(verdict, doubts.length > 0),
  };
}

function nextOf(verdict: Verdict, doubted: boolean): string {
  if (doubted) return 'Do not trust this alone: give it a small share as a canary, and ask again.';
  switch (verdict) {
    case 'better':
      return 'The log supports it: it may be promoted, or tried as a canary first.';
    case 'worse':
      return 'The log supports this: leave it where it is.';
    case 'unsure':
      return 'More rows or a canary would tell.';
  }
}
