import { describe, expect, it } from 'vitest';
import type { Span } from '@/formats/mlflow/spans';
import { hexId, rowsOf, selfTime, stepOf, treeOf, typesOf } from './tree';

function span(id: string, parent: string, start: number, end: number | null, more: Partial<Span> = {}): Span {
  return {
    id,
    parent,
    name: `span ${id}`,
    type: '',
    start,
    end,
    state: 'ok',
    message: '',
    inputs: null,
    outputs: null,
    attributes: [],
    events: [],
    ...more,
  };
}

const all = { folded: new Set<string>(), text: '', errorsOnly: false };
const ids = (nodes: readonly { span: Span }[]) => nodes.map((node) => node.span.id).join('');

describe('treeOf', () => {
  it('puts spans under their parents in the order of time', () => {
    const tree = treeOf([span('c', 'a', 5, 9), span('d', 'b', 3, 4), span('a', '', 1, 10), span('b', 'a', 2, 5)], 0);
    expect(ids(tree.nodes)).toBe('abdc');
    expect(tree.nodes.map((node) => node.depth)).toEqual([0, 1, 2, 1]);
    expect(tree.nodes.map((node) => node.below)).toEqual([3, 1, 0, 0]);
    expect([tree.from, tree.to]).toEqual([1, 10]);
  });

  it('keeps spans whose parent is missing, spans in a circle and spans that are their own parent', () => {
    const tree = treeOf([span('a', 'x', 1, 2), span('b', 'c', 3, 4), span('c', 'b', 4, 5), span('d', 'd', 6, 7)], 0);
    expect(ids(tree.nodes)).toBe('adbc');
    expect(tree.nodes.map((node) => node.depth)).toEqual([0, 0, 0, 1]);
  });

  it('keeps spans that share an id', () => {
    expect(treeOf([span('a', '', 1, 2), span('a', '', 3, 4)], 0).nodes).toHaveLength(2);
  });

  it('lets a span that goes on end now', () => {
    expect(treeOf([span('a', '', 1, null)], 50).to).toBe(50);
    expect(treeOf([], 50)).toMatchObject({ from: 0, to: 0, nodes: [] });
  });

  it('is quick and not recursive for deep traces', () => {
    const deep = Array.from({ length: 20_000 }, (_, index) =>
      span(`${index}`, index === 0 ? '' : `${index - 1}`, index, 30_000),
    );
    const tree = treeOf(deep, 0);
    expect(tree.nodes.at(-1)?.depth).toBe(19_999);
    expect(tree.nodes[0]?.below).toBe(19_999);
  });

  it('takes ten thousand children of one span', () => {
    const wide = [
      span('root', '', 0, 1),
      ...Array.from({ length: 10_000 }, (_, index) => span(`${index}`, 'root', index, index)),
    ];
    expect(treeOf(wide, 0).nodes[0]?.children).toHaveLength(10_000);
  });

  it('marks the spans above an error', () => {
    const tree = treeOf([span('a', '', 1, 9), span('b', 'a', 2, 3, { state: 'error' }), span('c', 'a', 4, 5)], 0);
    expect(tree.nodes.map((node) => node.hasError)).toEqual([true, true, false]);
    expect(tree.errors).toBe(1);
  });
});

describe('rowsOf', () => {
  const tree = treeOf(
    [
      span('a', '', 1, 10),
      span('b', 'a', 2, 5, { type: 'LLM' }),
      span('d', 'b', 3, 4, { state: 'error', name: 'deep call' }),
      span('c', 'a', 5, 9, { type: 'TOOL' }),
    ],
    0,
  );

  it('hides what is below a folded span', () => {
    expect(ids(rowsOf(tree, { ...all, folded: new Set(['b']) }))).toBe('abc');
    expect(ids(rowsOf(tree, { ...all, folded: new Set(['a']) }))).toBe('a');
  });

  it('shows what was found with the spans above, folded or not', () => {
    expect(ids(rowsOf(tree, { ...all, text: 'DEEP', folded: new Set(['a']) }))).toBe('abd');
    expect(ids(rowsOf(tree, { ...all, text: 'tool' }))).toBe('ac');
    expect(ids(rowsOf(tree, { ...all, errorsOnly: true }))).toBe('abd');
    expect(rowsOf(tree, { ...all, text: 'none' })).toEqual([]);
  });

  it('counts types', () => expect(typesOf(tree)).toEqual(['LLM', 'TOOL']));
});

describe('selfTime', () => {
  it('takes off what children cover, once where they overlap', () => {
    const tree = treeOf([span('a', '', 0, 10), span('b', 'a', 1, 4), span('c', 'a', 3, 5), span('d', 'a', 9, 20)], 0);
    expect(selfTime(tree.nodes[0]!)).toBe(5);
  });

  it('is not known while it goes on', () => expect(selfTime(treeOf([span('a', '', 0, null)], 5).nodes[0]!)).toBeNull());
});

describe('stepOf', () => {
  const tree = treeOf([span('a', '', 1, 10), span('b', 'a', 2, 5), span('c', '', 5, 9)], 0);
  const rows = rowsOf(tree, all);
  const none = new Set<string>();

  it('moves within the rows', () => {
    expect(stepOf('ArrowDown', rows, 0, none, 10)).toEqual({ go: 1 });
    expect(stepOf('ArrowUp', rows, 0, none, 10)).toEqual({ go: 0 });
    expect(stepOf('PageDown', rows, 0, none, 10)).toEqual({ go: 2 });
    expect(stepOf('End', rows, 0, none, 10)).toEqual({ go: 2 });
    expect(stepOf('x', rows, 0, none, 10)).toBeNull();
  });

  it('opens, enters, closes and leaves', () => {
    expect(stepOf('ArrowRight', rows, 0, new Set(['a']), 10)).toEqual({ fold: rows[0] });
    expect(stepOf('ArrowRight', rows, 0, none, 10)).toEqual({ go: 1 });
    expect(stepOf('ArrowRight', rows, 1, none, 10)).toBeNull();
    expect(stepOf('ArrowLeft', rows, 1, none, 10)).toEqual({ go: 0 });
    expect(stepOf('ArrowLeft', rows, 0, none, 10)).toEqual({ fold: rows[0] });
    expect(stepOf('ArrowLeft', rows, 2, none, 10)).toBeNull();
  });
});

describe('hexId', () => {
  it('turns ids in base64 to hexadecimal and leaves others', () => {
    expect(hexId('AAAAAAAAAAM=')).toBe('0000000000000003');
    expect(hexId('0000000000000003')).toBe('0000000000000003');
    expect(hexId('span-1')).toBe('span-1');
  });
});
