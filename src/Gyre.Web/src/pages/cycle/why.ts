import type { Cycle } from '@/api/cycles';
import { formatDuration } from '@/kit/format';
import { type Comparison, readComparison, readEnded, seenValue, shortName, writtenNumber } from './condition';
import { num, own, type Piece, say } from './pieces';

type Stopped = Pick<Cycle, 'stop_reason' | 'stop_detail' | 'max_iterations'>;

/** Why a cycle stopped, to follow "because": "compare.accuracy reached 0.97". Null while it goes on. */
export function whyOf(cycle: Stopped): Piece[] | null {
  const detail = cycle.stop_detail ?? '';
  switch (cycle.stop_reason ?? null) {
    case null:
      return null;
    case 'condition':
      return whyCondition(detail);
    case 'max-iterations':
      return say`its maximum of ${cycle.max_iterations === 1 ? '1 turn' : `${cycle.max_iterations} turns`} is reached`;
    case 'budget':
      return whyBudget(detail);
    case 'no-gain':
      return whyNoGain(detail);
    case 'error':
      return whyError(detail);
    case 'refused':
      return whyRefused(detail);
    default:
      return detail === '' ? say`of ${own(String(cycle.stop_reason))}` : say`${own(trimmed(detail))}`;
  }
}

/** The metric that a condition speaks of, when it is one comparison. */
export function comparedIn(cycle: Pick<Cycle, 'stop_reason' | 'stop_detail'>): Comparison | null {
  const ended = cycle.stop_reason === 'condition' ? readEnded(cycle.stop_detail ?? '') : null;
  return ended === null ? null : readComparison(ended.expression);
}

/** A reason that stands inside a sentence: no full stop of its own, one line. */
export function trimmed(detail: string): string {
  return detail.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}

function whyCondition(detail: string): Piece[] {
  const idle = /^turn (\d+) did not start another turn$/.exec(detail);
  if (idle !== null) return say`turn ${idle[1] ?? ''} did not start another one`;
  const ended = readEnded(detail);
  if (ended === null) return say`${own(trimmed(detail))}`;
  const comparison = readComparison(ended.expression);
  const seen = comparison === null ? null : seenValue(comparison, ended.seen);
  if (comparison === null || seen === null) {
    return ended.seen === null
      ? say`${own(trimmed(ended.expression))} is false`
      : say`${own(trimmed(ended.expression))} is false (${own(trimmed(ended.seen))})`;
  }
  return whyComparison(comparison, seen);
}

/** In words, what it means that a comparison which was true is false now. */
function whyComparison(comparison: Comparison, seen: string): Piece[] {
  const name = own(shortName(comparison.name));
  const limit = own(unquoted(comparison.literal));
  const value = writtenNumber(seen);
  const now = value === null ? own(seen) : num(value);
  // NaN makes every comparison false; it has reached nothing.
  if (value !== null && Number.isNaN(value) && comparison.operator !== '==') return say`${name} is NaN`;
  switch (comparison.operator) {
    case '<':
      return say`${name} reached ${limit}`;
    case '<=':
      return say`${name} rose above ${limit}`;
    case '>':
      return say`${name} fell to ${limit}`;
    case '>=':
      return say`${name} fell below ${limit}`;
    case '==':
      return say`${name} is ${now}, no longer ${limit}`;
    case '!=':
      return say`${name} became ${limit}`;
  }
}

function unquoted(literal: string): string {
  return /^(['"]).*\1$/s.test(literal) ? literal.slice(1, -1) : literal;
}

function whyBudget(detail: string): Piece[] {
  const executions = /^(\d+) of (\d+) allowed executions are used$/.exec(detail);
  if (executions !== null) {
    const [, used = '', allowed = ''] = executions;
    const more = used === allowed ? '' : ` (${used} used)`;
    return say`its budget of ${allowed} ${allowed === '1' ? 'execution' : 'executions'} is used up${more}`;
  }
  const seconds = /^([\d.]+) of ([\d.]+) allowed seconds are used$/.exec(detail);
  if (seconds !== null) return say`its time budget of ${formatDuration(Number(seconds[2]))} is used up`;
  return say`its budget is used up${detail === '' ? null : say` (${own(trimmed(detail))})`}`;
}

function whyNoGain(detail: string): Piece[] {
  const found = /^(\S+) has not improved by more than (\S+) in (\d+) turns?(?:;.*)?$/s.exec(detail);
  if (found === null) return detail === '' ? say`it no longer improved` : say`${own(trimmed(detail))}`;
  const [, metric = '', delta = '', turns = ''] = found;
  const value = writtenNumber(delta);
  const by = value === null ? own(delta) : num(value);
  const span = turns === '1' ? 'the last turn' : `${turns} turns in a row`;
  return value === 0
    ? say`${own(shortName(metric))} did not improve in ${span}`
    : say`${own(shortName(metric))} did not improve by more than ${by} in ${span}`;
}

function whyError(detail: string): Piece[] {
  const found = /^turn (\d+) failed(?: on attempt (\d+))?(?:: (.*))?$/s.exec(detail);
  if (found === null) return detail === '' ? say`of an error` : say`${own(trimmed(detail))}`;
  const [, turn = '', attempt, reason] = found;
  const again = attempt === undefined ? '' : ` after ${attempt} attempts`;
  return reason === undefined
    ? say`turn ${turn} failed${again}`
    : say`turn ${turn} failed${again}: ${own(trimmed(reason))}`;
}

function whyRefused(detail: string): Piece[] {
  const found = /^in turn (\d+) (.*)$/s.exec(detail);
  if (found !== null) return say`in turn ${found[1] ?? ''} ${own(trimmed(found[2] ?? ''))}`;
  return detail === '' ? say`it was refused` : say`${own(trimmed(detail))}`;
}
