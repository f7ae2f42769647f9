import { describe, expect, it } from 'vitest';
import { safeNext } from './next';

describe('safeNext', () => {
  it.each(['/', '/runs', '/runs/1?tab=logs&node=train%5B2%5D', '/models/a%2Fb'])('keeps %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'runs',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    ' /runs',
    '/..//evil.example',
    '/sign-in?next=/sign-in',
  ])('goes home instead of %j', (path) => {
    expect(safeNext(path)).toBe('/');
  });
});
