import { describe, expect, it } from 'vitest';
import type { Alias, AliasChange, CatalogFile } from '@/api/catalog';
import { baseName, changeAt, changeKey, fieldsOf, filterAliases, historyRows, keyOf } from './view';

function file(digest: string, size: number): CatalogFile {
  return {
    id: `id-${digest}`,
    path: `out/${digest}.json`,
    run_id: 'r1',
    node: 'train',
    digest: `sha256:${digest}`,
    size,
  };
}

function alias(project: string, name: string, given: CatalogFile | null = file('a', 1)): Alias {
  return { project, name, file: given, changed_at: '2026-11-30T00:00:00Z' };
}

function change(minute: number, given: CatalogFile | null): AliasChange {
  return { file: given, run_id: 'r1', changed_at: `2026-11-30T00:0${minute}:00Z` };
}

describe('filterAliases', () => {
  const all = [alias('demo', 'best'), alias('other', 'best', null), alias('other', 'data', file('abc', 2))];

  it('takes all without filters', () => expect(filterAliases(all, {})).toEqual(all));

  it('takes those of a project', () => expect(filterAliases(all, { project: 'other' })).toHaveLength(2));

  it('looks into names, paths, nodes and digests, and survives a file that is gone', () => {
    expect(filterAliases(all, { text: 'SHA256:ABC' }).map((one) => one.name)).toEqual(['data']);
    expect(filterAliases(all, { text: 'best' })).toHaveLength(2);
    expect(filterAliases(all, { project: 'demo', text: 'data' })).toEqual([]);
  });

  it('offers projects to pick from while they are few', () => {
    expect(fieldsOf(all)[0]?.options).toEqual(['demo', 'other']);
    const many = Array.from({ length: 31 }, (_, index) => alias(`p${index}`, 'a'));
    expect(fieldsOf(many)[0]?.options).toBeUndefined();
  });

  it('keeps aliases of the same name in two projects apart', () => {
    expect(keyOf(alias('a', 'b'))).not.toBe(keyOf(alias('ab', '')));
  });
});

describe('historyRows', () => {
  it('says how each file differs from the one before', () => {
    const rows = historyRows([
      change(4, file('b', 30)),
      change(3, file('b', 30)),
      change(2, null),
      change(1, file('a', 10)),
    ]);
    expect(rows.map((row) => row.isNow)).toEqual([true, false, false, false]);
    expect(rows.map((row) => row.growth)).toEqual([0, null, null, null]);
    expect(rows.map((row) => row.same)).toEqual([true, false, false, false]);
    expect(historyRows([change(2, file('b', 30)), change(1, file('a', 10))])[0]?.growth).toBe(20);
  });

  it('finds the change of the address, else the newest', () => {
    const [first, second] = [change(2, file('b', 1)), change(1, file('a', 1))];
    expect(changeAt([first, second], changeKey(second))).toBe(second);
    expect(changeAt([first, second], 'gone')).toBe(first);
    expect(changeAt([], '')).toBeUndefined();
  });

  it('names downloads by the last part of the path', () => expect(baseName(file('x', 1))).toBe('x.json'));
});
