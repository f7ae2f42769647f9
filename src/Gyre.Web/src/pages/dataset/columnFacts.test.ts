import { describe, expect, it } from 'vitest';
import type { ColumnDrift, ColumnProfile, DatasetElement } from '@/api/datasets';
import { pageOf } from '@/api/datasets';
import {
  balances,
  columnRows,
  driftState,
  histogramOption,
  knownFields,
  measured,
  missingShare,
  percent,
} from './columnFacts';
import { toneOf } from '@/kit/states';
import { cellText, cellValue, imagePaths } from './values';

const element = (name: string, type = 'float', role = 'input'): DatasetElement =>
  ({ name, type, role, required: true, nullable: false }) as DatasetElement;

const profile = (name: string, more: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name,
  role: 'input',
  type: 'float',
  values: 8,
  missing: 1,
  nulls: 1,
  invalid: 0,
  not_finite: 0,
  distinct: 3,
  distinct_exact: true,
  top: [],
  others: 0,
  file_kinds: [],
  ...more,
});

const drift = (name: string, change: string, verdict: string | null = null) =>
  ({ name, change, verdict, new_values: [], vanished_values: [] }) as unknown as ColumnDrift;

describe('columns of a version', () => {
  it('are those of the schema, each once, then those that are gone', () => {
    const rows = columnRows(
      [element('a'), element('b'), element('a', 'text')],
      [profile('b')],
      [drift('c', 'removed'), drift('a', 'none', 'large')],
    );
    expect(
      rows.map((row) => [row.name, row.element?.type ?? null, row.profile !== null, row.drift?.change ?? null]),
    ).toEqual([
      ['a', 'float', false, 'none'],
      ['b', 'float', true, null],
      ['c', null, false, 'removed'],
    ]);
  });

  it('say how much is missing', () => {
    expect(missingShare(profile('a'))).toBeCloseTo(0.2);
    expect(missingShare(profile('a', { values: 0, missing: 0, nulls: 0 }))).toBe(0);
    expect([percent(0), percent(0.0001), percent(0.25), percent(1)]).toEqual(['0.0%', '< 0.1%', '25.0%', '100.0%']);
  });

  it('have drift in words, and losses in red', () => {
    const states = [drift('a', 'none', 'stable'), drift('a', 'removed'), drift('a', 'added'), drift('a', 'none')];
    expect(states.map(driftState)).toEqual(['stable', 'gone', 'new', 'not-compared']);
    expect(states.map((one) => toneOf(driftState(one)))).toEqual(['good', 'bad', 'idle', 'idle']);
  });

  it('show the balance of classes of outputs alone', () => {
    const top = [{ value: 'a', count: 2 }];
    expect(
      balances([
        profile('x', { type: 'category', top }),
        profile('y', { type: 'category', role: 'output', top }),
        profile('z', { role: 'output' }),
      ]).map(({ name }) => name),
    ).toEqual(['y']);
  });

  it('measure in their unit', () => {
    expect(measured(0, 'seconds')).toBe('1970-01-01');
    expect(measured(3661, 'seconds')).toBe('1970-01-01 01:01:01');
    expect(measured(1e30, 'seconds')).not.toContain('Invalid');
    expect(measured(2048, 'bytes')).toContain('2');
  });

  it('make a bar of each bin', () => {
    const option = histogramOption(
      { measure: 'value', count: 3, min: 0, max: 2, rank_error: 0, quantiles: [], bounds: [0, 1, 2], counts: [1, 2] },
      'red',
    );
    expect(option['series']).toMatchObject([{ type: 'bar', data: [1, 2] }]);
  });

  it('are what queries may name, with the identifier', () => {
    const fields = knownFields(
      [element('y', 'category', 'output')],
      [profile('y', { top: [{ value: 'cat', count: 2 }] })],
    );
    expect(fields).toEqual([
      { name: 'y', hint: 'category output', values: ['cat'] },
      { name: 'id', hint: 'identifier', values: [] },
    ]);
  });
});

describe('values of examples', () => {
  it('are text for a cell', () => {
    expect([null, undefined, 'a', 1.5, true, [1, 'b'], { $float: 'nan' }].map(cellText)).toEqual([
      'null',
      '',
      'a',
      '1.5',
      'true',
      '[1, b]',
      'nan',
    ]);
    expect(cellValue(2)).toBe(2);
    expect(cellValue(null)).toBeNull();
  });

  it('are images where browsers show them', () => {
    expect(imagePaths('img/a.PNG')).toEqual(['img/a.PNG']);
    expect(imagePaths(['a.jpg', 'b.svg', 3])).toEqual(['a.jpg']);
    expect(imagePaths(undefined)).toEqual([]);
  });
});

describe('a page of results', () => {
  it('is asked for in the words of queries', () => {
    expect(pageOf('{"x": 1}', 2)).toEqual({ filter: { x: 1 }, page: 2, pageSize: 100 });
    expect(pageOf('{"filter": {}, "pageSize": 5}', 1)).toEqual({ filter: {}, page: 1, pageSize: 5 });
    expect(pageOf('[]', 0)).toEqual([]);
  });
});
