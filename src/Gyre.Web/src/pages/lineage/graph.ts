import { hasLineage, type LineageInfo, type LineageLink } from '@/api/lineage';
import { wordOfKind } from './kinds';

export type Direction = 'up' | 'down';

/** Something in the picture. */
export interface Thing {
  key: string;
  /** As the server says, or `more` for what is folded. */
  kind: string;
  id: string;
  name: string;
  /** How many steps from where the picture begins, before it and behind it; null when it is not reached that way. */
  up: number | null;
  down: number | null;
  /** The directions in which it can still be followed. */
  open: readonly Direction[];
  /** Referred to, but not there (any more). */
  missing: boolean;
}

/** `from` was there first: a source, and what came of it. */
export interface Edge {
  from: string;
  to: string;
  relation: string;
}

export interface Plan {
  /** In the order in which they were reached. */
  things: ReadonlyMap<string, Thing>;
  edges: readonly Edge[];
  /** What has to be asked for to go on. */
  needed: readonly { kind: string; id: string }[];
  /** Whether the limit cut something off. */
  cut: boolean;
}

export interface Reach {
  /** Steps that are followed in each direction; Infinity for all. */
  up: number;
  down: number;
  /** Single things that are followed further (`up:KEY`, `down:KEY`) and folds that are open (their keys). */
  opened: ReadonlySet<string>;
}

export const mostThings = 500;
const mostAlike = 12;

export function keyOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/** Data is where it begins: nobody knows what made it. */
export function leads(kind: string, direction: Direction): boolean {
  return hasLineage(kind) && !(kind === 'dataset' && direction === 'up');
}

interface Step {
  key: string;
  kind: string;
  id: string;
  distance: number;
}

/** Follows answers from a beginning in both directions. Each thing is followed once, so circles end. */
class Planner {
  readonly things = new Map<string, Thing>();
  readonly edges = new Map<string, Edge>();
  readonly needed = new Map<string, { kind: string; id: string }>();
  cut = false;
  private readonly answers: ReadonlyMap<string, LineageInfo | null>;
  private readonly reach: Reach;

  constructor(answers: ReadonlyMap<string, LineageInfo | null>, reach: Reach) {
    this.answers = answers;
    this.reach = reach;
  }

  follow(root: Step, direction: Direction): void {
    const seen = new Set([root.key]);
    const queue = [root];
    for (let at = 0; at < queue.length; at++) {
      const step = queue[at] as Step;
      const followed = step.distance < this.reach[direction] || this.reach.opened.has(`${direction}:${step.key}`);
      if (!leads(step.kind, direction)) continue;
      if (!followed) {
        this.change(step.key, { open: [...(this.things.get(step.key)?.open ?? []), direction] });
        continue;
      }
      const answer = this.answers.get(step.key);
      if (answer === undefined) {
        this.needed.set(step.key, { kind: step.kind, id: step.id });
        continue;
      }
      for (const next of this.linksOf(step, answer, direction)) {
        if (seen.has(next.key)) continue;
        seen.add(next.key);
        queue.push(next);
      }
    }
  }

  add(thing: Thing): boolean {
    if (!this.things.has(thing.key) && this.things.size >= mostThings) {
      this.cut = true;
      return false;
    }
    this.things.set(thing.key, thing);
    return true;
  }

  /** Adds what stands beside a thing, and gives back what is to be followed. */
  private linksOf(step: Step, answer: LineageInfo | null, direction: Direction): Step[] {
    if (answer === null) {
      this.change(step.key, { missing: true });
      return [];
    }
    const links = direction === 'up' ? answer.made_from : answer.led_to;
    const next: Step[] = [];
    for (const group of Object.values(groups(links))) {
      const foldKey = `more:${direction}:${step.key}:${group[0]?.kind ?? ''}:${group[0]?.relation ?? ''}`;
      const folded = group.length > mostAlike && !this.reach.opened.has(foldKey);
      const shown = folded ? group.slice(0, mostAlike - 1) : group;
      for (const link of shown) {
        const key = keyOf(link.kind, link.id);
        if (this.place(key, link.kind, link.id, link.name, step, direction, link.relation)) {
          next.push({ key, kind: link.kind, id: link.id, distance: step.distance + 1 });
        }
      }
      const hidden = group.length - shown.length;
      if (hidden > 0) {
        const [one, many] = wordOfKind(group[0]?.kind ?? '');
        this.place(
          foldKey,
          'more',
          foldKey,
          `${hidden.toLocaleString('en-US')} more ${hidden === 1 ? one : many}`,
          step,
          direction,
          group[0]?.relation ?? '',
        );
      }
    }
    return next;
  }

  private place(
    key: string,
    kind: string,
    id: string,
    name: string,
    from: Step,
    direction: Direction,
    relation: string,
  ): boolean {
    const known = this.things.get(key);
    const distance = from.distance + 1;
    const thing: Thing = known ?? { key, kind, id, name, up: null, down: null, open: [], missing: false };
    const nearer = Math.min(thing[direction] ?? Infinity, distance);
    // What the picture begins with stays at no distance, also where a circle leads back to it.
    const placed =
      thing.up === 0 ? thing : { ...thing, [direction]: nearer, name: thing.name === '' ? name : thing.name };
    if (!this.add(placed)) return false;
    const [a, b] = direction === 'up' ? [key, from.key] : [from.key, key];
    const edge = `${a}\n${b}`;
    if (!this.edges.has(edge)) this.edges.set(edge, { from: a, to: b, relation });
    return true;
  }

  private change(key: string, patch: Partial<Thing>): void {
    const thing = this.things.get(key);
    if (thing !== undefined) this.things.set(key, { ...thing, ...patch });
  }
}

function groups(links: readonly LineageLink[]): Record<string, LineageLink[]> {
  const made: Record<string, LineageLink[]> = {};
  for (const link of links) (made[`${link.kind} ${link.relation}`] ??= []).push(link);
  return made;
}

/** The picture as far as the answers go. */
export function plan(kind: string, id: string, answers: ReadonlyMap<string, LineageInfo | null>, reach: Reach): Plan {
  const planner = new Planner(answers, reach);
  const key = keyOf(kind, id);
  const answer = answers.get(key);
  planner.add({ key, kind, id, name: answer?.name ?? '', up: 0, down: 0, open: [], missing: answer === null });
  const root = { key, kind, id, distance: 0 };
  planner.follow(root, 'up');
  planner.follow(root, 'down');
  return {
    things: planner.things,
    edges: [...planner.edges.values()].filter((edge) => planner.things.has(edge.from) && planner.things.has(edge.to)),
    needed: [...planner.needed.values()],
    cut: planner.cut,
  };
}

/** Opened things in an address. */
export function writeOpened(opened: ReadonlySet<string>): string {
  return [...opened].map((one) => one.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function readOpened(text: string): Set<string> {
  return new Set(
    text
      .split(',')
      .map((one) => one.replaceAll(/%2c/gi, ',').replaceAll('%25', '%'))
      .filter((one) => one !== ''),
  );
}

/** "2" or "all" in an address; anything else is the default. */
export function readSteps(text: string): number {
  if (text === 'all') return Infinity;
  return /^\d{1,3}$/.test(text) ? Number(text) : 1;
}
