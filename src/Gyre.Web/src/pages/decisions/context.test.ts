import { describe, expect, it } from 'vitest';
import { plain } from '@/pages/cycle/pieces';
import { decisionOf } from '@/pages/deployments/testing';
import { armRows, askedOf, contextRows, contextWords, namesIn, shadowSentence, whySentence } from './context';

const head =
  '{"schemaVersion": 1, "options": {"kind": "lin-ucb"}, "contextFields": ["age", "a ] \\"b\\""], "arms": ["red", "blue"], "armFields": [], "state": {"x": [';

describe('the names of a policy file', () => {
  it('are read from its beginning, though the end is missing', () => {
    expect(namesIn(head)).toEqual({ context: ['age', 'a ] "b"'], arms: ['red', 'blue'], features: [] });
  });

  it('are none where the file says nothing or breaks off inside', () => {
    for (const text of ['', 'no json', '{"contextFields": ["a", "b']) {
      expect(namesIn(text)).toEqual({ context: [], arms: [], features: [] });
    }
  });
});

describe('what was asked', () => {
  it('gives numbers their names, and places where there are too few', () => {
    expect(contextRows([1, 2], ['age'])).toEqual([
      { name: 'age', value: 1 },
      { name: '#2', value: 2 },
    ]);
    expect(contextWords({ context: [0.5, 12, { $float: 'nan' }] })).toBe('0.5, 12, NaN');
  });

  it('takes whatever the request is', () => {
    for (const request of [null, 'x', [], { context: 'no', arms: 3 }])
      expect(askedOf(request)).toEqual({ context: [], arms: null, features: null, mask: null });
  });

  it('lists the arms of the request, else those of the policy, with what was allowed', () => {
    const names = namesIn(head);
    const asked = askedOf({ context: [], mask: [true, false] });
    expect(armRows(asked, names, 0).map((row) => [row.name, row.chosen, row.allowed])).toEqual([
      ['red', true, true],
      ['blue', false, false],
    ]);
    const own = askedOf({ context: [], arms: ['x', 'y'], features: [[1], [2]] });
    expect(armRows(own, { ...names, features: ['price'] }, 1).map((row) => row.features)).toEqual([
      'price 1',
      'price 2',
    ]);
  });
});

describe('why this arm', () => {
  it('says who was asked and how likely it was', () => {
    expect(plain(whySentence(decisionOf(1)))).toBe(
      'Version 4, asked for 90% of the decisions, chose red with probability 0.8, so red came from it with probability 0.72.',
    );
    const { decision } = decisionOf(1);
    const sure = decisionOf(1, { decision: { ...decision, share: 1, propensity: 1 } });
    expect(plain(whySentence(sure))).toBe('Version 4 always chooses red here.');
    const whole = decisionOf(1, { decision: { ...decision, share: 1 } });
    expect(plain(whySentence(whole))).toBe('Version 4 chose red with probability 0.8.');
  });

  it('says what shadows would have done', () => {
    const words = (arm: string) => plain(shadowSentence({ version: 6, arm, propensity: 0.5 }, 'red'));
    expect(words('red')).toBe('Version 6 would have chosen the same, with probability 0.5.');
    expect(words('blue')).toBe('Version 6 would have chosen blue, with probability 0.5.');
  });
});
