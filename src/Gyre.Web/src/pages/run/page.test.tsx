// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NodeRun } from '@/api/nodes';
import type { Run } from '@/api/runs';
import type { Answers } from '@/testing/page';
import RunPage from './index';
import { FakeWorker, showPage } from './showPage';
import { nodeOf } from './testing';

vi.setConfig({ testTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  FakeWorker.made.length = 0;
  FakeWorker.silent = false;
});

const id = '01a229d2-483d-7cdb-9bfd-45bff3cc3b84';
const hostile = '<img src=x onerror=alert(1)>';

function run(more: Partial<Run> = {}): Run {
  return {
    run_id: id,
    state: 'succeeded',
    project: 'demo',
    pipeline: 'digits',
    title: hostile,
    parameters: { 'train.epochs': 12 },
    created_at: '2026-11-30T00:00:00Z',
    ended_at: '2026-11-30T00:00:10Z',
    seconds: 10,
    executions: 3,
    tags: [],
    dirty: false,
    revision: '~abc',
    ...more,
  };
}

function node(name: string, more: Partial<NodeRun> = {}): NodeRun {
  return nodeOf(name, {
    step: name,
    commands: [`run ${name}`],
    attempt_id: 'a1',
    started_at: '2026-11-30T00:00:01Z',
    ended_at: '2026-11-30T00:00:05Z',
    seconds: 4,
    queued_seconds: 0.5,
    ...more,
  });
}

const nodes = [
  node('load', { outputs: [{ path: 'data.csv', digest: `sha256:${'a'.repeat(64)}`, size: 1500 }] }),
  node('train', { kind: 'task', commands: [], parameters: { epochs: 12 } }),
  node('train[0]', { kind: 'task', parameters: { epochs: 12, hidden: 60 }, metadata: { loss: 0.3 } }),
  node('train[1]', { kind: 'task', parameters: { epochs: 12, hidden: 26 }, metadata: { loss: 0.1 } }),
  node('ask', {
    kind: 'approval',
    state: 'awaiting-approval',
    reason: 'Ship it?',
    wait: { key: 'ask', waits_for: 'an approval', question: {}, expires_at: null },
  }),
];

function graphOf(list: readonly NodeRun[]) {
  return {
    nodes: list.map(({ name, kind, step, state }) => ({
      name,
      kind,
      step,
      state,
      parent: /\[\d+\]$/.test(name) ? name.replace(/\[\d+\]$/, '') : null,
    })),
    edges: [
      { from: 'load', to: 'train', label: 'data.csv → data' },
      { from: 'train', to: 'ask', label: null },
    ],
  };
}

function show(search = '', more: Answers = {}, of: Partial<Run> = {}) {
  const details = Object.fromEntries(nodes.map((one) => [`GET /api/v1/runs/${id}/nodes/${one.name}`, one]));
  return showPage(RunPage, '/runs/$run', `/runs/${id}${search}`, {
    [`GET /api/v1/runs/${id}`]: run(of),
    [`GET /api/v1/runs/${id}/graph`]: graphOf(nodes),
    [`GET /api/v1/runs/${id}/nodes`]: { nodes },
    ...details,
    ...more,
  });
}

describe('the page of a run', () => {
  it('shows what people wrote as text, and what the run was given', async () => {
    await show();
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe(hostile);
    expect(document.querySelector('img')).toBeNull();
    await waitFor(() => expect(document.title).toContain(hostile));
    expect(screen.getByText('train.epochs')).toBeTruthy();
  });

  it('draws the graph with the trials of a task as one node', async () => {
    await show();
    await waitFor(() => expect(document.querySelector('[data-node="train"]')).not.toBeNull());
    expect(document.querySelector('[data-node="train[0]"]')).toBeNull();
    expect(document.querySelector('[data-node="train"]')?.textContent).toContain('2 trials');
    expect(document.querySelectorAll('path[marker-end]')).toHaveLength(2);
    expect(screen.getByRole('group', { name: /^Graph\./ }).dataset['renderer']).toBe('elements');
  });

  it('marks the region while the graph is laid out', async () => {
    await show();
    const stage = await screen.findByRole('group', { name: /^Graph\./ });
    await waitFor(() => expect(document.querySelector('[data-node="load"]')).not.toBeNull());
    expect(stage.getAttribute('aria-busy')).toBe('false');
    cleanup();
    FakeWorker.silent = true;
    await show();
    const waiting = await screen.findByText('Drawing the graph…');
    expect(waiting.closest('[aria-busy="true"]')).toBe(screen.getByRole('group', { name: /^Graph\./ }));
  });

  it('follows edges with the arrow keys and opens with Enter', async () => {
    const { history } = await show();
    await waitFor(() => expect(document.querySelector('[data-node="load"]')).not.toBeNull());
    const stage = screen.getByRole('group', { name: /^Graph\./ });
    stage.focus();
    fireEvent.keyDown(stage, { key: 'ArrowRight' });
    fireEvent.keyDown(stage, { key: 'ArrowRight' });
    expect(document.querySelector('[data-focused]')?.getAttribute('data-node')).toBe('train');
    expect(
      screen.getAllByRole('status').some((one) => one.textContent === 'train, succeeded, 1 before it, 1 after it'),
    ).toBe(true);
    fireEvent.keyDown(stage, { key: 'Enter' });
    await waitFor(() => expect(history.location.search).toContain('node=train'));
  });

  it('offers the same graph as a list', async () => {
    await show('?as=list');
    const grid = await screen.findByRole('grid', { name: 'Node runs of the graph' });
    expect(within(grid).getByRole('link', { name: 'load' }).getAttribute('href')).toContain('node=load');
  });

  it('shows a panel for the node in the address, with its command and where parameters come from', async () => {
    const ended = { state: 'replaced', started_at: '2026-11-30T00:00:00Z', ended_at: '2026-11-30T00:00:01Z' };
    const attempts = [
      { attempt_id: 'a1', number: 1, ...ended, exit_code: 3, signal: null },
      { attempt_id: 'a2', number: 2, ...ended, exit_code: null, signal: 9 },
    ];
    await show('?node=train[0]&tab=overview', { [`GET /api/v1/runs/${id}/attempts/train[0]`]: { attempts } });
    const panel = await screen.findByRole('complementary', { name: 'Node run' });
    await waitFor(() => expect(panel.textContent).toContain('run train[0]'));
    await waitFor(() => expect(panel.textContent).toContain('this trial of the sweep'));
    expect(panel.textContent).toContain('given for this node when the run was started');
    const grid = await screen.findByRole('grid', { name: 'Attempts' });
    expect(within(grid).getByText('signal 9').closest('[role="row"]')?.textContent).toMatch(/^2/);
    expect(within(grid).getByText('3').closest('[role="row"]')?.textContent).toMatch(/^1/);
  });

  it('marks the best trial of a task', async () => {
    await show('?node=train');
    await waitFor(() => expect(screen.getByRole('grid', { name: 'Trials' })).toBeTruthy());
    const best = screen.getAllByText('best', { exact: false }).find((one) => one.tagName === 'STRONG');
    expect(best?.closest('[role="row"]')?.textContent).toContain('[1]');
  });

  it('says why there was no cache hit, with what differs', async () => {
    await show('?node=load&tab=cache', {
      [`GET /api/v1/runs/${id}/cache/load`]: {
        name: 'load',
        cache: 'miss',
        summary: 'This differs: parameter rate.',
        nearest_run_id: id,
        key: null,
        differences: [{ part: 'code', before: null, now: null, detail: 'train.py changed: lines 3-9; a.py added' }],
      },
    });
    expect(await screen.findByText('This differs: parameter rate.')).toBeTruthy();
    expect(screen.getByText('train.py changed: lines 3-9')).toBeTruthy();
    expect(screen.getByText('a.py added')).toBeTruthy();
  });

  it('lists outputs with downloads and one archive', async () => {
    await show('?node=load&tab=outputs');
    expect(((await screen.findByRole('link', { name: 'Download data.csv' })) as HTMLAnchorElement).href).toContain(
      `/api/v1/runs/${id}/outputs/load?path=data.csv`,
    );
    expect((screen.getByRole('link', { name: /Download all as zip/ }) as HTMLAnchorElement).href).toContain(
      `/archive/load`,
    );
  });

  it('sends an approval with its comment', async () => {
    const { sent } = await show(
      '',
      { [`POST /api/v1/runs/${id}/approvals/ask`]: node('ask') },
      { state: 'running', ended_at: null, seconds: null },
    );
    fireEvent.change(await screen.findByLabelText('Comment'), { target: { value: 'looks good' } });
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ approved: true, comment: 'looks good' }),
    );
  });

  it('says what to do when no engine executes the run', async () => {
    await show('', {}, { state: 'running', ended_at: null, driven: false, remedy: "Run 'gyre serve'." });
    expect(await screen.findByText("Run 'gyre serve'.")).toBeTruthy();
  });

  it('shows what a re-run from a node deletes before it does', async () => {
    const entry = {
      key: 'k',
      pipeline: 'digits',
      name: 'train[0]',
      run_id: id,
      attempt_id: 'a',
      created_at: '2026-11-30T00:00:00Z',
      hits: 0,
    };
    const { sent, history } = await show('?node=train', {
      'POST /api/v1/cache/invalidate': (body: { dry_run: boolean }) => ({
        pipeline: 'digits',
        dry_run: body.dry_run,
        nodes: ['train', 'ask'],
        entries: [entry],
      }),
      'POST /api/v1/runs': run({ run_id: 'new-run' }),
      'GET /api/v1/projects/demo': {
        name: 'demo',
        folder: '/demo',
        created_at: '2026-11-30T00:00:00Z',
        steps: [],
        pipelines: [],
        cycles: [],
        warnings: [],
        errors: [],
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Re-run from here' }));
    expect(await screen.findByText(/Deletes 1 cached result/)).toBeTruthy();
    expect(
      sent.filter((one) => one.method === 'POST').map((one) => (one.body as { dry_run: boolean }).dry_run),
    ).toEqual([true]);
    fireEvent.click(screen.getByRole('button', { name: 'Delete and start a new run' }));
    await waitFor(() => expect(history.location.pathname).toBe('/runs/new-run'));
    expect(sent.filter((one) => one.method === 'POST').map((one) => one.path)).toEqual([
      '/api/v1/cache/invalidate',
      '/api/v1/cache/invalidate',
      '/api/v1/runs',
    ]);
    expect(sent.filter((one) => one.method === 'POST').at(-1)?.body).toMatchObject({
      project: 'demo',
      pipeline: 'digits',
      parameters: { 'train.epochs': 12 },
    });
  });

  it('deletes nothing where the server could not start the new run', async () => {
    await show('?node=train', {
      'POST /api/v1/cache/invalidate': { pipeline: 'digits', dry_run: true, nodes: ['train'], entries: [] },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Re-run from here' }));
    expect(await screen.findByText(/This server has no project named/)).toBeTruthy();
    expect((screen.getByRole('button', { name: 'Delete and start a new run' }) as HTMLButtonElement).disabled).toBe(
      true,
    );
  });

  it('shows the log as it comes, with colours and without other codes', async () => {
    await show('?node=load&tab=logs');
    await waitFor(() => expect(FakeWorker.made.some((one) => one.address.includes('log.worker'))).toBe(true));
    const worker = FakeWorker.made.find((one) => one.address.includes('log.worker'))!;
    act(() =>
      worker.say({
        kind: 'lines',
        pieces: [{ text: `\u001b[31mred\u001b[0m \u001b[2J${hostile}`, time: 0, stream: 'stdout', continues: false }],
      }),
    );
    const log = await screen.findByRole('log');
    expect(log.textContent).toContain(`red ${hostile}`);
    expect(log.querySelector('[data-fg="1"]')?.textContent).toBe('red');
    act(() => worker.say({ kind: 'state', state: 'ended', message: null }));
    expect(screen.getByText('1 line')).toBeTruthy();
  });

  it('shows times apart in the Gantt view', async () => {
    await show('?view=gantt');
    const rows = await screen.findAllByRole('row');
    expect(rows.some((row) => row.textContent?.includes('load'))).toBe(true);
    expect(screen.getAllByLabelText(/0\.5 s in the queue|500 ms in the queue/).length).toBeGreaterThan(0);
  });

  it('says what is wrong when there is no such run', async () => {
    await showPage(RunPage, '/runs/$run', '/runs/nothing', {});
    expect(await screen.findByText('No answer for GET /api/v1/runs/nothing.')).toBeTruthy();
  });
});
