import { expect, it } from 'vitest';
import { parseDocument } from './document';

it('takes objects only, and says what is wrong with the rest', () => {
  expect(parseDocument('{"stars": 4}')).toEqual({ document: { stars: 4 }, problem: null });
  expect(parseDocument('[1]').problem).toMatch(/must be a JSON object/);
  expect(parseDocument('null').problem).toMatch(/must be a JSON object/);
  expect(parseDocument('{stars: 4}').problem).toMatch(/^This is not JSON: /);
});
