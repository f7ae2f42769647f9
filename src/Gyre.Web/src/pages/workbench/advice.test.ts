import { describe, expect, it } from 'vitest';
import { plain } from '@/pages/cycle/pieces';
import { evaluationOf } from '@/pages/deployments/testing';
import { adviceOf, doubtsOf, methodName, preferred, verdictOf } from './advice';

const evaluation = evaluationOf();
const [good, weak] = evaluation.candidates as [
  (typeof evaluation.candidates)[number],
  (typeof evaluation.candidates)[number],
];

describe('advice on a candidate', () => {
  it('believes the doubly robust estimate first', () => {
    expect(preferred(good)?.method).toBe('doubly-robust');
    expect(preferred({ estimates: [{ method: 'new', value: 1, low: 0, high: 2 }] })?.method).toBe('new');
    expect(preferred({ estimates: [] })).toBeNull();
  });

  it('calls better or worse only what is clear of what served', () => {
    const logged = { value: 2, low: 1, high: 3 };
    const of = (low: number, high: number) => verdictOf({ value: (low + high) / 2, low, high }, logged);
    expect([of(3.1, 4), of(2.9, 4), of(0, 0.9), of(3, 4)]).toEqual(['better', 'unsure', 'worse', 'unsure']);
  });

  it('says what is known, and what to do', () => {
    const { pieces, doubts, next } = adviceOf(good, evaluation);
    expect(plain(pieces)).toBe(
      'Version 5 (lin-ucb) would have earned more than what served: 0.4, between 0.35 and 0.45, against 0.3, between 0.28 and 0.32.',
    );
    expect(doubts).toEqual([]);
    expect(next).toContain('may be promoted');
  });

  it('says what the estimates rest on where that is little', () => {
    expect(doubtsOf(weak, 10_000)).toEqual([
      'Only 60% of the rows could have come from it; for what it does otherwise the log says nothing.',
      'The estimates rest on about 40 of 10,000 rows.',
      'One row counts as much as 120.',
    ]);
    expect(adviceOf(weak, evaluation).next).toContain('Do not trust this alone');
    // 150 rows are enough of 1,000, not of 10,000.
    const middling = { ...good, effective_sample_size: 150 };
    expect([doubtsOf(middling, 1000).length, doubtsOf(middling, 10_000).length]).toEqual([0, 1]);
  });

  it('has words for a candidate without estimates, and for methods', () => {
    expect(plain(adviceOf({ ...good, estimates: [] }, evaluation).pieces)).toContain('has no estimate');
    expect([methodName('ips'), methodName('constructor')]).toEqual(['ips (inverse propensity)', 'constructor']);
  });
});
