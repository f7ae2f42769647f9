// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { booksOf, decisionOf, deploymentOf, policy, versionsOf } from '@/pages/deployments/testing';
import { type Answers, session, showPage, sizeElements, textOf } from '@/testing/page';
import DecisionsPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/api/v1/deployments/shop';

/** A log of so many decisions, the newest with the highest number. */
function log(total: number) {
  return (_: unknown, query: URLSearchParams) => {
    const before = Number(query.get('before') ?? total + 1);
    const limit = Math.min(Number(query.get('limit')), before - 1);
    const decisions = Array.from({ length: limit }, (__, at) => decisionOf(before - 1 - at));
    return { decisions, next: before - 1 > limit ? before - limit : null };
  };
}

function show(search = '', more: Answers = {}) {
  sizeElements();
  return showPage(DecisionsPage, '/deployments/$name/decisions', `/deployments/shop/decisions${search}`, {
    'GET /api/v1/session': session,
    [`GET ${root}`]: deploymentOf(),
    [`GET ${root}/versions`]: versionsOf(),
    [`GET ${root}/books`]: booksOf({ decisions: 100_000 }),
    [`GET ${root}/decisions`]: log(1000),
    [`GET ${root}/decisions/d-7`]: decisionOf(7, {
      rewards: [
        { reward_id: 'r-1', value: 1, time: '2026-11-30T10:05:00Z', fate: 'used' },
        { reward_id: 'r-2', value: 3, time: '2026-11-30T12:05:00Z', fate: 'late' },
      ],
    }),
    [`GET /api/v1/artifacts/${policy}`]: '{"contextFields": ["age", "hour"], "arms": ["red", "blue"], "state": {',
    ...more,
  });
}

describe('the page of decisions', () => {
  it('says that models make none, and asks for none', async () => {
    const { sent } = await show('', { [`GET ${root}`]: deploymentOf({ serves: 'model' }) });
    expect(await screen.findByText('This deployment makes no decisions')).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Parts of the deployment' })).toBeNull();
    expect(sent.filter((one) => /\/(books|decisions)$/.test(one.path))).toEqual([]);
  });

  it('loads the newest of a long log, and says how many there are', async () => {
    const { sent } = await show();
    expect(await screen.findByText('The newest 200 decisions of 100,000')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'd-1000' })).toBeTruthy();
    expect(sent.filter((one) => one.path === `${root}/decisions`)).toHaveLength(1);
  });

  it('asks with the filters of the address, and names what it left out', async () => {
    const { sent } = await show('?outcome=joined&arm=red&version=4&from=2026-11-30&to=odd');
    await screen.findByRole('grid', { name: 'Decisions' });
    const { query } = sent.find((one) => one.path === `${root}/decisions`)!;
    expect(['outcome', 'arm', 'version', 'from', 'to'].map((key) => query.get(key))).toEqual([
      'joined',
      'red',
      '4',
      '2026-11-30T00:00:00.000Z',
      null,
    ]);
    expect(screen.getByText(/“To” must be a time ago/)).toBeTruthy();
  });

  it('finds a decision by its id, and says why this arm', async () => {
    const { history } = await show();
    fireEvent.change(await screen.findByLabelText('Find a decision by its id'), { target: { value: ' d-7 ' } });
    fireEvent.submit(screen.getByRole('search'));
    const panel = await screen.findByRole('dialog', { name: 'Decision' });
    await waitFor(() => expect(textOf(panel)).toContain('chose red with probability 0.8'));
    expect(new URLSearchParams(history.location.search).get('decision')).toBe('d-7');
    expect(textOf(panel)).toContain('Version 6 would have chosen blue');
    await waitFor(() => expect(textOf(within(panel).getByRole('grid', { name: 'Context' }))).toContain('age0.5'));
    expect(textOf(within(panel).getByRole('grid', { name: 'Rewards' }))).toMatch(/used.*late/);
    expect(textOf(within(panel).getByRole('grid', { name: 'Arms' }))).toMatch(/red ?chosen.*blue ?allowed/);
    fireEvent.click(within(panel).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(new URLSearchParams(history.location.search).has('decision')).toBe(false));
  });

  it('says that there is no such decision', async () => {
    await show('?decision=none');
    const panel = await screen.findByRole('dialog', { name: 'Decision' });
    expect(await within(panel).findByRole('alert')).toBeTruthy();
  });

  it('calls numbers by their places where the policy file cannot be read', async () => {
    await show('?decision=d-7', { [`GET /api/v1/artifacts/${policy}`]: undefined });
    const panel = await screen.findByRole('dialog', { name: 'Decision' });
    expect(textOf(await within(panel).findByRole('grid', { name: 'Context' }))).toContain('#10.5');
  });

  it('says how the first decision is made, and leads back from filters that hide all', async () => {
    const none = { [`GET ${root}/decisions`]: { decisions: [], next: null } };
    await show('', none);
    expect(await screen.findByText('There are no decisions yet')).toBeTruthy();
    cleanup();
    await show('?outcome=joined', none);
    const link = await screen.findByRole('link', { name: 'Show all decisions' });
    expect(link.getAttribute('href')).toBe('/deployments/shop/decisions');
  });
});
