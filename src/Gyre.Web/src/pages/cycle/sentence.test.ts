import { describe, expect, test } from 'vitest';
import type { Cycle } from '@/api/cycles';
import { plain } from './pieces';
import { bestOf, type Context, sentenceOf } from './sentence';
import { cycleOf, turnOf, turnsWith } from './testing';
import { whyOf } from './why';

function said(values: Partial<Cycle>, context: Context = {}): string {
  return plain(sentenceOf(cycleOf(values), context).pieces);
}

const four = turnsWith(0.5, 0.9, 0.96, 0.981);

describe('a stopped cycle', () => {
  test('by a condition on the objective', () => {
    expect(
      said({
        turns: four,
        best_turn: 4,
        stop_detail: 'compare.metadata.accuracy < 0.97 is false after turn 4 (compare.metadata.accuracy is 0.981)',
      }),
    ).toBe('Stopped after 4 of at most 8 turns because compare.accuracy reached 0.97 (best 0.981 in turn 4).');
  });

  test('by a condition on another value names the objective and its target', () => {
    expect(
      said(
        {
          turns: turnsWith(0.1, 0.92, 0.97214),
          best_turn: 3,
          stop_detail: 'compare.metadata.cycle == 1 is false after turn 3 (compare.metadata.cycle is 0)',
        },
        { target: 0.97 },
      ),
    ).toBe(
      'Stopped after 3 of at most 8 turns with the target reached: compare.accuracy 0.97214 in turn 3, target 0.97 (compare.cycle is 0, no longer 1).',
    );
  });

  test('by a condition on another value, short of the target', () => {
    const stop_detail = 'compare.metadata.cycle == 1 is false after turn 2 (compare.metadata.cycle is 0)';
    const objective = { metric: 'compare.metadata.loss', direction: 'minimize' };
    const turns = [turnOf(1, { objective: 0.3, best_so_far: 0.3 }), turnOf(2, { objective: 0.2, best_so_far: 0.2 })];
    expect(said({ turns, objective, best_turn: 2, stop_detail }, { target: 0.1 })).toBe(
      'Stopped after 2 of at most 8 turns because compare.cycle is 0, no longer 1 (best compare.loss 0.2 in turn 2, target 0.1).',
    );
    expect(said({ turns, objective, best_turn: 2, stop_detail }, { target: 0.2 })).toContain('with the target reached');
  });

  test.each([
    ['loss > 0.1', 'loss is 0.08', 'loss fell to 0.1'],
    ['loss >= 0.1', 'loss is 0.08', 'loss fell below 0.1'],
    ['gain <= 5', 'gain is 6', 'gain rose above 5'],
    ['mode != "done"', 'mode is done', 'mode became done'],
    ['mode == "go"', 'mode is halt', 'mode is halt, no longer go'],
    ['loss < 1', 'loss is {"$float":"nan"}', 'loss is NaN'],
    ['1 > gain', 'gain is 2', 'gain reached 1'],
  ])('by %s', (expression, seen, why) => {
    const detail = `${expression} is false after turn 1 (${seen})`;
    expect(said({ turns: [turnOf(1)], objective: null, stop_detail: detail })).toBe(
      `Stopped after 1 of at most 8 turns because ${why}.`,
    );
  });

  test('by a condition of several parts, with what it saw', () => {
    const stop_detail =
      'a.metadata.x < 1 and b.metadata.y is false after turn 2 (a.metadata.x is 2, b.metadata.y is true)';
    expect(said({ turns: turnsWith(1, 2), objective: null, stop_detail })).toBe(
      'Stopped after 2 of at most 8 turns because a.metadata.x < 1 and b.metadata.y is false (a.metadata.x is 2, b.metadata.y is true).',
    );
  });

  test('whose steps start no further turn', () => {
    expect(
      said({
        by_hand: true,
        turns: [turnOf(1)],
        objective: null,
        stop_detail: 'turn 1 did not start another turn',
      }),
    ).toBe('Stopped after 1 of at most 8 turns because turn 1 did not start another one.');
  });

  test('by its limit', () => {
    expect(
      said({
        turns: four,
        best_turn: 4,
        max_iterations: 4,
        stop_reason: 'max-iterations',
        stop_detail: 'the maximum of 4 turns is reached',
      }),
    ).toBe('Stopped after 4 turns, the most it may take (best compare.accuracy 0.981 in turn 4).');
  });

  test('by its limit of one turn', () => {
    expect(said({ turns: [turnOf(1)], objective: null, max_iterations: 1, stop_reason: 'max-iterations' })).toBe(
      'Stopped after 1 turn, the most it may take.',
    );
  });

  test.each([
    ['60 of 60 allowed executions are used', 'its budget of 60 executions is used up'],
    ['64 of 60 allowed executions are used', 'its budget of 60 executions is used up (64 used)'],
    ['14400.2 of 14400 allowed seconds are used', 'its time budget of 4 h is used up'],
  ])('by its budget: %s', (stop_detail, why) => {
    expect(said({ turns: turnsWith(1, 2), objective: null, stop_reason: 'budget', stop_detail })).toBe(
      `Stopped after 2 of at most 8 turns because ${why}.`,
    );
  });

  test('by a budget of nothing', () => {
    expect(said({ stop_reason: 'budget', stop_detail: '0 of 0 allowed executions are used' })).toBe(
      'Stopped before the first turn because its budget of 0 executions is used up.',
    );
  });

  test('without gain names the metric once', () => {
    const stop_detail =
      'compare.metadata.accuracy has not improved by more than 0.01 in 3 turns; the best value is 0.981 in turn 4';
    expect(said({ turns: four, best_turn: 4, stop_reason: 'no-gain', stop_detail })).toBe(
      'Stopped after 4 of at most 8 turns because compare.accuracy did not improve by more than 0.01 in 3 turns in a row (best 0.981 in turn 4).',
    );
  });

  test('without any gain in one turn', () => {
    const stop_detail = 'b.metadata.y has not improved by more than 0.0 in 1 turn; no turn had a value';
    expect(said({ turns: turnsWith(null), stop_reason: 'no-gain', stop_detail })).toBe(
      'Stopped after 1 of at most 8 turns because b.y did not improve in the last turn (no turn had a value for compare.accuracy).',
    );
  });

  test('by an error', () => {
    expect(
      said({
        turns: four,
        best_turn: 4,
        stop_reason: 'error',
        stop_detail: 'turn 3 failed: work failed: The command exited with code 1.',
      }),
    ).toBe(
      'Stopped after 4 of at most 8 turns because turn 3 failed: work failed: The command exited with code 1 (best compare.accuracy 0.981 in turn 4).',
    );
  });

  test('by an error after attempts', () => {
    expect(
      said({
        turns: [turnOf(1)],
        objective: null,
        stop_reason: 'error',
        stop_detail: 'turn 1 failed on attempt 3',
      }),
    ).toBe('Stopped after 1 of at most 8 turns because turn 1 failed after 3 attempts.');
  });

  test('by a person, with and without a reason', () => {
    const stopped = { turns: turnsWith(null, null), objective: null, stop_reason: 'cancelled' };
    expect(said({ ...stopped, stop_detail: 'good enough.' })).toBe(
      'Stopped by request after 2 of at most 8 turns: good enough.',
    );
    expect(said({ ...stopped, stop_detail: 'Stopped over the API.' })).toBe(
      'Stopped by request after 2 of at most 8 turns.',
    );
    expect(said({ ...stopped, stop_detail: 'turn 2 was cancelled' })).toBe(
      'Stopped after 2 of at most 8 turns because turn 2 was cancelled.',
    );
  });

  test('by a refusal', () => {
    const refused = { turns: [turnOf(1)], objective: null, stop_reason: 'refused' };
    expect(said({ ...refused, stop_detail: 'in turn 1 approve was rejected by anna' })).toBe(
      'Stopped after 1 of at most 8 turns because in turn 1 approve was rejected by anna.',
    );
    expect(
      said({ ...refused, stop_detail: 'the parameters of the next turn are not valid: rows must be positive.' }),
    ).toBe(
      'Stopped after 1 of at most 8 turns because the parameters of the next turn are not valid: rows must be positive.',
    );
  });

  test('for a reason that these pages do not know yet', () => {
    expect(said({ turns: [turnOf(1)], objective: null, stop_reason: 'drift', stop_detail: 'the data drifted' })).toBe(
      'Stopped after 1 of at most 8 turns because the data drifted.',
    );
  });

  test('a hostile reason is one piece of its own', () => {
    const evil = `turn 1 failed: <img src=x onerror=alert(1)>\n${'x'.repeat(10_000)}`;
    const { pieces } = sentenceOf(cycleOf({ turns: [turnOf(1)], stop_reason: 'error', stop_detail: evil }));
    expect(pieces.filter((piece) => piece.kind === 'own' && piece.text.includes('<img'))).toHaveLength(1);
    expect(pieces.some((piece) => piece.kind === 'text' && piece.text.includes('<img'))).toBe(false);
  });
});

describe('a cycle that goes on', () => {
  const running = { state: 'running', stop_reason: null, ended_at: null } as const;
  const turns = [...turnsWith(0.5, 0.92), turnOf(3, { state: 'running', best_so_far: 0.92, seconds: null })];

  test('is running', () => {
    expect(said({ ...running, turns, best_turn: 2, driven: true })).toBe(
      'Turn 3 of at most 8 is running (best compare.accuracy so far 0.92 in turn 2).',
    );
  });
  test('is not executed by any engine', () => {
    const sentence = sentenceOf(cycleOf({ ...running, turns, best_turn: null, objective: null, driven: false }));
    expect(plain(sentence.pieces)).toBe('Turn 3 of at most 8 stands still: no engine is executing it.');
    expect(sentence.tone).toBe('bad');
  });
  test('waits for a person', () => {
    const cycle = { ...running, turns, objective: null, driven: true };
    expect(said(cycle, { waitingAt: ['approve'] })).toBe('Turn 3 of at most 8 waits for a person at approve.');
    expect(said(cycle, { waitingAt: ['approve', 'label'] })).toBe(
      'Turn 3 of at most 8 waits for a person at approve and 1 more.',
    );
  });
  test('is between two turns', () => {
    expect(said({ ...running, turns: [turnOf(1)], objective: null })).toBe(
      'Turn 1 of at most 8 has ended; the next one is being prepared.',
    );
  });
  test('has no turn yet', () => {
    expect(said(running)).toBe('The first of at most 8 turns is being prepared.');
  });
});

describe('bestOf', () => {
  test('takes the turn that the server names', () => {
    expect(bestOf(cycleOf({ turns: four, best_turn: 2 }))).toEqual({ turn: 2, value: 0.9 });
  });
  test('finds it in lists, which name none', () => {
    const progress = [
      { turn: 1, state: 'succeeded', objective: 0.4, best_so_far: 0.4 },
      { turn: 2, state: 'succeeded', objective: 0.3, best_so_far: 0.4 },
    ];
    expect(bestOf(cycleOf({ progress }))).toEqual({ turn: 1, value: 0.4 });
  });
  test('is nothing without a finite value', () => {
    expect(bestOf(cycleOf({ turns: turnsWith(null, null) }))).toBeNull();
    expect(bestOf(cycleOf({ turns: [turnOf(1, { objective: NaN })], best_turn: 1 }))).toBeNull();
  });
});

test('whyOf is nothing for a cycle that goes on', () => {
  expect(whyOf(cycleOf({ stop_reason: null }))).toBeNull();
});
