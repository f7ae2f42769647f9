import { describe, expect, it } from 'vitest';
import { fileName, toCsv, toJson } from './exporting';
import { type Column, leastWidth, nextSort, pinnedOffsets, sortRows, template, visibleColumns } from './model';
import { moveBy } from './useRowKeys';

interface Row {
  name: string;
  score: number | null;
}

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, value: (row) => row.name, width: 200, grow: true },
  {
    id: 'score',
    header: 'Score',
    cell: (row) => row.score,
    value: (row) => row.score,
    align: 'right',
    width: 80,
    hideBelow: 400,
  },
  { id: 'menu', header: '', cell: () => null, width: 40, pinned: true },
];

describe('sorting', () => {
  const rows: Row[] = [
    { name: 'run 10', score: 2 },
    { name: 'run 9', score: null },
    { name: 'Run 1', score: NaN },
    { name: 'b', score: -1 },
  ];

  it('counts in names, and ignores case', () => {
    expect(sortRows(rows, columns, 'name').map((row) => row.name)).toEqual(['b', 'Run 1', 'run 9', 'run 10']);
  });

  it('puts what has no value last in both directions', () => {
    expect(sortRows(rows, columns, 'score').map((row) => row.name)).toEqual(['b', 'run 10', 'run 9', 'Run 1']);
    expect(sortRows(rows, columns, '-score').map((row) => row.name)).toEqual(['run 10', 'b', 'run 9', 'Run 1']);
  });

  it('leaves rows alone for no order and for an unknown column', () => {
    expect(sortRows(rows, columns, '')).toBe(rows);
    expect(sortRows(rows, columns, '-menu')).toBe(rows);
  });

  it('keeps the order of equal rows', () => {
    const equal = [
      { name: 'a', score: 1 },
      { name: 'b', score: 1 },
    ];
    expect(sortRows(equal, columns, '-score')).toEqual(equal);
  });

  it('goes round: ascending, descending, as it came', () => {
    expect(nextSort('', 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBe('');
    expect(nextSort('-score', 'name')).toBe('name');
  });
});

describe('columns', () => {
  it('drops what does not fit, and puts pinned ones first', () => {
    expect(visibleColumns(columns, 399, false).map((column) => column.id)).toEqual(['menu', 'name']);
    expect(visibleColumns(columns, 400, false).map((column) => column.id)).toEqual(['menu', 'name', 'score']);
  });

  it('drops columns until the others fit beside each other, the first to go first', () => {
    const wide = ['a', 'b', 'c'].map((id, at): Column<Row> => ({
      id,
      header: id,
      cell: () => null,
      width: 100,
      ...(at === 0 ? { grow: true } : { hideBelow: 400 - at * 100 }),
    }));
    const shown = (width: number, selectable: boolean) => visibleColumns(wide, width, selectable).map(({ id }) => id);
    expect(shown(340, true)).toEqual(['a', 'b', 'c']);
    expect(shown(339, true)).toEqual(['a', 'c']);
    expect(shown(300, false)).toEqual(['a', 'b', 'c']);
    expect(shown(90, true)).toEqual(['a']);
    expect(shown(0, true)).toEqual(['a', 'b', 'c']);
  });

  it('keeps one column whatever the width', () => {
    const narrow: Column<Row>[] = [{ id: 'a', header: 'A', cell: () => null, hideBelow: 500 }];
    expect(visibleColumns(narrow, 100, false)).toHaveLength(1);
  });

  it('lays them out', () => {
    const shown = visibleColumns(columns, 1000, true);
    expect(template(shown, true)).toBe('40px 40px minmax(200px, 1fr) 80px');
    expect(leastWidth(shown, true)).toBe(360);
    expect([...pinnedOffsets(shown, true)]).toEqual([['menu', 40]]);
    expect(template([{ id: 'a', header: 'A', cell: () => null }], false)).toBe('minmax(120px, 1fr)');
  });
});

describe('export', () => {
  const rows: Row[] = [
    { name: 'a,"b"\nc', score: 1.5 },
    { name: '=HYPERLINK("http://evil")', score: null },
    { name: '-5', score: Infinity },
  ];

  it('quotes, and takes the edge off formulas', () => {
    expect(toCsv(rows, columns)).toBe(
      'Name,Score\r\n"a,""b""\nc",1.5\r\n"\'=HYPERLINK(""http://evil"")",\r\n-5,Infinity\r\n',
    );
  });

  it('writes numbers that JSON has no word for as text', () => {
    expect(JSON.parse(toJson(rows, columns))).toEqual([
      { Name: 'a,"b"\nc', Score: 1.5 },
      { Name: '=HYPERLINK("http://evil")', Score: null },
      { Name: '-5', Score: 'Infinity' },
    ]);
  });

  it('names files without paths', () => {
    expect(fileName('../../etc/passwd', 'csv')).toBe('etc-passwd.csv');
    expect(fileName('  ', 'json')).toBe('export.json');
    expect(fileName('<img src=x>', 'csv')).toBe('img-src-x-.csv');
    expect(fileName('x'.repeat(500), 'csv').length).toBeLessThanOrEqual(84);
  });
});

describe('keys', () => {
  it('stay within the rows', () => {
    expect(moveBy('ArrowDown', 9, 10, 5)).toBe(9);
    expect(moveBy('ArrowUp', 0, 10, 5)).toBe(0);
    expect(moveBy('PageDown', 2, 10, 5)).toBe(7);
    expect(moveBy('End', 0, 100_000, 5)).toBe(99_999);
    expect(moveBy('Home', 50, 100, 5)).toBe(0);
    expect(moveBy('x', 5, 10, 5)).toBeNull();
    expect(moveBy('constructor', 5, 10, 5)).toBeNull();
    expect(moveBy('End', 0, 0, 5)).toBeNull();
  });
});
