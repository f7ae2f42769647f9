// @vitest-environment jsdom
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showPage, sizeElements } from '@/testing/page';
import CachePage from './index';

const run = '01a229de-9cc2-7ece-9a5b-e63c765c9277';
const hostile = '<img src=x onerror=alert(1)>';
const entry = {
  key: 'sha256:4d6ebd825c19af131101b9f21e25fe9c98b878e5f52bd8809d81831de4b244e1',
  pipeline: 'learn',
  name: 'train[0]',
  run_id: run,
  attempt_id: '9e34b56c-2353-8b77-9b2e-29f93b5075a5',
  created_at: '2026-11-30T00:33:04.745Z',
  hits: 3,
  last_hit_at: '2026-11-30T01:00:00.000Z',
  size: 2_500_000,
};
const answers = {
  'GET /api/v1/session': { required: true, signed_in: true, name: 'me', scope: 'admin', csrf: null, version: '0' },
  'GET /api/v1/cache': {
    entries: [entry, { ...entry, key: 'sha256:2', name: 'small', hits: 0, last_hit_at: null, size: 10 }],
  },
  'GET /metrics':
    'gyre_node_runs_total{state="succeeded",cache="hit"} 3\ngyre_node_runs_total{state="succeeded",cache="miss"} 1\n',
  'GET /api/v1/runs': { runs: [], next_cursor: null, count: null },
  [`GET /api/v1/runs/${run}/nodes`]: { nodes: [] },
  [`GET /api/v1/runs/${run}/cache/train[0]`]: {
    name: 'train[0]',
    cache: 'miss',
    key: 'sha256:1',
    summary: 'Compared with train of an earlier run, this differs.',
    nearest_run_id: run,
    differences: [
      { part: `parameter ${hostile}`, before: 'rate 0.1', now: 'rate 0.2' },
      { part: 'code', before: 'sha256:1', now: 'sha256:2', detail: 'train.py changed: lines 3-9; lib.py is new' },
    ],
  },
  'POST /api/v1/cache/invalidate': { pipeline: 'learn', dry_run: true, nodes: ['train', 'report'], entries: [entry] },
  'POST /api/v1/cache/clear': { removed: 2 },
};

const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the entries', () => {
  it('come with what the server knows', async () => {
    await showPage(CachePage, '/cache', '/cache', answers);
    expect(await screen.findByText('2 entries')).toBeTruthy();
    expect(await screen.findByText('75%')).toBeTruthy();
  });

  it('are sorted by the size of their outputs, which the address keeps', async () => {
    sizeElements();
    const { history } = await showPage(CachePage, '/cache', '/cache?sort=size', answers);
    const grid = await screen.findByRole('grid', { name: 'Entries of the cache' });
    const names = () => [...grid.querySelectorAll('a')].map((link) => link.textContent);
    expect(names()).toEqual(['small', 'train[0]']);
    expect(within(grid).getByText('2.5 MB')).toBeTruthy();
    await press('Size');
    expect(names()).toEqual(['train[0]', 'small']);
    expect(history.location.search).toContain('sort=-size');
  });

  it('are cleared after the loss was shown', async () => {
    const { sent } = await showPage(CachePage, '/cache', '/cache?pipeline=learn', answers);
    await press('Clear');
    expect(await screen.findByText(/2 cached results, reused 3 times so far, are deleted/)).toBeTruthy();
    expect(sent.some((one) => one.method === 'POST')).toBe(false);
    await press('Delete');
    expect(sent.find((one) => one.path === '/api/v1/cache/clear')?.body).toEqual({ pipeline: 'learn' });
  });
});

describe('the explanation', () => {
  const address = `/cache?tab=explain&run=${run}&node=${encodeURIComponent('train[0]')}`;

  it('names the parts and lines that differ, as text', async () => {
    await showPage(CachePage, '/cache', address, answers);
    expect(await screen.findByText(`Miss because parameter ${hostile} and code differ.`)).toBeTruthy();
    expect(screen.getByText('lib.py is new')).toBeTruthy();
    expect([...document.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['1', '2', '1', '2']);
    expect(document.querySelector('img')).toBeNull();
  });

  it('shows what would be deleted before it deletes', async () => {
    const { sent } = await showPage(CachePage, '/cache', address, answers);
    await screen.findByText('lib.py is new');
    await press('Invalidate');
    expect(await screen.findByText(/1 cached result, reused 3 times so far, is deleted/)).toBeTruthy();
    const changes = () => sent.filter((one) => one.path === '/api/v1/cache/invalidate').map((one) => one.body);
    expect(changes()).toEqual([{ run_id: run, node: 'train[0]', dry_run: true }]);
    await press('Delete');
    expect(changes()[1]).toEqual({ run_id: run, node: 'train[0]', dry_run: false });
  });

  it('says when there is no such node', async () => {
    await showPage(CachePage, '/cache', `/cache?tab=explain&run=${run}&node=gone`, answers);
    expect(await screen.findByText('Not found')).toBeTruthy();
  });
});

it('shows no changes to those who may only read', async () => {
  await showPage(CachePage, '/cache', `/cache?tab=explain&run=${run}&node=${encodeURIComponent('train[0]')}`, {
    ...answers,
    'GET /api/v1/session': { ...answers['GET /api/v1/session'], scope: 'read' },
  });
  await screen.findByText('lib.py is new');
  expect(screen.queryByRole('button', { name: 'Clear' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Invalidate' })).toBeNull();
});
