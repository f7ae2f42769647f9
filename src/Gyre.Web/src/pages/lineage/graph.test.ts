import { describe, expect, it } from 'vitest';
import type { LineageInfo, LineageLink } from '@/api/lineage';
import { keyOf, mostThings, plan, readOpened, readSteps, type Reach, writeOpened } from './graph';
import { pageOf, titleOf } from './kinds';

const link = (kind: string, id: string, relation = 'source'): LineageLink => ({ kind, id, name: id, relation });
const info = (kind: string, id: string, up: LineageLink[], down: LineageLink[] = []): LineageInfo => ({
  kind,
  id,
  name: id,
  made_from: up,
  led_to: down,
});
const answersOf = (...all: LineageInfo[]) =>
  new Map<string, LineageInfo | null>(all.map((one) => [keyOf(one.kind, one.id), one]));
const reach = (up: number, down: number, ...opened: string[]): Reach => ({ up, down, opened: new Set(opened) });

const version = info('model-version', 'm/1', [link('run', 'r1'), link('logged-model', 'l1')]);
const run = info(
  'run',
  'r1',
  [link('dataset', 'd1', 'input'), link('node-run', 'R/train', 'recorded')],
  [link('model-version', 'm/1', 'output')],
);
const train = info('node-run', 'R/train', []);
const logged = info('logged-model', 'l1', [link('run', 'r1')], [link('run', 'r2', 'reader')]);

describe('plan', () => {
  it('asks for the beginning first', () => {
    const made = plan('model-version', 'm/1', new Map(), reach(1, 1));
    expect(made.needed).toEqual([{ kind: 'model-version', id: 'm/1' }]);
    expect([...made.things.keys()]).toEqual(['model-version:m/1']);
  });

  it('follows one step, and says what leads further', () => {
    const made = plan('model-version', 'm/1', answersOf(version), reach(1, 1));
    expect(made.needed).toEqual([]);
    expect([...made.things.values()].map((one) => [one.key, one.up, one.open])).toEqual([
      ['model-version:m/1', 0, []],
      ['run:r1', 1, ['up']],
      ['logged-model:l1', 1, ['up']],
    ]);
    expect(made.edges).toContainEqual({ from: 'run:r1', to: 'model-version:m/1', relation: 'source' });
  });

  it('follows a single thing further', () => {
    const made = plan('model-version', 'm/1', answersOf(version, run), reach(1, 1, 'up:run:r1'));
    expect([...made.things.keys()]).toContain('dataset:d1');
    expect(made.things.get('dataset:d1')).toMatchObject({ up: 2, down: null, open: [] });
    expect(made.things.get('node-run:R/train')?.open).toEqual(['up']);
  });

  it('follows everything, each thing once', () => {
    const made = plan('model-version', 'm/1', answersOf(version, run, train, logged), reach(Infinity, 1));
    expect(made.needed).toEqual([]);
    expect(made.edges).toHaveLength(5);
    expect(made.things.get('run:r1')?.up).toBe(1);
  });

  it('ends in circles, and draws them', () => {
    const a = info('run', 'a', [link('run', 'b', 'parent')], [link('run', 'b', 'child')]);
    const b = info('run', 'b', [link('run', 'a', 'parent')], [link('run', 'a', 'child')]);
    const made = plan('run', 'a', answersOf(a, b), reach(Infinity, Infinity));
    expect(made.things.size).toBe(2);
    expect(made.things.get('run:a')).toMatchObject({ up: 0, down: 0 });
    expect(made.things.get('run:b')).toMatchObject({ up: 1, down: 1 });
    expect(made.edges.map((edge) => `${edge.from}>${edge.to}`).sort()).toEqual(['run:a>run:b', 'run:b>run:a']);
  });

  it('folds many of one kind until they are asked for', () => {
    const many = Array.from({ length: 40 }, (_, i) => link('run', `r${i}`, 'reader'));
    const answers = answersOf(info('dataset', 'd', [], many));
    const made = plan('dataset', 'd', answers, reach(1, 1));
    expect(made.things.size).toBe(1 + 12);
    const fold = [...made.things.values()].find((one) => one.kind === 'more');
    expect(fold?.name).toBe('29 more tracking runs');
    expect(plan('dataset', 'd', answers, reach(1, 1, fold?.key ?? '')).things.size).toBe(41);
  });

  it('stops at 500 things', () => {
    const answers = new Map<string, LineageInfo | null>();
    for (let i = 0; i < 700; i++)
      answers.set(`run:${i}`, info('run', String(i), [], [link('run', String(i + 1), 'child')]));
    const made = plan('run', '0', answers, reach(Infinity, Infinity));
    expect(made.things.size).toBe(mostThings);
    expect(made.cut).toBe(true);
  });

  it('goes on beside a thing that is gone', () => {
    const answers = answersOf(version, run);
    answers.set('logged-model:l1', null);
    const made = plan('model-version', 'm/1', answers, reach(Infinity, 1));
    expect(made.things.get('logged-model:l1')?.missing).toBe(true);
    expect(made.things.has('dataset:d1')).toBe(true);
  });

  it('is untouched by hostile ids', () => {
    const answers = answersOf(info('run', '__proto__', [link('constructor', '__proto__'), link('dataset', 'a\nb,c%')]));
    const made = plan('run', '__proto__', answers, reach(1, 1));
    expect(made.things.size).toBe(3);
    expect(made.edges).toHaveLength(2);
  });
});

describe('state in the address', () => {
  it('keeps opened things', () => {
    const opened = new Set(['up:run:a', 'down:model-version:a,b%2C/1']);
    expect(readOpened(writeOpened(opened))).toEqual(opened);
    expect(readOpened('')).toEqual(new Set());
  });

  it('reads steps', () => {
    expect(['', '0', '3', 'all', '-1', '1e9', 'x'].map(readSteps)).toEqual([1, 0, 3, Infinity, 1, 1, 1]);
  });
});

describe('kinds', () => {
  it('finds the pages of things', () => {
    expect(pageOf('run', 'r')).toBe('/tracking/runs/r');
    expect(pageOf('model-version', 'a b/3')).toBe('/models/a%20b/3');
    expect(pageOf('pipeline-run', 'R')).toBe('/runs/R');
    expect(pageOf('node-run', 'R/sub/train[2]')).toBe('/runs/R?node=sub%2Ftrain%5B2%5D');
    expect(pageOf('dataset', 'd')).toBeNull();
  });

  it('calls things by name, with the version', () => {
    expect(titleOf('model-version', 'm/3', 'm')).toBe('m version 3');
    expect(titleOf('node-run', 'R/a/b', '')).toBe('a/b');
    expect(titleOf('dataset', 'abc', '')).toBe('abc');
  });
});
