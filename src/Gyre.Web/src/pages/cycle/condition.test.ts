import { describe, expect, test } from 'vitest';
import { readComparison, readEnded, seenValue, shortName, writtenNumber } from './condition';

describe('readComparison', () => {
  test('reads a name, an operator and a number', () => {
    expect(readComparison('compare.metadata.accuracy < 0.97')).toEqual({
      name: 'compare.metadata.accuracy',
      operator: '<',
      literal: '0.97',
    });
  });
  test('turns a comparison that begins with the number', () => {
    expect(readComparison('0.1 <= train.metadata.loss')).toEqual({
      name: 'train.metadata.loss',
      operator: '>=',
      literal: '0.1',
    });
  });
  test('reads names with hyphens, exponents and words', () => {
    expect(readComparison('my-node.metadata.x>1e-05')?.literal).toBe('1e-05');
    expect(readComparison("a.metadata.b == 'go on'")?.literal).toBe("'go on'");
    expect(readComparison('a.metadata.b != True')?.literal).toBe('True');
  });
  test.each(['a.b < 1 and c.d > 2', 'not a.b', 'a.b', 'a.b in (1, 2)', 'a.b + 1 < 2', '', 'a.b < c.d'])(
    'leaves %s alone',
    (text) => {
      expect(readComparison(text)).toBeNull();
    },
  );
});

describe('readEnded', () => {
  test('reads expression, turn and what was seen', () => {
    expect(readEnded('a.b < 1 is false after turn 12 (a.b is 3, c is x)')).toEqual({
      expression: 'a.b < 1',
      turn: 12,
      seen: 'a.b is 3, c is x',
    });
  });
  test('takes the last "is false", which a text may contain as well', () => {
    expect(readEnded("a.b == ' is false after turn 1' is false after turn 2")?.turn).toBe(2);
  });
  test('gives null for other sentences', () => {
    expect(readEnded('turn 2 did not start another turn')).toBeNull();
  });
});

test('seenValue takes the value of the compared name alone', () => {
  const comparison = { name: 'a.b', operator: '<', literal: '1' } as const;
  expect(seenValue(comparison, 'a.b is {"$float":"nan"}')).toBe('{"$float":"nan"}');
  expect(seenValue(comparison, 'a.bc is 2')).toBeNull();
  expect(seenValue(comparison, null)).toBeNull();
});

test('writtenNumber reads numbers as the API writes them', () => {
  expect(writtenNumber('0.9744')).toBe(0.9744);
  expect(writtenNumber('{"$float":"nan"}')).toBeNaN();
  expect(writtenNumber('{broken')).toBeNull();
  expect(writtenNumber('best')).toBeNull();
});

test('shortName drops what every metric has', () => {
  expect(shortName('compare.metadata.accuracy')).toBe('compare.accuracy');
  expect(shortName('compare.accuracy')).toBe('compare.accuracy');
});
