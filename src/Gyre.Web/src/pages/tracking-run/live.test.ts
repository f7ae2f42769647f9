import { describe, expect, it } from 'vitest';
import { emptyHistory } from '@/api/tracking';
import { makeRun } from '../experiment/testing';
import { metricSections, withLatest, withMetrics, withRun } from './live';

const info = {
  run_id: 'a',
  experiment: 1,
  name: 'renamed',
  user: '',
  status: 'finished',
  stage: 'active',
  start_time: 0,
  end_time: 5,
  artifact_uri: '',
  metrics: [],
  params: [],
  tags: [],
  datasets: [],
  model_inputs: [],
  model_outputs: [],
};

describe('a live run', () => {
  it('keeps its metrics when it changes itself', () => {
    const before = makeRun('a', { metrics: { loss: [0.5, 3] } });
    expect(withRun(before, info)).toMatchObject({ name: 'renamed', status: 'finished', end: 5 });
    expect(withRun(before, info).metrics.get('loss')?.value).toBe(0.5);
    expect(withRun(undefined, info).metrics.size).toBe(0);
  });

  it('takes changed metrics, also those that are not finite', () => {
    const before = makeRun('a', { metrics: { loss: [0.5, 3], acc: [1, 1] } });
    const after = withMetrics(before, [{ key: 'loss', value: { $float: 'nan' }, step: 4, timestamp: 9 }]);
    expect(after.metrics.get('loss')).toEqual({ value: NaN, step: 4, timestamp: 9 });
    expect(after.metrics.get('acc')?.value).toBe(1);
    expect(before.metrics.get('loss')?.value).toBe(0.5);
  });

  it('draws the newest point once', () => {
    const point = { value: 0.1, step: 1, timestamp: 100 };
    const one = withLatest(emptyHistory('a'), point);
    expect([...one.values]).toEqual([0.1]);
    expect(withLatest(one, point)).toBe(one);
    expect(withLatest(one, { ...point, timestamp: 50 })).toBe(one);
    expect([...withLatest(one, { value: NaN, step: 2, timestamp: 100 }).steps]).toEqual([1, 2]);
    expect(withLatest(one, undefined)).toBe(one);
  });
});

describe('metricSections', () => {
  it('sorts by prefix, plain names first', () => {
    expect(metricSections(['val/loss', 'loss', 'train/loss', 'train/acc', '/odd'], '')).toEqual([
      { title: '', metrics: ['/odd', 'loss'] },
      { title: 'train', metrics: ['train/acc', 'train/loss'] },
      { title: 'val', metrics: ['val/loss'] },
    ]);
    expect(metricSections(['val/loss', 'acc'], 'LOSS')).toEqual([{ title: 'val', metrics: ['val/loss'] }]);
  });
});
