import { describe, expect, it, vi } from 'vitest';
import { keyProblem, sortTags, writeTag } from './tagList';

function store(tags: Record<string, string>) {
  return {
    read: () => Promise.resolve(Object.entries(tags).map(([key, value]) => ({ key, value }))),
    set: vi.fn(() => Promise.resolve()),
    remove: vi.fn(() => Promise.resolve()),
  };
}

describe('writeTag', () => {
  it('writes what nobody else has changed', async () => {
    const tags = store({ a: 'old' });
    expect(await writeTag(tags, 'a', 'old', 'new')).toEqual({ state: 'written' });
    expect(tags.set).toHaveBeenCalledWith('a', 'new');
    expect(await writeTag(tags, 'b', null, 'first')).toEqual({ state: 'written' });
    expect(await writeTag(tags, 'a', 'old', null)).toEqual({ state: 'written' });
    expect(tags.remove).toHaveBeenCalledWith('a');
  });

  it('writes nothing over the change of another tab, and tells it', async () => {
    const tags = store({ a: 'theirs' });
    expect(await writeTag(tags, 'a', 'old', 'mine')).toEqual({ state: 'conflict', theirs: 'theirs' });
    expect(await writeTag(tags, 'gone', 'old', 'mine')).toEqual({ state: 'conflict', theirs: null });
    expect(tags.set).not.toHaveBeenCalled();
  });

  it('is content when both wrote the same', async () => {
    const tags = store({ a: 'same' });
    expect(await writeTag(tags, 'a', 'old', 'same')).toEqual({ state: 'written' });
    expect(tags.set).not.toHaveBeenCalled();
  });
});

describe('tags', () => {
  it('keep tools apart and leave the note out', () => {
    const pair = (key: string) => ({ key, value: '' });
    const { own, system } = sortTags([
      pair('b10'),
      pair('b9'),
      pair('mlflow.user'),
      pair('mlflow.note.content'),
      pair('gyre.run'),
    ]);
    expect(own.map((tag) => tag.key)).toEqual(['b9', 'b10']);
    expect(system.map((tag) => tag.key)).toEqual(['gyre.run', 'mlflow.user']);
  });

  it('have keys that the server takes', () => {
    expect(keyProblem('a/b_c.d-e f:é', [])).toBeNull();
    expect(keyProblem(' ', [])).not.toBeNull();
    expect(keyProblem('a|b', [])).not.toBeNull();
    expect(keyProblem('x'.repeat(251), [])).not.toBeNull();
    expect(keyProblem('a', ['a'])).toContain('taken');
  });
});
