import { describe, expect, it } from 'vitest';
import type { NodeRun } from '@/api/nodes';
import { type Run, windowSize } from '@/api/runs';
import { changeOf, diffOf } from './diff';
import { askedOf, cliOptions, sinceOf } from './filter';
import { rowsOf, windowsOf } from './windows';

function run(id: string, more: Partial<Run> = {}): Run {
  return {
    run_id: id,
    state: 'succeeded',
    project: 'p',
    pipeline: 'x',
    title: 'x',
    parameters: {},
    created_at: '2026-01-01T00:00:00Z',
    executions: 1,
    tags: [],
    dirty: false,
    ...more,
  };
}

describe('filters', () => {
  const now = Date.parse('2026-11-30T12:00:30Z');

  it('reads times ago to the minute, and dates', () => {
    expect(sinceOf('2h', now)).toBe('2026-11-30T10:00:00.000Z');
    expect(sinceOf(' 7D ', now)).toBe('2026-11-23T12:00:00.000Z');
    expect(sinceOf('2026-05-01', now)).toBe('2026-05-01T00:00:00.000Z');
    expect([sinceOf('yesterday', now), sinceOf('5', now), sinceOf('2026-99-99', now)]).toEqual([null, null, null]);
  });

  it('asks only what the API takes, and names the rest', () => {
    const { filter, problems } = askedOf(
      { state: 'failed,nonsense', since: 'soon', text: 'a'.repeat(501), waiting: 'yes', project: 'demo' },
      now,
    );
    expect(filter).toEqual({ state: 'failed', project: 'demo' });
    expect(problems).toHaveLength(3);
    expect(askedOf({ waiting: 'true', text: '' }, now)).toEqual({ filter: { waiting: 'true' }, problems: [] });
  });

  it('says the same on the command line', () => {
    const { filter } = askedOf({ state: 'failed,running', since: '2d', pipeline: 'train' }, now);
    expect(cliOptions(filter, '2d')).toEqual([
      '--state',
      'failed',
      '--state',
      'running',
      '--pipeline',
      'train',
      '--since',
      '2d',
    ]);
  });
});

describe('windows', () => {
  it('are those in view, to the last', () => {
    expect(windowsOf(0, 40, 100_000)).toEqual([0]);
    expect(windowsOf(windowSize - 10, windowSize + 10, 100_000)).toEqual([0, 1]);
    expect(windowsOf(99_980, 100_020, 100_000)).toEqual([100_000 / windowSize - 1]);
    expect(windowsOf(0, 0, 0)).toEqual([0]);
  });

  it('leave holes for rows that are not loaded', () => {
    const rows = rowsOf(1000, [[2, [run('a'), run('b')]]]);
    expect(rows).toHaveLength(1000);
    expect(rows[2 * windowSize]?.run_id).toBe('a');
    expect(rows[0]).toBeUndefined();
  });

  it('never show a run twice, and none beyond the end', () => {
    const first = Array.from({ length: windowSize }, (_, at) => run(`r${at}`));
    const rows = rowsOf(windowSize + 2, [
      [1, [run(`r${windowSize - 1}`), run('new'), run('beyond')]],
      [0, first],
    ]);
    const ids = rows.filter(Boolean).map((one) => one.run_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rows[windowSize]).toBeUndefined();
    expect(rows[windowSize + 1]?.run_id).toBe('new');
    expect(ids).not.toContain('beyond');
  });
});

describe('diffOf', () => {
  const node = (name: string, more: Partial<NodeRun>) =>
    ({ name, state: 'succeeded', cache: 'miss', metadata: {}, parameters: {}, inputs: [], ...more }) as NodeRun;

  it('puts what both have and what only one has side by side', () => {
    const diff = diffOf(
      { run: run('a', { seconds: 2 }), nodes: [node('train', { metadata: { loss: 0.5 }, parameters: { rate: 0.1 } })] },
      {
        run: run('b', { seconds: 3, parameters: { 'gone.x': 1 } }),
        nodes: [node('train', { metadata: { loss: 0.4 }, parameters: { rate: 0.1 }, cache: 'hit' }), node('new', {})],
      },
    );
    expect(diff.metrics).toEqual([{ name: 'train.loss', before: 0.5, after: 0.4, differs: true }]);
    expect(changeOf(diff.metrics[0]!)).toBeCloseTo(-0.1);
    expect(diff.parameters).toContainEqual({ name: 'train.rate', before: 0.1, after: 0.1, differs: false });
    expect(diff.parameters).toContainEqual({ name: 'gone.x', before: undefined, after: 1, differs: true });
    expect(diff.nodes.filter((row) => row.differs).map((row) => row.name)).toEqual(['train', 'new']);
    expect(diff.run.filter((row) => row.differs).map((row) => row.name)).toEqual(['seconds']);
  });

  it('sees inputs of other content', () => {
    const input = (digest: string) => [{ name: 'data', files: [{ path: 'x.csv', digest, size: 1 }] }];
    const diff = diffOf(
      { run: run('a'), nodes: [node('t', { inputs: input('sha256:aaaaaaaaaaaaaaaa') })] },
      { run: run('b'), nodes: [node('t', { inputs: input('sha256:bbbbbbbbbbbbbbbb') })] },
    );
    expect(diff.inputs[0]).toMatchObject({ name: 't.data', differs: true });
  });
});
