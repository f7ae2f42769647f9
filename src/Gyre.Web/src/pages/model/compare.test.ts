import { describe, expect, it } from 'vitest';
import type { MlModel } from '@/formats/mlflow/mlmodel';
import { chooseTwo, diff, diffFiles, diffNumbers, diffSignatures, factsOf } from './compare';

const map = (values: Record<string, string>) => new Map(Object.entries(values));

describe('diff', () => {
  it('names what was added, removed and changed', () => {
    const rows = diff(map({ a: '1', b: '1', c: '1' }), map({ b: '1', c: '2', d: '3' }));
    expect(rows.map((row) => `${row.key} ${row.change}`)).toEqual(['a removed', 'b same', 'c changed', 'd added']);
  });

  it('takes an empty text for a value', () => {
    expect(diff(map({ a: '' }), map({}))[0]?.change).toBe('removed');
  });

  it('subtracts numbers, where there are two that have a difference', () => {
    const rows = diffNumbers(
      new Map([
        ['a', 1],
        ['b', NaN],
        ['c', 1],
      ]),
      new Map([
        ['a', 1.5],
        ['b', NaN],
        ['d', 2],
      ]),
    );
    expect(rows.map((row) => [row.key, row.change, row.difference])).toEqual([
      ['a', 'changed', 0.5],
      ['b', 'same', null],
      ['c', 'removed', null],
      ['d', 'added', null],
    ]);
  });
});

const model = (inputs: { name: string | null; type: string }[]): MlModel => ({
  flavors: [{ name: 'sklearn', values: [['sklearn_version', '1.4']] }],
  facts: [
    ['mlflow_version', '3.1'],
    ['run_id', 'x'],
  ],
  signature: { inputs: inputs.map((one) => ({ ...one, optional: false, default: null })), outputs: [], params: [] },
});

describe('diffSignatures', () => {
  it('compares fields by name, and by place without one', () => {
    const parts = diffSignatures(
      model([
        { name: 'x', type: 'long' },
        { name: null, type: 'double' },
      ]),
      model([{ name: 'x', type: 'double' }]),
    );
    expect(parts).toHaveLength(1);
    expect(parts[0]?.rows.map((row) => [row.key, row.left, row.right])).toEqual([
      ['#2', 'double', null],
      ['x', 'long', 'double'],
    ]);
  });

  it('has no parts when no side has a signature', () => {
    expect(diffSignatures(null, { flavors: [], facts: [], signature: null })).toEqual([]);
  });
});

describe('factsOf', () => {
  it('has a line for each flavor and setting, without ids', () => {
    expect([...factsOf(model([]))]).toEqual([
      ['mlflow_version', '3.1'],
      ['sklearn', 'yes'],
      ['sklearn.sklearn_version', '1.4'],
    ]);
  });
});

describe('diffFiles', () => {
  it('goes by content where the sizes are equal', () => {
    const files = (...paths: string[]) =>
      paths.map((path) => ({ path: path.slice(0, -1), size: Number(path.slice(-1)) }));
    const same = new Map([
      ['a', true],
      ['b', false],
    ]);
    const rows = diffFiles(
      files('a1', 'b1', 'c1', 'd1', 'old1', 'empty0'),
      files('a1', 'b1', 'c1', 'd2', 'new2', 'empty0'),
      same,
    );
    expect(rows.map((row) => `${row.path} ${row.change}`)).toEqual([
      'a same',
      'b changed',
      'c unknown',
      'd changed',
      'empty unknown',
      'new added',
      'old removed',
    ]);
  });
});

describe('chooseTwo', () => {
  const versions = ['5', '4', '3', '2'];
  it.each([
    ['4', '2', null, ['4', '2']],
    ['', '', '3', ['3', '5']],
    ['', '', '5', ['5', '4']],
    ['', '', null, ['4', '5']],
    ['', '3', '3', ['5', '3']],
    ['9', 'x', '3', ['3', '5']],
    ['4', '4', null, ['4', '5']],
  ])('left %s, right %s, champion %s', (left, right, champion, two) => {
    expect(chooseTwo(versions, left, right, champion)).toEqual(two);
  });

  it('needs two versions', () => {
    expect(chooseTwo(['1'], '', '', '1')).toBeNull();
    expect(chooseTwo([], '1', '2', null)).toBeNull();
  });
});
