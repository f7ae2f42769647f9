/**
 * Does work for what has become due, one batch after the other: never while the last one is under way, and not before a
 * pause has passed since. What comes meanwhile waits for the next batch.
 */
export class Pacer {
  private readonly due = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private stopped = false;

  constructor(
    private readonly task: (due: readonly string[]) => Promise<unknown>,
    private readonly pause: number,
  ) {}

  add(key: string): void {
    this.due.add(key);
    this.work();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private work(): void {
    if (this.busy || this.stopped || this.due.size === 0) return;
    const due = [...this.due];
    this.due.clear();
    this.busy = true;
    const rest = () => {
      if (!this.stopped) this.timer = setTimeout(() => this.goOn(), this.pause);
    };
    this.task(due).then(rest, rest);
  }

  private goOn(): void {
    this.busy = false;
    this.work();
  }
}
