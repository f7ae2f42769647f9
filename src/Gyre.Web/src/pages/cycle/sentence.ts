import type { Cycle, Progress } from '@/api/cycles';
import { toNumber } from '@/kit/format';
import { isLive } from '@/kit/states';
import { shortName } from './condition';
import { num, own, type Piece, say } from './pieces';
import { comparedIn, trimmed, whyOf } from './why';

export type SentenceTone = 'good' | 'bad' | 'active' | 'waiting' | 'idle';

export interface Sentence {
  pieces: Piece[];
  tone: SentenceTone;
}

/** What is known beside the cycle itself. */
export interface Context {
  /** The target of the objective, from `targetOf`. */
  target?: number | null;
  /** Nodes of the turn under way that wait for a person. */
  waitingAt?: readonly string[];
}

/** Turns from wherever this answer carries them. */
export function pointsOf(cycle: Pick<Cycle, 'turns' | 'progress'>): readonly Progress[] {
  return cycle.turns.length > 0 ? cycle.turns : (cycle.progress ?? []);
}

/** The best turn and its value. Lists do not name the turn: there it is the first that has the best value. */
export function bestOf(cycle: Pick<Cycle, 'turns' | 'progress' | 'best_turn'>): { turn: number; value: number } | null {
  const points = pointsOf(cycle);
  const named = points.find((point) => point.turn === cycle.best_turn);
  const best = toNumber(points.at(-1)?.best_so_far);
  const found = named ?? points.find((point) => best !== null && toNumber(point.objective) === best);
  const value = toNumber(found?.objective);
  return found === undefined || value === null || !Number.isFinite(value) ? null : { turn: found.turn, value };
}

/** The cycle in one sentence: what it did, and why it stopped. */
export function sentenceOf(cycle: Cycle, context: Context = {}): Sentence {
  return cycle.stop_reason == null ? going(cycle, context) : stopped(cycle, context);
}

function stopped(cycle: Cycle, context: Context): Sentence {
  const count = pointsOf(cycle).length;
  const best = bestClause(cycle, context);
  const span =
    count === 0 ? say`before the first turn` : say`after ${count} of at most ${turnsText(cycle.max_iterations)}`;
  switch (cycle.stop_reason) {
    case 'max-iterations':
      return { tone: 'idle', pieces: say`Stopped after ${turnsText(count)}, the most it may take${best}.` };
    case 'cancelled': {
      const detail = cycle.stop_detail ?? '';
      const turn = /^turn (\d+) was cancelled$/.exec(detail);
      return {
        tone: 'idle',
        pieces:
          turn !== null
            ? say`Stopped ${span} because turn ${turn[1] ?? ''} was cancelled${best}.`
            : say`Stopped by request ${span}${isUsual(detail) ? null : say`: ${own(trimmed(detail))}`}${best}.`,
      };
    }
    default:
      return (
        reachedTarget(cycle, span, context) ?? {
          tone: toneOfReason(cycle.stop_reason),
          pieces: say`Stopped ${span} because ${whyOf(cycle) ?? []}${best}.`,
        }
      );
  }
}

/**
 * A condition on a flag ("compare.cycle is 0") tells a reader nothing. Where the objective has met its target, that comes
 * first, and the flag after it.
 */
function reachedTarget(cycle: Cycle, span: Piece[], context: Context): Sentence | null {
  const { objective } = cycle;
  const best = bestOf(cycle);
  const target = context.target ?? null;
  if (cycle.stop_reason !== 'condition' || objective == null || best === null || target === null) return null;
  if (isNamed(cycle, objective.metric)) return null;
  if (objective.direction === 'maximize' ? best.value < target : best.value > target) return null;
  const metric = own(shortName(objective.metric));
  return {
    tone: 'good',
    pieces: say`Stopped ${span} with the target reached: ${metric} ${num(best.value)} in turn ${best.turn}, target ${num(target)} (${whyOf(cycle) ?? []}).`,
  };
}

function toneOfReason(reason: string | null | undefined): SentenceTone {
  if (reason === 'error' || reason === 'refused') return 'bad';
  return reason === 'condition' ? 'good' : 'idle';
}

/** What the server writes when nobody gave a reason: it tells nothing. */
function isUsual(detail: string): boolean {
  return detail === '' || /^stopped (over the api|from the command line|on the page)\.?$/i.test(detail);
}

function going(cycle: Cycle, context: Context): Sentence {
  const last = pointsOf(cycle).at(-1);
  const best = bestSoFar(cycle);
  if (last === undefined)
    return {
      tone: 'active',
      pieces: say`The first of at most ${turnsText(cycle.max_iterations)} is being prepared.`,
    };
  const turn = say`Turn ${last.turn} of at most ${cycle.max_iterations}`;
  if (cycle.driven === false)
    return { tone: 'bad', pieces: say`${turn} stands still: no engine is executing it${best}.` };
  const waiting = context.waitingAt ?? [];
  const [first] = waiting;
  if (first !== undefined) {
    const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
    return { tone: 'waiting', pieces: say`${turn} waits for a person at ${own(first)}${more}${best}.` };
  }
  if (!isLive(last.state))
    return { tone: 'active', pieces: say`${turn} has ended; the next one is being prepared${best}.` };
  return { tone: 'active', pieces: say`${turn} is running${best}.` };
}

function turnsText(count: number): string {
  return count === 1 ? '1 turn' : `${count} turns`;
}

/** " (best 0.981 in turn 4)"; the metric is named unless the sentence names it already. */
function bestClause(cycle: Cycle, context: Context): Piece[] {
  const { objective } = cycle;
  if (objective == null || pointsOf(cycle).length === 0) return [];
  const best = bestOf(cycle);
  const metric = shortName(objective.metric);
  if (best === null) return say` (no turn had a value for ${own(metric)})`;
  const named = isNamed(cycle, objective.metric);
  const target =
    context.target == null || comparedIn(cycle)?.name === objective.metric
      ? null
      : say`, target ${num(context.target)}`;
  return say` (best ${named ? null : say`${own(metric)} `}${num(best.value)} in turn ${best.turn}${target})`;
}

function isNamed(cycle: Cycle, metric: string): boolean {
  if (cycle.stop_reason === 'no-gain') return cycle.stop_detail?.startsWith(`${metric} `) === true;
  return comparedIn(cycle)?.name === metric;
}

function bestSoFar(cycle: Cycle): Piece[] {
  const best = bestOf(cycle);
  if (best === null || cycle.objective == null) return [];
  return say` (best ${own(shortName(cycle.objective.metric))} so far ${num(best.value)} in turn ${best.turn})`;
}
