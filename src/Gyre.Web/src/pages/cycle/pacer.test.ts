import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pacer } from './pacer';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('works at once, then in batches with a pause between', async () => {
  const done: string[][] = [];
  const pacer = new Pacer((due) => Promise.resolve(done.push([...due])), 500);
  pacer.add('a');
  pacer.add('b');
  pacer.add('b');
  expect(done).toEqual([['a']]);
  await vi.advanceTimersByTimeAsync(499);
  expect(done).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toEqual([['a'], ['b']]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(done).toHaveLength(2);
});

test('waits for slow work before it begins again, and goes on after a failure', async () => {
  let fail: (error: Error) => void = () => undefined;
  const task = vi.fn(() => new Promise((_, reject) => (fail = reject)));
  const pacer = new Pacer(task, 10);
  pacer.add('a');
  pacer.add('b');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(task).toHaveBeenCalledTimes(1);
  fail(new Error('gone'));
  await vi.advanceTimersByTimeAsync(10);
  expect(task).toHaveBeenCalledTimes(2);
});

test('does nothing more once it is stopped', async () => {
  const task = vi.fn(() => Promise.resolve());
  const pacer = new Pacer(task, 10);
  pacer.add('a');
  pacer.add('b');
  pacer.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(task).toHaveBeenCalledTimes(1);
});
