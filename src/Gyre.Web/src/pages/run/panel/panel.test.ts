import { describe, expect, it } from 'vitest';
import { nodeOf as node } from '../testing';
import type { NodeRun } from '@/api/nodes';
import { fileLabel, inputRows, outputRows, outputValues } from './fileList';
import { parameterRows, valueText } from './parameters';
import { directionOf, sweepOf, trialsOf } from './trialRows';

describe('parameterRows', () => {
  const task = node('train', { kind: 'task', parameters: { epochs: 12, seed: 1 } });
  const trial = node('train[0]', { kind: 'task', parameters: { epochs: 12, seed: 1, hidden: 60 } });

  it('says what the sweep, the run, an edge and the default set', () => {
    const rows = parameterRows({
      node: trial,
      given: { 'train.seed': 1, 'preprocess.epochs': 12 },
      task,
      edges: [{ from: 'preprocess', to: 'train', label: 'train.csv → train, epochs → epochs' }],
    });
    expect(rows.map((row) => [row.name, row.source])).toEqual([
      ['epochs', 'preprocess, epochs'],
      ['seed', 'given for this node when the run was started'],
      ['hidden', 'this trial of the sweep'],
    ]);
  });

  it('names pipeline parameters only where the value is the same', () => {
    const rows = parameterRows({
      node: node('a', { parameters: { rate: 0.1, size: 2 } }),
      given: { rate: 0.1, size: 3 },
      task: null,
      edges: [],
    });
    expect(rows.map((row) => row.source)).toEqual([
      'given when the run was started',
      'default of the step or pipeline',
    ]);
  });

  it('writes values on one line', () => {
    expect([valueText('a'), valueText([1, 2]), valueText({ $float: 'nan' }), valueText(null)]).toEqual([
      'a',
      '[1,2]',
      'nan',
      'null',
    ]);
  });
});

describe('sweepOf', () => {
  const trials = [
    node('train[0]', { metadata: { epoch: 3, loss: 0.3, accuracy: 0.9 }, parameters: { seed: 1, hidden: 60 } }),
    node('train[1]', { metadata: { epoch: 3, loss: 0.1, accuracy: 0.8 }, parameters: { seed: 1, hidden: 26 } }),
    node('train[2]', { state: 'failed', metadata: { epoch: 1, loss: 0.01 }, parameters: { seed: 1, hidden: 8 } }),
    node('train[3]', { state: 'running', metadata: {}, parameters: { seed: 1, hidden: 9 } }),
  ];

  it('finds the trials by their paths', () => {
    expect(trialsOf([node('train'), ...trials, node('train[0]/x'), node('train2[0]')], 'train')).toHaveLength(4);
  });

  it('compares by the first metric that all trials with a result have, but not by a step', () => {
    const sweep = sweepOf(trials, '', '');
    expect(sweep.goal).toEqual({ metric: 'loss', direction: 'min' });
    expect(sweep.best?.name).toBe('train[1]');
    expect(sweep.parameters).toEqual(['hidden']);
    expect(sweep.metrics).toEqual(['loss', 'epoch', 'accuracy']);
  });

  it('compares by what the reader chose', () => {
    expect(sweepOf(trials, 'accuracy', '').best?.name).toBe('train[0]');
    expect(sweepOf(trials, 'accuracy', 'min').best?.name).toBe('train[1]');
    expect(sweepOf(trials, 'nothing', '').goal?.metric).toBe('loss');
  });

  it('has no best where nothing can be compared', () => {
    expect(sweepOf([node('t[0]', { metadata: { loss: { $float: 'nan' } } })], '', '').best).toBeNull();
    expect(sweepOf([], '', '')).toMatchObject({ goal: null, best: null, metrics: [], parameters: [] });
    expect(sweepOf([node('t[0]', { metadata: { flag: true, name: 'x', digits: '12' } })], '', '').goal).toBeNull();
  });

  it('knows which metrics should be small', () => {
    expect(['val_loss', 'rmse', 'time-to-first', 'accuracy', 'lossless'].map(directionOf)).toEqual([
      'min',
      'min',
      'min',
      'max',
      'max',
    ]);
  });
});

describe('files', () => {
  const file = (path: string) => ({ path, digest: `sha256:${'0'.repeat(64)}`, size: 1 });

  it('takes outputs of commands and of typed nodes', () => {
    expect(outputRows(node('a', { outputs: [file('x.csv')] })).map(fileLabel)).toEqual(['x.csv']);
    const typed = node('b', {
      outputs: { score: 1 },
      artifacts: { model: [{ name: 'model', type: 'system.Model', metadata: {}, files: [file('')] }] },
    } as Partial<NodeRun>);
    expect(outputRows(typed).map(fileLabel)).toEqual(['model']);
    expect(outputValues(typed)).toEqual([{ name: 'score', value: 1 }]);
  });

  it('gives every input its name', () => {
    expect(
      inputRows(node('a', { inputs: [{ name: 'data', files: [file('x'), file('x')] }] })).map((row) => [
        row.group,
        row.key,
      ]),
    ).toEqual([
      ['data', 'data/x/0'],
      ['data', 'data/x/1'],
    ]);
  });
});
