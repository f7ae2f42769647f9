import { describe, expect, it } from 'vitest';
import { becauseOf, detailLines, isRunId, lossesOf, mark, nodeNames, sidesOf } from './explanation';

const differ = (...parts: string[]) => parts.map((part) => ({ part, before: 'a', now: 'b' }));

describe('becauseOf', () => {
  it('says why a result was taken', () => {
    expect(becauseOf({ cache: 'hit', differences: [] })).toBe(
      'Hit because all parts of the key match an earlier result.',
    );
    expect(becauseOf({ cache: 'reused', differences: [] })).toContain('named the earlier result');
  });

  it('names the parts of a miss', () => {
    expect(becauseOf({ cache: 'miss', differences: differ('code') })).toBe('Miss because code differs.');
    expect(becauseOf({ cache: 'miss', differences: differ('code', 'image') })).toBe(
      'Miss because code and image differ.',
    );
    expect(becauseOf({ cache: 'miss', differences: differ('a', 'b', 'c', 'd', 'e') })).toBe(
      'Miss because a, b, c and 2 more differ.',
    );
  });

  it('leaves the rest to the words of the server', () => {
    expect(becauseOf({ cache: 'miss', differences: [] })).toBeNull();
    expect(becauseOf({ cache: 'off', differences: [] })).toBeNull();
  });
});

describe('mark', () => {
  it('finds the middle that differs', () => {
    expect(mark('rate=0.01 rows=5', 'rate=0.02 rows=5')).toEqual({
      before: { start: 'rate=0.0', changed: '1', end: ' rows=5' },
      now: { start: 'rate=0.0', changed: '2', end: ' rows=5' },
    });
  });

  it('does not count a character for both ends', () => {
    expect(mark('aa', 'aaa').now).toEqual({ start: 'aa', changed: 'a', end: '' });
    expect(mark('aa', 'aaa').before.changed).toBe('');
  });

  it('does not cut characters in half', () => {
    const { before, now } = mark('😀', '😁');
    expect(before.changed).toBe('😀');
    expect(now.changed).toBe('😁');
  });
});

describe('sidesOf', () => {
  it('keeps a part that came or went whole', () => {
    const [before, now] = sidesOf({ part: 'image', before: null, now: 'python:3' });
    expect(before).toEqual({ word: 'Earlier', value: null });
    expect(now).toEqual({ word: 'Now', value: { start: 'python:3', changed: '', end: '' } });
  });

  it('tells an empty value from none', () => {
    expect(sidesOf({ part: 'p', before: '', now: 'x' })[0].value).toEqual({ start: '', changed: '', end: '' });
  });
});

it('shows one line per file', () => {
  expect(detailLines('train.py changed: lines 3-9; lib.py is new')).toEqual([
    'train.py changed: lines 3-9',
    'lib.py is new',
  ]);
  expect(detailLines(null)).toEqual([]);
});

it('offers node runs that asked the cache first', () => {
  const nodes = [
    { name: 'loop', cache: 'off' },
    { name: 'train[0]', cache: 'miss' },
    { name: 'train[1]', cache: 'hit' },
  ];
  expect(nodeNames(nodes)).toEqual(['train[0]', 'train[1]', 'loop']);
});

it('knows a whole run id', () => {
  expect(isRunId('01a229de-9cc2-7ece-9a5b-e63c765c9277')).toBe(true);
  expect(isRunId('01a229de')).toBe(false);
  expect(isRunId('last')).toBe(false);
});

describe('lossesOf', () => {
  it('counts entries for their nodes, trials and iterations included', () => {
    const entries = [
      { name: 'train[0]', hits: 1 },
      { name: 'train[1]', hits: 2 },
      { name: 'loop[1]/say', hits: 4 },
    ];
    expect(lossesOf(['train', 'loop', 'report'], entries)).toEqual([
      { node: 'train', entries: 2, hits: 3 },
      { node: 'loop', entries: 1, hits: 4 },
      { node: 'report', entries: 0, hits: 0 },
    ]);
  });

  it('keeps an entry of another node with the same key', () => {
    expect(lossesOf(['b'], [{ name: 'a', hits: 0 }])).toEqual([
      { node: 'b', entries: 0, hits: 0 },
      { node: 'a', entries: 1, hits: 0 },
    ]);
  });
});
