import { describe, expect, it } from 'vitest';
import { comparedIds, compareLink } from './compareLink';

function storage() {
  const items = new Map<string, string>();
  return {
    setItem: (key: string, value: string) => void items.set(key, value),
    getItem: (key: string) => items.get(key) ?? null,
  };
}

describe('compareLink', () => {
  it('names few runs in the address', () => {
    expect(compareLink(['a', 'b'], storage())).toBe('/tracking/compare?runs=a%2Cb');
  });

  it('hands many over in the storage', () => {
    const store = storage();
    const runs = Array.from({ length: 1000 }, (_, index) => `run${index}`);
    const link = compareLink(runs, store);
    expect(link.length).toBeLessThan(100);
    const text = new URLSearchParams(link.split('?')[1]).get('runs')!;
    expect(comparedIds(text, store)).toEqual({ ids: runs, cut: 0 });
    expect(comparedIds(text, storage())).toBe('gone');
  });

  it('falls back to the address when nothing can be stored', () => {
    const full = {
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(
      compareLink(
        Array.from({ length: 100 }, (_, index) => `r${index}`),
        full,
      ),
    ).toContain('r99');
  });

  it('takes each run once and 1,000 at most', () => {
    expect(comparedIds(' a,b,,a ', storage())).toEqual({ ids: ['a', 'b'], cut: 0 });
    const many = Array.from({ length: 1003 }, (_, index) => index).join(',');
    expect(comparedIds(many, storage())).toMatchObject({ cut: 3 });
  });
});
