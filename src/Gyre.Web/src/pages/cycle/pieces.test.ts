import { expect, test } from 'vitest';
import { num, own, plain, say } from './pieces';

test('words next to each other become one piece', () => {
  expect(say`Stopped after ${3} turns${null}.`).toEqual([{ kind: 'text', text: 'Stopped after 3 turns.' }]);
});

test('names and numbers stay apart from the words', () => {
  const pieces = say`because ${own('<img src=x>')} reached ${num(0.97214484)}${say` (${own('x')})`}`;
  expect(pieces.filter((piece) => piece.kind !== 'text')).toHaveLength(3);
  expect(plain(pieces)).toBe('because <img src=x> reached 0.97214 (x)');
});
