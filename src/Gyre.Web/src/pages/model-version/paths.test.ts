import { expect, it } from 'vitest';
import { baseName, crumbsOf } from './paths';

it('takes paths apart', () => {
  expect(crumbsOf('')).toEqual([{ name: '', path: '' }]);
  expect(crumbsOf('a//b/').map((crumb) => crumb.path)).toEqual(['', 'a', 'a/b']);
  expect([baseName('a/b.txt'), baseName('b.txt')]).toEqual(['b.txt', 'b.txt']);
});
