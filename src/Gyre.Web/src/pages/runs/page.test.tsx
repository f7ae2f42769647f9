// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '@/api/runs';
import type { Answers } from '@/testing/page';
import { showPage } from '../run/showPage';
import RunsPage from './index';

vi.setConfig({ testTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function run(index: number, more: Partial<Run> = {}): Run {
  return {
    run_id: `id-${index}`,
    state: 'succeeded',
    project: 'demo',
    pipeline: 'digits',
    title: `run ${index}`,
    parameters: {},
    created_at: '2026-11-30T00:00:00Z',
    ended_at: '2026-11-30T00:01:00Z',
    seconds: 60,
    executions: 3,
    tags: [],
    dirty: false,
    ...more,
  };
}

/** A server with so many runs. */
function server(total: number, more: Partial<Run> = {}): Answers {
  return {
    'GET /api/v1/runs': (_: unknown, query: URLSearchParams) => {
      const limit = Number(query.get('limit') ?? 100);
      const offset = Number(query.get('offset') ?? 0);
      const runs = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) =>
        run(offset + at, more),
      );
      return { runs, next_cursor: null, count: query.get('count') === 'true' ? total : null };
    },
  };
}

function show(search: string, answers: Answers) {
  return showPage(RunsPage, '/runs', `/runs${search}`, answers);
}

describe('the page of runs', () => {
  it('loads only the window in view of a long list, and says how many there are', async () => {
    const { sent } = await show('', server(100_000));
    expect(await screen.findByText('100,000 runs')).toBeTruthy();
    expect(await screen.findByRole('link', { name: 'run 0' })).toBeTruthy();
    const windows = sent.filter((one) => one.path === '/api/v1/runs' && one.query.get('limit') === '100');
    expect(windows.map((one) => one.query.get('offset'))).toEqual(['0']);
    expect(screen.getByRole('grid', { name: 'Runs' }).getAttribute('aria-rowcount')).toBe('100001');
  });

  it('asks the API with the filters of the address, and leaves out what it would refuse', async () => {
    const { sent } = await show('?state=failed,odd&project=demo&since=2026-05-01&waiting=true', server(1));
    await screen.findByRole('link', { name: 'run 0' });
    const query = sent.find((one) => one.query.get('limit') === '100')!.query;
    expect([query.get('state'), query.get('project'), query.get('since'), query.get('waiting')]).toEqual([
      'failed',
      'demo',
      '2026-05-01T00:00:00.000Z',
      'true',
    ]);
    expect(screen.getByText('An unknown state was left out.')).toBeTruthy();
  });

  it('orders by the headings, which the address keeps', async () => {
    const { sent, history } = await show('?sort=-seconds', server(3));
    await screen.findByRole('link', { name: 'run 0' });
    const orders = () => sent.filter((one) => one.query.get('limit') === '100').map((one) => one.query.get('order_by'));
    expect(orders()).toEqual(['-duration']);
    expect(screen.getByRole('columnheader', { name: 'Duration' }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(screen.getByRole('button', { name: 'State' }));
    await waitFor(() => expect(orders()).toEqual(['-duration', 'state']));
    expect(new URLSearchParams(history.location.search).get('sort')).toBe('state');
    expect(screen.queryByRole('button', { name: 'Title' })).toBeNull();
  });

  it('leaves out an order that the API does not know', async () => {
    const { sent } = await show('?sort=constructor', server(1));
    await screen.findByRole('link', { name: 'run 0' });
    expect(sent.some((one) => one.query.has('order_by'))).toBe(false);
  });

  it('offers three commands where there are no runs, and a way back where filters hide them', async () => {
    await show('', server(0));
    expect(await screen.findByText('There are no runs yet')).toBeTruthy();
    for (const command of ['gyre demo', 'gyre init my-project', 'gyre run my-project'])
      expect(screen.getByText(command)).toBeTruthy();
    cleanup();
    await show('?state=failed', server(0));
    expect((await screen.findByRole('link', { name: 'Show all runs' })).getAttribute('href')).toBe('/runs');
  });

  it('marks the view that the address is', async () => {
    await show('?state=failed', server(1));
    await screen.findByRole('link', { name: 'run 0' });
    const current = within(screen.getByRole('navigation', { name: 'Views' }))
      .getAllByRole('link')
      .filter((link) => link.getAttribute('aria-current') === 'page');
    expect(current.map((link) => link.textContent)).toEqual(['Failed']);
  });

  it('compares two chosen runs in the address; a third takes the place of the first', async () => {
    const { history } = await show('', {
      ...server(3),
      'GET /api/v1/runs/id-1': run(1),
      'GET /api/v1/runs/id-2': run(2, { seconds: 30 }),
      'GET /api/v1/runs/id-1/nodes': { nodes: [] },
      'GET /api/v1/runs/id-2/nodes': { nodes: [] },
    });
    for (const row of [1, 2, 3]) fireEvent.click(await screen.findByRole('checkbox', { name: `Select row ${row}` }));
    fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('compare')).toBe('id-1,id-2'));
    expect(await screen.findByText('gyre diff id-1 id-2')).toBeTruthy();
    expect(screen.getByRole('grid', { name: 'Run' }).textContent).toContain('-30');
  });

  it('cancels from the menu of a row with a reason', async () => {
    const { sent } = await show('', {
      ...server(1, { state: 'running', ended_at: null, seconds: null }),
      'POST /api/v1/runs/id-0/cancel': run(0),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for run 0' }));
    const item = await screen.findByRole('menuitem', { name: 'Cancel…' });
    item.focus();
    fireEvent.click(item);
    fireEvent.change(await screen.findByLabelText('Reason'), { target: { value: 'wrong data' } });
    fireEvent.click(screen.getByRole('button', { name: 'Cancel the run' }));
    await waitFor(() => expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ reason: 'wrong data' }));
    // The item of the menu is gone; the keyboard goes on at the button that the menu belongs to.
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Actions for run 0'));
  });

  it('shows hostile titles as text', async () => {
    await show('', server(1, { title: '<img src=x onerror=alert(1)>' }));
    expect(await screen.findByRole('link', { name: '<img src=x onerror=alert(1)>' })).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });
});
