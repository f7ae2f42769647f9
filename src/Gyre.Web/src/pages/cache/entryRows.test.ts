import { describe, expect, it } from 'vitest';
import type { Entry } from '@/api/cache';
import { mostEntries } from '@/api/cache';
import { countText, fieldsOf, figuresOf, filterEntries, hitRate, hitRates, lossText, pipelinesOf } from './entryRows';

function entry(name: string, pipeline: string, hits = 0, size = 100): Entry {
  return {
    key: `sha256:${name}`,
    pipeline,
    name,
    run_id: '01a229de-9cc2-7ece-9a5b-e63c765c9277',
    attempt_id: '9e34b56c-2353-8b77-9b2e-29f93b5075a5',
    created_at: '2026-11-30T00:33:04.745Z',
    hits,
    last_hit_at: hits === 0 ? null : '2026-11-30T01:00:00.000Z',
    size,
  };
}

const some = [entry('train[2]', 'learn', 3), entry('prepare', 'learn'), entry('prepare', 'tiny', 1)];

describe('filterEntries', () => {
  it('keeps everything without filters', () => expect(filterEntries(some, {})).toHaveLength(3));

  it('takes the pipeline by its whole name', () => {
    expect(filterEntries(some, { pipeline: 'learn' })).toHaveLength(2);
    expect(filterEntries(some, { pipeline: 'lear' })).toHaveLength(0);
  });

  it('finds a part of the node, the run or the key', () => {
    expect(filterEntries(some, { text: 'TRAIN[' })).toEqual([some[0]]);
    expect(filterEntries(some, { text: 'e63c765c9277' })).toHaveLength(3);
    expect(filterEntries(some, { text: 'sha256:prep' })).toHaveLength(2);
  });

  it('tells reused entries from the others', () => {
    expect(filterEntries(some, { used: 'yes' })).toEqual([some[0], some[2]]);
    expect(filterEntries(some, { used: 'no' })).toEqual([some[1]]);
  });

  it('joins the filters', () => expect(filterEntries(some, { used: 'yes', pipeline: 'tiny' })).toEqual([some[2]]));
});

describe('fieldsOf', () => {
  it('offers the pipelines that have entries', () => {
    expect(pipelinesOf(some)).toEqual(['learn', 'tiny']);
    expect(fieldsOf(some)[0]?.options).toEqual(['learn', 'tiny']);
  });

  it('lets the name be typed when the list is cut', () => {
    const cut = Array.from({ length: mostEntries }, () => entry('prepare', 'tiny'));
    expect(fieldsOf(cut)[0]?.options).toBeUndefined();
  });
});

describe('figures', () => {
  it('counts entries and hits', () => {
    expect(figuresOf(some)).toEqual({ entries: 3, hits: 4, used: 2, size: 300, cut: false });
  });

  it('says how many are shown', () => {
    expect(countText(1, 1)).toBe('1 entry');
    expect(countText(2, 98)).toBe('2 of 98 entries');
    expect(countText(mostEntries, mostEntries)).toBe('1,000 entries; only the newest are listed');
  });

  it('says what is lost', () => {
    expect(lossText([])).toBe('There are no cached results to delete.');
    expect(lossText([entry('a', 'p')])).toBe('1 cached result, none of them reused so far, is deleted.');
    expect(lossText(some)).toBe('3 cached results, reused 4 times so far, are deleted.');
    const cut = Array.from({ length: mostEntries }, () => entry('prepare', 'tiny', 1));
    expect(lossText(cut)).toBe('At least 1,000 cached results, reused 1,000 times so far, are deleted.');
  });
});

describe('hitRates', () => {
  it('counts each entry as one miss, over all trials of a node of its pipeline', () => {
    const entries = [entry('train[2]', 'learn', 3), entry('train[3]', 'learn'), entry('train', 'tiny')];
    expect([...hitRates(entries).values()]).toEqual([0.6, 0.6, 0]);
  });
});

describe('hitRate', () => {
  const head = '# HELP gyre_node_runs_total Node runs ended.\n# TYPE gyre_node_runs_total counter\n';

  it('is unknown before a node run has asked', () => {
    expect(hitRate(head)).toBeNull();
    expect(hitRate(`${head}gyre_node_runs_total{state="failed",cache="off"} 9\n`)).toBeNull();
  });

  it('counts hits and results that the run named, among those that asked', () => {
    const text = [
      'gyre_node_runs_total{state="succeeded",cache="hit"} 3',
      'gyre_node_runs_total{state="succeeded",cache="reused"} 1',
      'gyre_node_runs_total{state="succeeded",cache="miss"} 5',
      'gyre_node_runs_total{state="failed",cache="miss"} 1',
      'gyre_node_runs_total{state="succeeded",cache="off"} 100',
      'gyre_cache_hits_total 77',
    ].join('\n');
    expect(hitRate(head + text)).toEqual({ hits: 4, asked: 10 });
  });
});
