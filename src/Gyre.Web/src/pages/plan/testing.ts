import type { Plan, PlanFigure, PlanMatrices, PlanProgress, PlanTable } from '@/api/experimentPlans';

export const run = '01a2322f-86d0-7ffd-a61c-c831794de45e';
export const hostile = '<img src=x onerror=alert(1)>';

export function figureOf(mean: number | null, deviation: number | null = null, best = false): PlanFigure {
  return { mean, deviation, runs: 3, best };
}

export function progressOf(values: Partial<PlanProgress> = {}): PlanProgress {
  return {
    trial: 'naive',
    dataset: 'digits',
    state: 'succeeded',
    cached: false,
    reason: null,
    node: 'naive_digits',
    tracking_run_id: 't1',
    model_run_ids: ['m1', 'm2'],
    done: 4,
    parts: 4,
    started_at: '2026-12-01T10:00:00.000Z',
    ended_at: '2026-12-01T10:00:05.000Z',
    figures: { acc_accuracy_score: figureOf(0.5) },
    ...values,
  };
}

export function planOf(values: Partial<Plan> = {}): Plan {
  return {
    run: {
      run_id: run,
      name: 'split digits',
      project: 'plans',
      state: 'failed',
      reason: 'a node failed',
      trials: ['naive', hostile],
      datasets: ['digits'],
      parts: 8,
      created_at: '2026-12-01T10:00:00.000Z',
      ended_at: '2026-12-01T10:01:05.000Z',
      driven: null,
    },
    description: 'Which one forgets least?',
    plan_digest: 'a'.repeat(64),
    seed: '7',
    code_revision: null,
    tracking_run_id: 'whole',
    datasets: [{ name: 'digits', digest: `sha256:${'b'.repeat(64)}`, experiences: 2, partitions: 2 }],
    trials: [
      { name: 'naive', description: '', model: 'gyre.models.Mlp', strategy: null, device: 'cpu', tracking_run_id: 't' },
      { name: hostile, description: '', model: hostile, strategy: null, device: 'cpu', tracking_run_id: null },
    ],
    metrics: [{ name: 'acc_accuracy_score', greater_is_better: true, main: true }],
    progress: [
      progressOf(),
      progressOf({
        trial: hostile,
        state: 'failed',
        reason: `no weights ${hostile}`,
        done: 1,
        node: 'learn_x',
        figures: {},
      }),
    ],
    ...values,
  };
}

export const table: PlanTable = {
  dataset: 'digits',
  metrics: [
    { name: 'label_tst_accuracy_score', greater_is_better: true, main: true },
    { name: 'label_tst_log_loss', greater_is_better: false, main: true },
    { name: 'label_tra_accuracy_score', greater_is_better: true, main: false },
  ],
  trials: [
    {
      trial: 'naive',
      finished: 2,
      runs: 2,
      figures: { label_tst_accuracy_score: figureOf(0.91, 0.013, true), label_tst_log_loss: figureOf(null) },
    },
    { trial: hostile, finished: 0, runs: 2, figures: {} },
  ],
  comparisons: [
    {
      measure: 'ACC of accuracy_score',
      note: 'No difference can be significant here.',
      pairs: [
        {
          first: 'naive',
          second: hostile,
          runs: 2,
          mean_difference: 0.25,
          p: 0.5,
          corrected_p: 0.5,
          significant: false,
        },
      ],
    },
  ],
  matrix_metrics: ['accuracy_score'],
  curves: ['loss'],
};

export const matrices: PlanMatrices = {
  dataset: 'digits',
  metric: 'accuracy_score',
  greater_is_better: true,
  figures: [{ name: 'ACC', meaning: 'mean over all test sets', greater_is_better: true, main: true }],
  trials: [
    {
      trial: 'naive',
      runs: 2,
      means: [
        [1, 0],
        [0.25, 0.9],
      ],
      deviations: [
        [0, 0],
        [0.1, null],
      ],
      anytime: [1, 0.575],
      figures: { ACC: figureOf(0.575, 0.02, true) },
    },
  ],
};
