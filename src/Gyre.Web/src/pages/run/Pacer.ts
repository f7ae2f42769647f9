export interface Clock {
  now: () => number;
  later: (run: () => void, milliseconds: number) => void;
}

const least = 250;
const most = 5000;

/**
 * Runs a refresh when asked, but never two at once, and then leaves it as long alone as it took: a list of ten thousand
 * node runs is refreshed every second or so, a small one four times a second. What is asked meanwhile is not lost.
 */
export class Pacer {
  private readonly refresh: () => Promise<unknown>;
  private readonly clock: Clock;
  private state: 'idle' | 'waiting' | 'running' | 'again' = 'idle';
  private notBefore = 0;

  constructor(
    refresh: () => Promise<unknown>,
    clock: Clock = { now: Date.now, later: (run, milliseconds) => void setTimeout(run, milliseconds) },
  ) {
    this.refresh = refresh;
    this.clock = clock;
  }

  ask(): void {
    if (this.state === 'running') this.state = 'again';
    if (this.state !== 'idle') return;
    this.state = 'waiting';
    this.clock.later(() => void this.run(), Math.max(0, this.notBefore - this.clock.now()));
  }

  private async run(): Promise<void> {
    this.state = 'running';
    const began = this.clock.now();
    try {
      await this.refresh();
    } catch {
      // The queries show their own failures; the next event tries again.
    }
    const ended = this.clock.now();
    this.notBefore = ended + Math.min(most, Math.max(least, (ended - began) * 2));
    const again = this.current() === 'again';
    this.state = 'idle';
    if (again) this.ask();
  }

  private current(): string {
    return this.state;
  }
}
