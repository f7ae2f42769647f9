import type { Layout } from './layout';
import type { Drawing } from './model';
import { num } from './numbers';

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

export const stepOfKey: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** Follows a drawing with the keyboard: left and right go along the edges, up and down among neighbours. */
export class Walk {
  private readonly names: readonly string[];
  private readonly index: ReadonlyMap<string, number>;
  private readonly parents: readonly (string | null)[];
  private readonly out: number[][];
  private readonly into: number[][];
  private readonly layout: Layout;

  constructor(drawing: Drawing, layout: Layout) {
    this.layout = layout;
    this.names = drawing.shown.map((one) => one.item.name);
    this.parents = drawing.shown.map((one) => one.parent);
    this.index = new Map(this.names.map((name, at) => [name, at]));
    this.out = this.names.map(() => []);
    this.into = this.names.map(() => []);
    for (const edge of drawing.edges) {
      const from = this.index.get(edge.from);
      const to = this.index.get(edge.to);
      if (from === undefined || to === undefined) continue;
      this.out[from]?.push(to);
      this.into[to]?.push(from);
    }
  }

  /** The neighbours an item has along the edges: what it waits for, what waits for it. */
  around(name: string): { before: string[]; after: string[] } {
    const at = this.index.get(name);
    const namesOf = (list: readonly number[] | undefined) => (list ?? []).map((one) => this.names[one] as string);
    return at === undefined
      ? { before: [], after: [] }
      : { before: namesOf(this.into[at]), after: namesOf(this.out[at]) };
  }

  /** Where a step leads; null where there is nothing on that side. Without a place it begins at the first item. */
  step(from: string | null, step: Step): string | null {
    const at = from === null ? undefined : this.index.get(from);
    if (at === undefined || step === 'first') return this.extreme(1);
    if (step === 'last') return this.extreme(-1);
    const found =
      step === 'right'
        ? (this.nearest(at, this.out[at] ?? []) ?? this.inside(at))
        : step === 'left'
          ? (this.nearest(at, this.into[at] ?? []) ?? this.outside(at))
          : this.beside(at, step === 'down' ? 1 : -1);
    return found === null ? null : (this.names[found] as string);
  }

  private middle(at: number): { x: number; y: number } {
    return {
      x: num(this.layout.x, at) + num(this.layout.width, at) / 2,
      y: num(this.layout.y, at) + num(this.layout.height, at) / 2,
    };
  }

  private nearest(at: number, among: readonly number[]): number | null {
    const { y } = this.middle(at);
    let found: number | null = null;
    let best = Infinity;
    for (const one of among) {
      const distance = Math.abs(this.middle(one).y - y);
      if (distance < best) [found, best] = [one, distance];
    }
    return found;
  }

  /** The first item inside an unfolded one, for a step to the right that no edge leads. */
  private inside(at: number): number | null {
    const found = this.parents.indexOf(this.names[at] as string);
    return found < 0 ? null : found;
  }

  private outside(at: number): number | null {
    const parent = this.parents[at];
    return parent == null ? null : (this.index.get(parent) ?? null);
  }

  /** The nearest item above or below in the same container whose columns overlap. */
  private beside(at: number, sign: 1 | -1): number | null {
    const { y } = this.middle(at);
    const left = num(this.layout.x, at);
    const right = left + num(this.layout.width, at);
    let found: number | null = null;
    let best = Infinity;
    this.parents.forEach((parent, one) => {
      if (one === at || parent !== this.parents[at]) return;
      const distance = (this.middle(one).y - y) * sign;
      const apart = num(this.layout.x, one) >= right || num(this.layout.x, one) + num(this.layout.width, one) <= left;
      if (distance > 0 && !apart && distance < best) [found, best] = [one, distance];
    });
    return found;
  }

  private extreme(sign: 1 | -1): string | null {
    let found: number | null = null;
    let best = Infinity;
    this.parents.forEach((parent, one) => {
      if (parent !== null) return;
      const place = (num(this.layout.x, one) * 1e6 + num(this.layout.y, one)) * sign;
      if (place < best) [found, best] = [one, place];
    });
    return found === null ? null : (this.names[found] ?? null);
  }
}
