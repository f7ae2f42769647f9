import type { Cycle, Turn } from '@/api/cycles';

/** A turn for tests; what a test does not speak of is ordinary. */
export function turnOf(turn: number, values: Partial<Turn> = {}): Turn {
  return {
    turn,
    run_id: `00000000-0000-7000-8000-${String(turn).padStart(12, '0')}`,
    state: 'succeeded',
    parameters: {},
    metrics: {},
    objective: null,
    best_so_far: null,
    executions: 3,
    cache_hits: 1,
    created_at: '2026-11-30T00:00:00.000Z',
    ended_at: '2026-11-30T00:00:10.000Z',
    seconds: 10,
    ...values,
  };
}

export function cycleOf(values: Partial<Cycle> = {}): Cycle {
  return {
    cycle_id: '01a229de-5b8e-7bdb-b5c9-6d25a5d811a9',
    name: 'until-good',
    project: 'loops',
    pipeline: 'learn',
    state: 'stopped',
    stop_reason: 'condition',
    stop_detail: null,
    max_iterations: 8,
    objective: { metric: 'compare.metadata.accuracy', direction: 'maximize' },
    best_turn: null,
    created_at: '2026-11-30T00:00:00.000Z',
    ended_at: '2026-11-30T00:01:00.000Z',
    seconds: 60,
    turns: [],
    ...values,
  };
}

/** Turns with these objectives, from 1, and the best so far when more is better. */
export function turnsWith(...objectives: (number | null)[]): Turn[] {
  let best: number | null = null;
  return objectives.map((objective, index) => {
    if (objective !== null && (best === null || objective > best)) best = objective;
    return turnOf(index + 1, { objective, best_so_far: best });
  });
}
