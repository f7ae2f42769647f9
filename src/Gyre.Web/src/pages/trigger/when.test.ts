import { describe, expect, test } from 'vitest';
import { plain } from '@/pages/cycle/pieces';
import { csharpExample, pythonExample, shellExample } from './signing';
import { fromField, inZone, spanProblem, toField, usualSpans } from './time';
import { lengthWords, readOccurrence, readWhen, resultOf, stateOf } from './when';

describe('readWhen', () => {
  test.each([
    ['cron 0 3 * * * (Europe/Berlin)', 'schedule', 'every day at 03:00 (Europe/Berlin)'],
    ['cron 7,9 3 * * * (UTC)', 'schedule', 'on the schedule 7,9 3 * * * (UTC)'],
    ['every 6h', 'interval', 'every 6 hours'],
    ['every 1d12h', 'interval', 'every 1 day 12 hours'],
    ['event alias.moved', 'event', 'on each event alias.moved'],
    ['3 events run.ended', 'event', 'after every 3 events run.ended'],
    ['run of learn succeeded', 'run-ended', 'when a run of learn has succeeded'],
    [
      'run of a b failed or stopped or cancelled',
      'run-ended',
      'when a run of a b has failed, been stopped or been cancelled',
    ],
    ['webhook', 'webhook', 'when a signed request arrives'],
    ['by hand', 'manual', 'only when somebody fires it'],
  ])('%s', (when, kind, words) => {
    const made = readWhen(when);
    expect([made.kind, plain(made.words)]).toEqual([kind, words]);
  });
  test('a name from outside stays a piece of its own', () => {
    const { words } = readWhen('run of <b>x</b> succeeded');
    expect(words).toContainEqual({ kind: 'own', text: '<b>x</b>' });
  });
  test('gives the zone of a schedule alone', () => {
    expect(readWhen('cron @daily (America/New_York)').zone).toBe('America/New_York');
    expect(readWhen('every 1h').zone).toBeNull();
  });
});

test('lengths in words', () => {
  expect(lengthWords('1h')).toBe('hour');
  expect(lengthWords('90s')).toBe('90 seconds');
  expect(lengthWords('1m30s')).toBe('1 minute 30 seconds');
});

test('readOccurrence', () => {
  expect(readOccurrence('cron:2026-11-30T02:00:00Z')).toEqual({
    words: 'scheduled for',
    at: '2026-11-30T02:00:00Z',
    id: null,
  });
  expect(readOccurrence('event:123').id).toBe('123');
  expect(readOccurrence('hook:a:b').id).toBe('a:b');
  expect(readOccurrence('odd')).toEqual({ words: '', at: null, id: 'odd' });
});

test('a suspended trigger is neither on nor off', () => {
  expect(stateOf({ enabled: true })).toBe('enabled');
  expect(stateOf({ enabled: true, set_aside: '5 failures' })).toBe('set-aside');
  expect(stateOf({ enabled: false, set_aside: '5 failures' })).toBe('disabled');
});

test('the result of a firing is that of its run', () => {
  expect(resultOf({ outcome: 'started', run_state: 'failed' })).toBe('failed');
  expect(resultOf({ outcome: 'started', run_state: null })).toBe('started');
  expect(resultOf({ outcome: 'skipped', run_state: null })).toBe('skipped');
});

describe('times', () => {
  test('in the zone of the trigger', () => {
    expect(inZone('2026-11-30T02:00:00Z', 'Europe/Berlin')).toMatch(/03:00 GMT\+1$/);
    expect(inZone('2026-07-30T02:00:00Z', 'Europe/Berlin')).toMatch(/04:00 GMT\+2$/);
    expect(inZone('2026-11-30T02:00:00Z', 'No/Where')).toBeNull();
    expect(inZone('never', 'UTC')).toBeNull();
  });
  test('survive a form, to the minute', () => {
    const at = Date.parse('2026-11-30T02:34:00Z');
    expect(fromField(toField(at))).toBe('2026-11-30T02:34:00.000Z');
    expect(fromField('')).toBeNull();
    expect(fromField('2026-99-99T00:00')).toBeNull();
  });
  test('a span that the server would refuse is not sent', () => {
    expect(spanProblem('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toBeNull();
    expect(spanProblem('2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z')).toContain('later');
    expect(spanProblem('2000-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toContain('At most');
    expect(spanProblem(null, '2026-01-02T00:00:00Z')).toContain('both');
    expect(usualSpans(Date.parse('2026-11-30T00:00:00Z')).every(({ from, to }) => spanProblem(from, to) === null)).toBe(
      true,
    );
  });
});

test('the examples sign time, delivery and body and quote the address', () => {
  const address = "http://x/api/v1/triggers/it's/hook";
  expect(shellExample(address)).toContain(`'http://x/api/v1/triggers/it'\\''s/hook'`);
  expect(shellExample(address)).toContain('%s.%s.%s');
  expect(pythonExample(address)).toContain('f"{at}.{delivery}.".encode() + body');
  expect(csharpExample(address)).toContain('"http://x/api/v1/triggers/it\'s/hook"');
});
