/** What a state means to a reader; the colours and icons follow from it. */
export type Tone = 'good' | 'bad' | 'active' | 'waiting' | 'warn' | 'idle';

const tones: Record<string, Tone> = {
  succeeded: 'good',
  finished: 'good',
  ok: 'good',
  ready: 'good',
  approved: 'good',
  enabled: 'good',
  fired: 'good',
  delivered: 'good',
  hit: 'good',
  joined: 'good',
  used: 'good',
  stable: 'good',
  failed: 'bad',
  error: 'bad',
  killed: 'bad',
  refused: 'bad',
  drifted: 'bad',
  large: 'bad',
  gone: 'bad',
  'other-type': 'bad',
  'lost-its-values': 'bad',
  rejected: 'bad',
  'start-failed': 'bad',
  'read-only': 'bad',
  'engine-stopped': 'bad',
  'failed-registration': 'bad',
  running: 'active',
  cancelling: 'active',
  'pending-registration': 'active',
  'in-progress': 'active',
  'awaiting-approval': 'waiting',
  'awaiting-answer': 'waiting',
  'backing-off': 'warn',
  degraded: 'warn',
  'set-aside': 'warn',
  stopping: 'warn',
  late: 'warn',
  moderate: 'warn',
  waiting: 'idle',
  queued: 'idle',
  scheduled: 'idle',
  skipped: 'idle',
  'not-triggered': 'idle',
  'upstream-failed': 'idle',
  cancelled: 'idle',
  stopped: 'idle',
  disabled: 'idle',
  off: 'idle',
  miss: 'idle',
};

/** States of MLflow come in capitals and with underscores: FINISHED, IN_PROGRESS. */
export function normalState(value: string): string {
  return value.toLowerCase().replaceAll('_', '-');
}

export function toneOf(value: string): Tone {
  const normal = normalState(value);
  return Object.hasOwn(tones, normal) ? (tones[normal] as Tone) : 'idle';
}

/** "awaiting-approval" → "awaiting approval". */
export function wordOf(value: string): string {
  return normalState(value).replaceAll('-', ' ');
}

/** Whether something still goes on. */
export function isLive(value: string): boolean {
  return [
    'running',
    'cancelling',
    'queued',
    'backing-off',
    'waiting',
    'awaiting-approval',
    'awaiting-answer',
    'scheduled',
  ].includes(normalState(value));
}
