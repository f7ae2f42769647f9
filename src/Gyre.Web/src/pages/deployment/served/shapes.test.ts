import { describe, expect, it } from 'vitest';
import { servedOf } from '@/pages/deployments/testing';
import { fieldRows, shapeWords } from './shapes';

describe('what a model takes and gives', () => {
  it('is written with the rows first, and "any" where it is open', () => {
    expect([[-1, 4], [-1], [1, 3, -1], [8], []].map(shapeWords)).toEqual([
      'rows × 4',
      'rows',
      '1 row × 3 × any',
      '8 rows',
      'one value',
    ]);
  });

  it('is listed with the inputs first', () => {
    expect(fieldRows(servedOf()).map((row) => `${row.direction} ${row.name}`)).toEqual([
      'Input petals',
      'Output class',
    ]);
  });
});
