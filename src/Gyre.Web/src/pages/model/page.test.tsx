// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answers, session, showPage, sizeElements, textOf } from '@/testing/page';
import ModelPage from './index';

// Other work may share the machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

beforeAll(() => sizeElements());

const root = '/ajax-api/2.0/mlflow';
const version = (number: string, runId: string, tags: object[] = []) => ({
  name: 'churn',
  version: number,
  creation_timestamp: 1_795_998_000_000,
  last_updated_timestamp: 1_795_998_000_000,
  current_stage: 'None',
  run_id: runId,
  status: 'READY',
  source: 's',
  tags,
});
const run = (id: string) => ({
  run_id: id,
  experiment: 1,
  name: `run ${id}`,
  status: 'finished',
  start_time: 1,
  end_time: 2,
});
const hostile = '<img src=x onerror=alert(1)>';

function show(search = '', more: Answers = {}, name = 'churn') {
  return showPage(ModelPage, '/models/$name', `/models/${encodeURIComponent(name)}${search}`, {
    'GET /api/v1/session': session,
    [`GET ${root}/registered-models/get`]: {
      registered_model: {
        name,
        creation_timestamp: 1_795_998_000_000,
        last_updated_timestamp: 1_795_998_000_000,
        description: 'Old words',
        aliases: [
          { alias: hostile, version: '1' },
          { alias: 'challenger', version: '2' },
          { alias: 'champion', version: '1' },
        ],
      },
    },
    [`GET ${root}/model-versions/search`]: {
      model_versions: [
        version('2', 'b'),
        version('1', 'a', [
          { key: 'gyre.alias.champion.reason', value: '2026-11-30T00:31:00.000Z Best on the test rows' },
        ]),
      ],
    },
    'GET /api/v1/models/churn/alias-moves': { moves: [] },
    'POST /api/v1/tracking/compare': {
      runs: [run('a'), run('b')],
      missing: [],
      params: [],
      metrics: [{ key: 'accuracy', differs: true, values: [0.9, 0.95] }],
    },
    ...more,
  });
}

describe('the page of a model', () => {
  it('puts the evidence beside each alias, the champion first', async () => {
    await show();
    const cards = await screen.findAllByRole('region');
    expect(cards.map((card) => card.getAttribute('aria-label'))).toEqual([
      'Alias champion',
      'Alias challenger',
      `Alias ${hostile}`,
    ]);
    expect(textOf(cards[0]!)).toContain('Best on the test rows');
    expect(textOf(cards[0]!)).not.toContain('To champion');
    await waitFor(() => expect(textOf(cards[1]!)).toContain('0.95▲ +0.05'));
  });

  it('shows hostile names as text', async () => {
    const { container } = await show('', {}, hostile);
    await screen.findByRole('heading', { level: 1, name: hostile });
    expect(container.querySelector('img')).toBeNull();
    expect(document.title).toContain(hostile);
  });

  it('moves an alias only with a reason, and keeps the reason', async () => {
    const done: Answers = { 'PUT /api/v1/models/churn/aliases/champion': {} };
    const { sent } = await show('', done);
    const card = await screen.findByRole('region', { name: 'Alias champion' });
    fireEvent.click(within(card).getByRole('button', { name: 'Move' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('combobox', { name: 'Version' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Version 2' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Move alias' }));
    expect(within(dialog).getByText('Say why, for those who ask later.')).toBeTruthy();
    expect(sent.some((one) => one.method === 'PUT')).toBe(false);

    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Reason' }), { target: { value: 'Better\nnow' } });
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Move alias' })));
    await waitFor(() => expect(sent.some((one) => one.method === 'PUT')).toBe(true));
    expect(sent.filter((one) => one.method === 'PUT').map((one) => [one.path, one.body])).toEqual([
      [
        '/api/v1/models/churn/aliases/champion',
        { version: 2, reason: 'Better\nnow', evidence: [{ metric: 'accuracy', value: 0.95, before: 0.9 }] },
      ],
    ]);
    expect(sent.some((one) => one.path.endsWith('/set-tag'))).toBe(false);
  });

  it('shows the moves that the registry keeps, with who made them and what spoke for them', async () => {
    const evidence = [{ metric: 'accuracy', value: 0.9, before: 0.8 }];
    const move = { alias: 'champion', from_version: 2, to_version: 1, at: '2026-11-30T01:00:00Z' };
    const moves = [
      { ...move, at: '2026-11-30T02:00:00Z', from_version: 1, to_version: null, reason: null, evidence: [], by: null },
      { ...move, reason: hostile, evidence, by: 'laptop' },
    ];
    const { container } = await show('?tab=history', { 'GET /api/v1/models/churn/alias-moves': { moves } });
    const grid = await screen.findByRole('grid', { name: 'Alias history' });
    await waitFor(() => expect(within(grid).getByText('removed')).toBeTruthy());
    const row = within(grid).getByText('laptop').closest('[role="row"]')!;
    expect(row.textContent).toContain(hostile);
    expect(row.textContent).toContain('accuracy 0.8 → 0.9');
    expect(within(grid).getByText('Best on the test rows')).toBeTruthy();
    expect(container.querySelector('img')).toBeNull();
  });

  it('does not write over a description that somebody else has changed', async () => {
    const { sent } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Edit description' }));
    const box = screen.getByRole('textbox', { name: 'Description of the model' });
    fireEvent.change(box, { target: { value: 'My words' } });
    // What the page has read is replaced on the server before it is saved.
    vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
      sent.push({
        method: init.method ?? 'GET',
        path: new URL(address).pathname,
        query: new URLSearchParams(),
        body: init.body,
      });
      return Response.json({ registered_model: { name: 'churn', description: 'Their words' } });
    });
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })));
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('Their words');
    expect(sent.some((one) => one.method === 'PATCH')).toBe(false);
    await act(async () => fireEvent.click(within(alert).getByRole('button', { name: 'Save mine' })));
    await waitFor(() => expect(sent.some((one) => one.method === 'PATCH')).toBe(true));
  });

  it('says that there is no such model', async () => {
    await show('', {
      [`GET ${root}/registered-models/get`]: undefined,
    });
    expect(await screen.findByText('There is no model with this name')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Search for it' })).toBeTruthy();
  });
});
