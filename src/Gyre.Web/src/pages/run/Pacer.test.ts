import { expect, it } from 'vitest';
import { Pacer } from './Pacer';

function setUp(took: number) {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const begun: number[] = [];
  const pacer = new Pacer(
    () => {
      begun.push(now);
      return new Promise<void>((resolve) => timers.push({ at: now + took, run: resolve }));
    },
    { now: () => now, later: (run, milliseconds) => timers.push({ at: now + milliseconds, run }) },
  );
  const goTo = async (until: number) => {
    for (;;) {
      timers.sort((a, b) => a.at - b.at);
      const next = timers[0];
      if (next === undefined || next.at > until) break;
      timers.shift();
      now = Math.max(now, next.at);
      next.run();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
    now = until;
  };
  return { pacer, begun, goTo };
}

it('refreshes at once, then not before a quarter of a second has passed', async () => {
  const { pacer, begun, goTo } = setUp(10);
  pacer.ask();
  await goTo(20);
  pacer.ask();
  pacer.ask();
  await goTo(1000);
  expect(begun).toEqual([0, 260]);
});

it('does not lose what is asked while it refreshes, and never runs twice at once', async () => {
  const { pacer, begun, goTo } = setUp(400);
  pacer.ask();
  await goTo(100);
  pacer.ask();
  await goTo(399);
  expect(begun).toEqual([0]);
  await goTo(5000);
  expect(begun).toEqual([0, 1200]);
});

it('waits no longer than five seconds', async () => {
  const { pacer, begun, goTo } = setUp(20_000);
  pacer.ask();
  await goTo(1);
  pacer.ask();
  await goTo(30_000);
  expect(begun).toEqual([0, 25_000]);
});

it('goes on after a failure', async () => {
  let calls = 0;
  const timers: (() => void)[] = [];
  const pacer = new Pacer(
    async () => {
      calls++;
      await Promise.resolve();
      throw new Error('down');
    },
    { now: () => 0, later: (run) => void timers.push(() => void run()) },
  );
  for (let round = 0; round < 2; round++) {
    pacer.ask();
    timers.shift()?.();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  expect(calls).toBe(2);
});
