import { expect, it } from 'vitest';
import { mayWrite } from './useGuarded';

it.each([
  ['nobody changed it', 'old', 'old', 'new', false, true],
  ['somebody wrote the same', 'new', 'old', 'new', false, true],
  ['somebody wrote something else', 'theirs', 'old', 'new', false, false],
  ['somebody deleted it', '', 'old', 'new', false, false],
  ['a person decided', 'theirs', 'old', 'new', true, true],
])('%s', (_, stored, base, text, force, may) => {
  expect(mayWrite(stored, { base, text, force })).toBe(may);
});
