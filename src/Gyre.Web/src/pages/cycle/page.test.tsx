// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Cycle } from '@/api/cycles';
import CyclePage from './index';
import { type Answers, showPage, textOf } from '@/testing/page';
import { cycleOf, turnOf, turnsWith } from './testing';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const id = '01a229de-5b8e-7bdb-b5c9-6d25a5d811a9';
const graph = {
  nodes: [
    { name: 'prepare', kind: 'execution', parent: null, state: 'succeeded' },
    { name: 'train', kind: 'task', parent: null, state: 'running' },
    { name: 'train[0]', kind: 'task', parent: 'train', state: 'succeeded' },
    { name: 'compare', kind: 'execution', parent: null, state: 'waiting' },
  ],
  edges: [
    { from: 'prepare', to: 'train', label: null },
    { from: 'train', to: 'compare', label: null },
  ],
};

function show(cycle: Cycle, search = '', more: Answers = {}) {
  const graphs = Object.fromEntries(cycle.turns.map((turn) => [`GET /api/v1/runs/${turn.run_id}/graph`, graph]));
  return showPage(CyclePage, '/cycles/$cycle', `/cycles/${id}${search}`, {
    [`GET /api/v1/cycles/${id}`]: cycle,
    'GET /api/v1/session': {
      required: false,
      signed_in: true,
      name: 'local',
      scope: 'admin',
      csrf: null,
      version: '1',
    },
    'GET /api/v1/projects': { projects: [{ name: 'loops', folder: '/p/loops', created_at: '2026-11-30T00:00:00Z' }] },
    ...graphs,
    ...more,
  });
}

const stopped = cycleOf({
  turns: turnsWith(0.5, 0.9, 0.96, 0.981),
  best_turn: 4,
  stop_detail: 'compare.metadata.accuracy < 0.97 is false after turn 4 (compare.metadata.accuracy is 0.981)',
});

describe('the page of a cycle', () => {
  test('says in one sentence why it stopped', async () => {
    await show(stopped);
    const status = await screen.findByRole('status');
    await waitFor(() =>
      expect(textOf(screen.getAllByRole('status').at(-1) ?? status)).toBe(
        'Stopped after 4 of at most 8 turns because compare.accuracy reached 0.97 (best 0.981 in turn 4).',
      ),
    );
  });

  test('shows the nodes of the newest turn in order, and the decision', async () => {
    await show(stopped);
    const ring = await screen.findByRole('list', { name: /Nodes of turn 4/ });
    expect(within(ring).getAllByRole('listitem').map(textOf)).toEqual([
      'preparesucceeded',
      'trainrunning · 1 of 1',
      'comparewaiting',
      'again?no, condition',
    ]);
    expect(
      within(ring)
        .getByRole('link', { name: /prepare/ })
        .getAttribute('href'),
    ).toContain('node=prepare');
  });

  test('shows the turn that the address names, and goes on to the next', async () => {
    const { history } = await show(stopped, '?turn=2&view=list');
    expect(await screen.findByRole('heading', { name: /^Turn 2/ })).toBeDefined();
    expect(await screen.findByText('yes')).toBeDefined();
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Turn shown' }), { key: 'ArrowRight' });
    await waitFor(() => expect(history.location.search).toContain('turn=3'));
  });

  test('compares two turns and judges the objective by its direction', async () => {
    await show(stopped, '?compare=1,4');
    const row = (await screen.findAllByRole('rowheader', { name: 'compare.accuracy' }))[0]?.closest('tr');
    expect(textOf(row!)).toContain('+0.481better');
  });

  test('stands without turns, with one turn, with 500 and without an objective', async () => {
    for (const turns of [[], [turnOf(1)], Array.from({ length: 500 }, (_, index) => turnOf(index + 1))]) {
      const { unmount } = await show(
        cycleOf({ turns, objective: null, stop_reason: 'budget', stop_detail: '0 of 0 allowed executions are used' }),
      );
      expect(await screen.findByText(/its budget of 0 executions is used up/)).toBeDefined();
      unmount();
    }
  });

  test('shows hostile names as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    await show(
      cycleOf({
        name: evil,
        project: evil,
        turns: [turnOf(1, { parameters: { [evil]: evil } })],
        stop_reason: 'error',
        stop_detail: `turn 1 failed: ${evil}`,
      }),
    );
    expect((await screen.findAllByText(evil)).length).toBeGreaterThan(2);
    expect(document.querySelector('img')).toBeNull();
    expect(document.title).toContain(evil);
  });

  test('resumes with a new limit, after saying what will happen', async () => {
    const limited = cycleOf({
      turns: turnsWith(1, 2, 3),
      max_iterations: 3,
      stop_reason: 'max-iterations',
      stop_detail: 'the maximum of 3 turns is reached',
    });
    const { sent } = await show(limited, '', { [`POST /api/v1/cycles/${id}/resume`]: limited });
    fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
    const dialog = await screen.findByRole('dialog');
    expect(textOf(dialog)).toContain('goes on with turn 4');
    fireEvent.change(within(dialog).getByLabelText('Turns at most'), { target: { value: '10' } });
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Resume' })));
    await waitFor(() => expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ max_iterations: 10 }));
  });

  test('does not send a limit that allows no further turn', async () => {
    const limited = cycleOf({ turns: turnsWith(1, 2, 3), max_iterations: 3, stop_reason: 'max-iterations' });
    await show(limited);
    fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Turns at most'), { target: { value: '3' } });
    expect(within(dialog).getByRole('button', { name: 'Resume' }).hasAttribute('disabled')).toBe(true);
  });

  test('offers a reader without rights no changes', async () => {
    await show(stopped, '', {
      'GET /api/v1/session': { required: true, signed_in: true, name: 'x', scope: 'read', csrf: 'y', version: '1' },
    });
    await screen.findByRole('list', { name: /Nodes of turn 4/ });
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  });

  test('says that there is no such cycle', async () => {
    await showPage(CyclePage, '/cycles/$cycle', '/cycles/none', {});
    expect(await screen.findByRole('alert')).toBeDefined();
  });
});
