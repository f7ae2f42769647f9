import { describe, expect, test } from 'vitest';
import { busyWords, countWords, limitsWords, missedWords, statesWords } from './definition';
import { triggerOf } from './testing';

describe('the words for a definition', () => {
  test('say what is counted', () => {
    expect(countWords({ kind: 'cron' })).toBeNull();
    expect(countWords({ kind: 'event', count: 1 })).toBe('each event');
    expect(countWords({ kind: 'event', count: 3 })).toBe('every 3 events');
    expect(countWords({ kind: 'event', count: 1000, window_seconds: 3600 })).toBe('every 1,000 events within 1 h');
  });

  test('say which ends of runs count', () => {
    expect(statesWords({ kind: 'webhook' })).toBeNull();
    expect(statesWords({ kind: 'run-ended', states: ['failed', 'stopped'] })).toBe('failed or stopped');
  });

  test('say what becomes of missed times', () => {
    expect(missedWords({ mode: 'skip', bound: 10, tolerance_seconds: 60 })).toBe('skipped when more than 1 min late');
    expect(missedWords({ mode: 'last', bound: 10, tolerance_seconds: 60 })).toContain('the last one');
    expect(missedWords({ mode: 'all', bound: 3, tolerance_seconds: 60 })).toContain('the latest 3');
  });

  test('say what a firing does while a run is under way', () => {
    const words = (mode: string, max_running = 1) => busyWords({ mode, max_running, queue_bound: 4 });
    expect(words('skip')).toBe('while 1 run is under way, a firing is skipped');
    expect(words('queue', 2)).toBe('while 2 runs are under way, a firing waits; at most 4 wait');
    expect(words('cancel-previous')).toBe('while 1 run is under way, a firing cancels the oldest run');
  });

  test('say the limits', () => {
    expect(limitsWords(triggerOf().definition)).toBe(
      'at most 60 starts an hour; suspended after 5 failures in a row; at most 8 runs that trigger each other',
    );
  });
});
