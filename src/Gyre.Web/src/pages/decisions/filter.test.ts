import { expect, it } from 'vitest';
import { askedOf, cliOptions } from './filter';

const now = Date.parse('2026-11-30T12:00:30Z');

it('asks only what the API takes, and names the rest', () => {
  const good = { outcome: 'joined', arm: 'red', version: '4', from: '2h', to: '2026-11-30' };
  expect(askedOf(good, now)).toEqual({
    filter: {
      outcome: 'joined',
      arm: 'red',
      version: 4,
      from: '2026-11-30T10:00:00.000Z',
      to: '2026-11-30T00:00:00.000Z',
    },
    problems: [],
  });
  const bad = askedOf({ outcome: 'odd', arm: 'a'.repeat(501), version: '0', from: 'soon', to: 'x' }, now);
  expect(bad.filter).toEqual({});
  expect(bad.problems).toHaveLength(5);
});

it('says on the command line what it has there', () => {
  expect(cliOptions({ outcome: 'joined', version: 4 })).toEqual({ outcome: 'joined', arm: null });
});
