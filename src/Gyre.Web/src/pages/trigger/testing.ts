import type { Definition, Trigger } from '@/api/triggers';

const definition: Definition = {
  source: { kind: 'cron', cron: '0 3 * * *', zone: 'Europe/Berlin' },
  enabled: true,
  parameters: [],
  missed: { mode: 'last', bound: 10, tolerance_seconds: 60 },
  concurrency: { mode: 'skip', max_running: 1, queue_bound: 10 },
  cool_down_seconds: 0,
  max_depth: 8,
  max_starts_per_hour: 60,
  max_failures: 5,
};

/** A trigger for tests; what a test does not speak of is ordinary. */
export function triggerOf(values: Partial<Trigger> = {}): Trigger {
  return {
    trigger_id: 'd82268d2-67b0-8e7a-a604-cbb74d5439f0',
    name: 'nightly',
    project: 'loops',
    folder: '/p/loops',
    pipeline: 'train',
    when: 'cron 0 3 * * * (Europe/Berlin)',
    definition,
    enabled: true,
    set_aside: null,
    problem: null,
    next_due: '2026-11-30T02:00:00.000Z',
    running: [],
    waiting: [],
    failures: 0,
    last_start: null,
    created_at: '2026-11-29T00:00:00.000Z',
    changed_at: '2026-11-29T00:00:00.000Z',
    occurrences: [],
    ...values,
  };
}
