import type { LineageInfo, LineageLink } from '@/api/lineage';
import { keyOf, leads, type Direction, type Plan, type Thing } from './graph';
import { wordOfKind } from './kinds';

/** "SUBJECT was logged by OBJECTS", to be shown with links. */
export interface Sentence {
  subject: Thing;
  verb: string;
  /** The kind of what follows: "tracking run", "3 datasets". */
  noun: string;
  objects: readonly { key: string; kind: string; id: string; name: string }[];
  /** How many more objects there are. */
  more: number;
}

/** What a thing did, or what was done to it, by its kind and the relation and kind of what it is linked to. */
const verbs: Record<Direction, Record<string, string>> = {
  up: {
    'run recorded pipeline-run': 'was recorded by',
    'run recorded node-run': 'was recorded by',
    'run parent run': 'ran as a child of',
    'run input dataset': 'read',
    'run input logged-model': 'used',
    'logged-model source run': 'was logged by',
    'model-version source run': 'was made by',
    'model-version source logged-model': 'was registered from',
    'pipeline-run parent pipeline-run': 'was started by',
    'pipeline-run input artifact': 'read',
    'node-run input artifact': 'read',
    'artifact source node-run': 'was made by',
  },
  down: {
    'run child run': 'is the parent of',
    'run output logged-model': 'logged',
    'run output model-version': 'made',
    'logged-model output model-version': 'was registered as',
    'logged-model reader run': 'was used by',
    'model-version reader run': 'was used by',
    'dataset reader run': 'was read by',
    'pipeline-run child pipeline-run': 'started',
    'pipeline-run output artifact': 'made',
    'pipeline-run recorded run': 'was recorded as',
    'node-run output artifact': 'made',
    'node-run recorded run': 'was recorded as',
    'artifact reader node-run': 'was read by',
  },
};

const mostObjects = 4;

function sentencesOf(subject: Thing, links: readonly LineageLink[], direction: Direction): Sentence[] {
  const groups = new Map<string, LineageLink[]>();
  for (const link of links) {
    const verb =
      verbs[direction][`${subject.kind} ${link.relation} ${link.kind}`] ??
      (direction === 'up' ? 'came from' : 'led to');
    const key = `${verb}\n${link.kind}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [link]);
    else group.push(link);
  }
  return [...groups].map(([key, group]) => {
    const [verb = ''] = key.split('\n');
    const [one, many] = wordOfKind(group[0]?.kind ?? '');
    const shown = group.slice(0, group.length > mostObjects ? mostObjects - 1 : mostObjects);
    return {
      subject,
      verb,
      noun: group.length === 1 ? one : `${group.length.toLocaleString('en-US')} ${many}`,
      objects: shown.map((link) => ({ key: keyOf(link.kind, link.id), kind: link.kind, id: link.id, name: link.name })),
      more: group.length - shown.length,
    };
  });
}

/** What made the thing, or what it touched, in sentences: nearest first, as far as the picture goes. */
export function tell(plan: Plan, answers: ReadonlyMap<string, LineageInfo | null>, direction: Direction): Sentence[] {
  const things = [...plan.things.values()]
    .filter((thing) => thing[direction] !== null && leads(thing.kind, direction) && !thing.open.includes(direction))
    .sort((a, b) => (a[direction] ?? 0) - (b[direction] ?? 0));
  return things.flatMap((thing) => {
    const answer = answers.get(thing.key);
    if (answer === undefined || answer === null) return [];
    return sentencesOf(thing, direction === 'up' ? answer.made_from : answer.led_to, direction);
  });
}

/** A thing in a list. */
export interface Row {
  key: string;
  thing: Thing;
  /** "Before": it had a part in what the picture begins with. "After": it came of it. */
  side: 'before' | 'after' | 'both';
  steps: number;
  /** Things it is linked with on the way to the beginning, with the relation. */
  relation: string;
  through: Thing | null;
}

/** Everything in the picture but its beginning, nearest first: what was before, then what came after. */
export function rowsOf(plan: Plan): Row[] {
  const rows = [...plan.things.values()]
    .filter((thing) => thing.kind !== 'more' && thing.up !== 0)
    .map((thing): Row => {
      const side = thing.up !== null && thing.down !== null ? 'both' : thing.up !== null ? 'before' : 'after';
      const direction = side === 'after' ? 'down' : 'up';
      const steps = thing[direction] ?? 0;
      const edge = plan.edges.find((one) => {
        const [self, other] = direction === 'up' ? [one.from, one.to] : [one.to, one.from];
        return self === thing.key && plan.things.get(other)?.[direction] === steps - 1;
      });
      const through = edge === undefined ? null : (plan.things.get(direction === 'up' ? edge.to : edge.from) ?? null);
      return { key: thing.key, thing, side, steps, relation: edge?.relation ?? '', through };
    });
  const rank = { before: 0, both: 1, after: 2 };
  return rows.sort((a, b) => rank[a.side] - rank[b.side] || a.steps - b.steps);
}
