import { describe, expect, it } from 'vitest';
import { versionOf } from './valueRows';

describe('the source of a dataset', () => {
  it('is a version where it says so, plain or as JSON', () => {
    expect(versionOf('dataset://digits/v1')).toEqual({ name: 'digits', version: 'v1' });
    expect(versionOf('{"uri": "dataset://digits/v1"}')).toEqual({ name: 'digits', version: 'v1' });
    for (const other of ['', 'dataset://digits', 'dataset://a/b/c', 's3://b/dataset://a/b', '{"uri": 3}', '{', 'null'])
      expect(versionOf(other), other).toBeNull();
  });
});
