import { describe, expect, it } from 'vitest';
import { colourRuns, groupRuns, linesOf, readGrouping, summarise } from './grouping';
import { defaultFields, knownKeys } from './keys';
import { makeRun } from './testing';

describe('groupRuns', () => {
  const runs = [
    makeRun('a', { params: { lr: '0.1' } }),
    makeRun('b'),
    makeRun('c', { params: { lr: '0.2' } }),
    makeRun('d', { params: { lr: '0.1' } }),
  ];

  it('puts runs of one value together, those without one last', () => {
    const groups = groupRuns(runs, readGrouping('p.lr')!);
    expect(groups.map((group) => [group.label, group.has, group.runs.map((run) => run.id)])).toEqual([
      ['0.1', true, ['a', 'd']],
      ['0.2', true, ['c']],
      ['none', false, ['b']],
    ]);
  });

  it('puts children under their parent, which comes first and gives its name', () => {
    const family = [
      makeRun('k1', { tags: { 'mlflow.parentRunId': 'p' } }),
      makeRun('p', { name: 'sweep' }),
      makeRun('k2', { tags: { 'mlflow.parentRunId': 'gone' } }),
      makeRun('alone'),
    ];
    const groups = groupRuns(family, { by: 'parent' });
    expect(groups.map((group) => [group.label, group.runs.map((run) => run.id)])).toEqual([
      ['sweep', ['p', 'k1']],
      ['gone', ['k2']],
      ['none', ['alone']],
    ]);
  });

  it('folds groups', () => {
    const groups = groupRuns(runs, readGrouping('p.lr')!);
    expect(
      linesOf(groups, new Set(['0.1'])).map((line) => (line.kind === 'group' ? line.group.label : line.run.id)),
    ).toEqual(['0.1', '0.2', 'c', 'none', 'b']);
  });

  it('colours by group, and greys what has none', () => {
    const groups = groupRuns(runs, readGrouping('p.lr')!);
    const colours = colourRuns(runs, groups, ['red', 'blue'], 'grey');
    expect(runs.map((run) => colours.get(run.id))).toEqual(['red', 'grey', 'blue', 'red']);
    expect(colourRuns(runs, null, ['red', 'blue'], 'grey').get('c')).toBe('red');
  });

  it('reads groupings from an address', () => {
    expect(readGrouping('m.loss')).toBeNull();
    expect(readGrouping('')).toBeNull();
    expect(readGrouping('t.kind')).toEqual({ by: 'field', field: { kind: 'tag', key: 'kind' } });
    expect(readGrouping('parent')).toEqual({ by: 'parent' });
  });
});

describe('summarise', () => {
  it('leaves out what is not finite', () => {
    expect(summarise([1, NaN, 3, Infinity, null, 'x'])).toEqual({ runs: 2, mean: 2, min: 1, max: 3 });
    expect(summarise([NaN])).toBeNull();
  });
});

describe('knownKeys', () => {
  it('counts, and knows what varies and what is a curve', () => {
    const keys = knownKeys([
      makeRun('a', { params: { lr: '1', seed: '7' }, metrics: { loss: [0.5, 3], acc: [1, 0] } }),
      makeRun('b', { params: { lr: '2', seed: '7' }, metrics: { loss: [0.6, 0] } }),
    ]);
    expect(keys.metrics.map((known) => [known.key, known.runs, known.hasCurve])).toEqual([
      ['acc', 1, false],
      ['loss', 2, true],
    ]);
    expect(keys.params.map((known) => [known.key, known.varies])).toEqual([
      ['lr', true],
      ['seed', false],
    ]);
    expect(defaultFields(keys).map((field) => field.key)).toEqual(['status', 'start', 'duration', 'loss', 'acc', 'lr']);
  });

  it('is not misled by keys that objects have', () => {
    const keys = knownKeys([makeRun('a', { params: { constructor: 'x', __proto__x: 'y' } })]);
    expect(keys.params.map((known) => known.key).sort()).toEqual(['__proto__x', 'constructor']);
  });
});
