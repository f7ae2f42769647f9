import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { cellText, headOf } from './parquetHead';

function file(rows: number) {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: Array.from({ length: rows }, (_, index) => index), type: 'INT32' },
      {
        name: '<img src=x>',
        data: Array.from({ length: rows }, (_, index) => (index % 2 === 0 ? 'even' : null)),
        type: 'STRING',
      },
      { name: 'score', data: Array.from({ length: rows }, (_, index) => index / 2), type: 'DOUBLE' },
    ],
  });
  return { byteLength: buffer.byteLength, slice: async (start: number, end?: number) => buffer.slice(start, end) };
}

describe('the head of a Parquet file', () => {
  it('has the columns, the first rows and how many there are', async () => {
    const head = await headOf(file(1000));
    expect(head.columns).toEqual(['id', '<img src=x>', 'score']);
    expect(head.rows).toHaveLength(100);
    expect(head.rows[3]).toEqual(['3', '', '1.5']);
    expect(head.allRows).toBe(1000);
    expect(head.allColumns).toBe(3);
  });

  it('refuses what is no Parquet', async () => {
    const text = new TextEncoder().encode('not a table at all').buffer;
    await expect(
      headOf({ byteLength: text.byteLength, slice: async (start, end) => text.slice(start, end) }),
    ).rejects.toThrow();
  });
});

describe('cellText', () => {
  it('writes every kind of value', () => {
    expect(cellText(null)).toBe('');
    expect(cellText(12n)).toBe('12');
    expect(cellText(new Date('2026-11-30T00:00:00Z'))).toBe('2026-11-30T00:00:00.000Z');
    expect(cellText(new Uint8Array(3))).toBe('3 bytes');
    expect(cellText([1n, { a: 2 }])).toBe('["1",{"a":2}]');
  });
});
