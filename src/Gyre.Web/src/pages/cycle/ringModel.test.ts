import { describe, expect, test } from 'vitest';
import type { Graph } from '@/api/nodes';
import { answerOf, ringOf, stretchOf } from './ringModel';

function graph(names: string[], edges: [string, string][], states: Record<string, string> = {}): Graph {
  return {
    nodes: names.map((name) => ({
      name,
      kind: 'execution',
      parent: name.includes('[') ? name.slice(0, name.indexOf('[')) : null,
      state: states[name] ?? 'succeeded',
    })),
    edges: edges.map(([from, to]) => ({ from, to })),
  };
}

const keys = (made: ReturnType<typeof ringOf>) => made.stops.map((stop) => stop.key);

describe('ringOf', () => {
  test('orders the top nodes by their dependencies, not by the file', () => {
    const made = ringOf(
      graph(
        ['compare', 'train', 'prepare'],
        [
          ['prepare', 'train'],
          ['train', 'compare'],
        ],
      ),
    );
    expect(keys(made)).toEqual(['prepare', 'train', 'compare']);
    expect(made.joined).toEqual([true, true, true]);
    expect(made.chords).toEqual([]);
  });

  test('keeps the order of the file where dependencies leave a choice, and marks neighbours that do not depend', () => {
    const made = ringOf(
      graph(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['a', 'c'],
          ['b', 'd'],
          ['c', 'd'],
        ],
      ),
    );
    expect(keys(made)).toEqual(['a', 'b', 'c', 'd']);
    expect(made.joined).toEqual([true, true, false, true]);
    expect(made.chords).toEqual([
      { from: 0, to: 2 },
      { from: 1, to: 3 },
    ]);
  });

  test('puts a node before others that were ready earlier but stand later in the file', () => {
    expect(keys(ringOf(graph(['prepare', 'train', 'check'], [['prepare', 'train']])))).toEqual([
      'prepare',
      'train',
      'check',
    ]);
  });

  test('folds trials into their task and counts them', () => {
    const made = ringOf(
      graph(
        ['train', 'train[0]', 'train[1]', 'use'],
        [
          ['train[0]', 'use'],
          ['train', 'use'],
        ],
        { 'train[1]': 'running', train: 'running' },
      ),
    );
    expect(keys(made)).toEqual(['train', 'use']);
    expect(made.stops[0]).toMatchObject({ inner: { ended: 1, total: 2 }, state: 'running' });
  });

  test('shares the circle evenly and leaves the top to the decision', () => {
    expect(ringOf(graph(['a', 'b', 'c'], [])).stops.map((stop) => stop.angle)).toEqual([0, 90, 180]);
  });

  test('groups neighbours when there are too many, and loses none', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    const made = ringOf(
      graph(
        names,
        names.slice(1).map((name, index) => [names[index]!, name]),
        { n5000: 'failed', n1: 'running' },
      ),
    );
    expect(made.stops).toHaveLength(16);
    expect(made.stops.flatMap((stop) => stop.names)).toEqual(names);
    expect(made.stops[0]?.state).toBe('running');
    expect(made.stops[8]).toMatchObject({ state: 'failed', inner: { total: 625 } });
  });

  test('shows every node of a graph that runs in a circle or names unknown nodes', () => {
    expect(
      keys(
        ringOf(
          graph(
            ['a', 'b'],
            [
              ['a', 'b'],
              ['b', 'a'],
              ['b', 'ghost'],
            ],
          ),
        ),
      ),
    ).toEqual(['a', 'b']);
  });

  test('stands a node that is its own parent', () => {
    const odd: Graph = { nodes: [{ name: 'a', kind: 'x', parent: 'a', state: 'queued' }], edges: [] };
    expect(ringOf(odd).stops).toEqual([]);
  });

  test('is empty for an empty graph', () => {
    expect(ringOf({ nodes: [], edges: [] })).toEqual({ stops: [], chords: [], joined: [] });
  });
});

describe('answerOf', () => {
  const turns = [{ turn: 1 }, { turn: 2 }];
  test('is yes where another turn followed', () => expect(answerOf({ state: 'stopped', turns }, 1)).toBe('yes'));
  test('is no after the last turn of a stopped cycle', () =>
    expect(answerOf({ state: 'stopped', turns }, 2)).toBe('no'));
  test('is open while the last turn runs', () => expect(answerOf({ state: 'running', turns }, 2)).toBe('open'));
});

test('a stretch is passed only when its node did well', () => {
  expect(['succeeded', 'running', 'awaiting-approval', 'failed', 'skipped', 'queued'].map(stretchOf)).toEqual([
    'done',
    'active',
    'active',
    'bad',
    'open',
    'open',
  ]);
});
