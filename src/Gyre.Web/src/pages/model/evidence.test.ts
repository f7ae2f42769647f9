import { describe, expect, it } from 'vitest';
import { defaultMetrics, evidenceOf, evidenceRows, readKeys, signed, writeKeys } from './evidence';

const run = (id: string) => ({ run_id: id, experiment: 1, name: id, status: 'finished', start_time: 1, end_time: 2 });
const evidence = evidenceOf({
  runs: [run('a'), run('b')],
  missing: ['gone'],
  params: [{ key: 'lr', differs: true, values: ['0.1', null] }],
  metrics: [
    { key: 'accuracy', differs: true, values: [0.9, 0.8] },
    { key: 'loss', differs: true, values: [{ $float: 'nan' }, 0.5] },
    { key: 'only', differs: true, values: [null, 1] },
    { key: 'system/cpu', differs: true, values: [1, 2] },
    { key: '__proto__', differs: true, values: [1, 1] },
  ],
});

describe('evidenceOf', () => {
  it('turns rows by key into maps by run', () => {
    expect(evidence.metrics.get('a')?.get('accuracy')).toBe(0.9);
    expect(evidence.metrics.get('a')?.get('loss')).toBeNaN();
    expect(evidence.metrics.get('a')?.has('only')).toBe(false);
    expect(evidence.params.get('a')?.get('lr')).toBe('0.1');
    expect(evidence.params.get('b')?.size).toBe(0);
    expect(evidence.runs.get('b')?.name).toBe('b');
  });

  it('puts what most runs have first and leaves out the machine', () => {
    expect(defaultMetrics(evidence, 3)).toEqual(['__proto__', 'accuracy', 'loss']);
    expect(defaultMetrics(evidence, 9)).not.toContain('system/cpu');
  });
});

describe('evidenceRows', () => {
  const keys = ['accuracy', 'loss', 'only'];

  it('shows the difference to the champion', () => {
    const rows = evidenceRows(evidence, 'b', 'a', keys);
    expect(rows.map((row) => row.key)).toEqual(keys);
    expect(rows[0]?.difference).toBeCloseTo(-0.1);
    expect(rows[1]?.difference).toBeNull();
    expect(rows[2]?.difference).toBeNull();
  });

  it('shows none for the champion itself, or without one', () => {
    expect(evidenceRows(evidence, 'a', 'a', keys).map((row) => row.difference)).toEqual([null, null]);
    expect(evidenceRows(evidence, 'a', null, ['accuracy'])).toEqual([
      { key: 'accuracy', value: 0.9, difference: null },
    ]);
  });

  it('has nothing to say of a run that is gone', () => {
    expect(evidenceRows(evidence, 'gone', 'a', keys)).toEqual([]);
  });
});

describe('keys in an address', () => {
  it('survive commas and percent signs', () => {
    const keys = ['a,b', '100%', 'c%2Cd', 'val/loss'];
    expect(readKeys(writeKeys(keys))).toEqual(keys);
    expect(readKeys(',,a,a')).toEqual(['a']);
  });
});

describe('signed', () => {
  it('has a sign and a direction', () => {
    expect([0.01234567, -1, 0].map(signed)).toEqual(['▲ +0.012346', '▼ −1', 'same']);
  });
});
