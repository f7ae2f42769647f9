import { describe, expect, it } from 'vitest';
import { match } from './match';

describe('match', () => {
  it('wants every word', () => {
    expect(match('run fail', 'failed runs')).toBeGreaterThan(0);
    expect(match('run fast', 'failed runs')).toBe(0);
  });

  it('puts the start of a label before the start of a word before its middle', () => {
    const best = match('mod', 'Models');
    const next = match('mod', 'All models');
    const last = match('mod', 'Commodore');
    expect(best).toBeGreaterThan(next);
    expect(next).toBeGreaterThan(last);
    expect(last).toBeGreaterThan(0);
  });

  it('takes everything for nothing', () => {
    expect(match('  ', 'anything')).toBeGreaterThan(0);
  });
});
