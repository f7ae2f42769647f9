// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { booksOf, changeOf, deploymentOf, figuresOf, versionsOf } from '@/pages/deployments/testing';
import { type Answers, session, showPage, sizeElements, textOf } from '@/testing/page';
import DeploymentPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/api/v1/deployments/shop';

function show(search = '', more: Answers = {}) {
  sizeElements();
  return showPage(DeploymentPage, '/deployments/$name', `/deployments/shop${search}`, {
    'GET /api/v1/session': session,
    [`GET ${root}`]: deploymentOf(),
    [`GET ${root}/versions`]: versionsOf(),
    [`GET ${root}/books`]: booksOf(),
    [`GET ${root}/figures`]: figuresOf(),
    ...more,
  });
}

describe('the page of a deployment', () => {
  it('says in one sentence what serves and why', async () => {
    await show();
    const summary = await screen.findByRole('region', { name: 'Summary' });
    await waitFor(() => expect(textOf(summary)).toContain('because “Higher reward in the canary”'));
    expect(textOf(summary)).toContain('Version 4 (lin-ucb) serves since');
    await waitFor(() => expect(textOf(summary)).toContain('0.3125'));
    expect(textOf(summary)).toContain('75%');
  });

  it('shows the route with its shares, versions and changes', async () => {
    await show();
    const route = await screen.findByRole('region', { name: 'Route' });
    expect(textOf(route)).toContain('version 4: 90%');
    expect(textOf(route)).toContain('version 5: 10%');
    const versions = await screen.findByRole('grid', { name: 'Versions' });
    const rows = within(versions).getAllByRole('row').slice(1).map(textOf);
    expect(rows.map((row) => row.slice(0, 6))).toEqual(['4 cham', '5 cana', '6 shad', '3 idle']);
    const changes = screen.getByRole('grid', { name: 'Changes' });
    expect(textOf(changes)).toContain('Version 4 promoted over 3');
    expect(within(changes).getByRole('img', { name: 'reward rose from 0.2 to 0.3' })).toBeTruthy();
  });

  it('says what the log says, and that the books balance', async () => {
    await show('?window=day');
    const reward = await screen.findByRole('region', { name: 'Average reward' });
    expect(textOf(reward)).toContain('0.3125 on average');
    fireEvent.click(within(reward).getByRole('button', { name: 'Show as table' }));
    expect(within(reward).getAllByRole('row')).toHaveLength(3);
    expect(screen.getByText('0.9–1: 60 decisions')).toBeTruthy();
    expect(screen.getByText(/^The books balance/)).toBeTruthy();
    expect(textOf(screen.getByRole('grid', { name: 'Drift of features' }))).toMatch(/age0.31drifted/);
  });

  it('asks for the window of the address, and keeps the chosen one there', async () => {
    const { sent, history } = await show('?window=hour');
    await screen.findByRole('region', { name: 'Average reward' });
    const asked = sent.filter((one) => one.path.endsWith('/figures'));
    expect(asked.map((one) => [one.query.has('from'), one.query.get('buckets')])).toEqual([[true, '60']]);
    fireEvent.click(screen.getByRole('radio', { name: 'All' }));
    await waitFor(() => expect(history.location.search).toBe(''));
    await waitFor(() => expect(sent.filter((one) => one.path.endsWith('/figures'))).toHaveLength(2));
    expect(sent.findLast((one) => one.path.endsWith('/figures'))!.query.has('from')).toBe(false);
  });

  it('says that books do not balance, and that a window is empty', async () => {
    await show('', {
      [`GET ${root}/books`]: booksOf({ joined: 57, balance: false }),
      [`GET ${root}/figures`]: figuresOf({ decisions: 0, buckets: [], drift: [] }),
    });
    expect(await screen.findByText('The books do not balance: 3 decisions in no place.')).toBeTruthy();
    expect(await screen.findByText('No decision was made in this window')).toBeTruthy();
    expect(screen.getByText(/too few decisions/)).toBeTruthy();
  });

  it('shows hostile texts as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    await show('', { [`GET ${root}/versions`]: versionsOf([changeOf({ reason: hostile })]) });
    await waitFor(() => expect(screen.getAllByText(hostile).length).toBeGreaterThan(1));
    expect(document.querySelector('img')).toBeNull();
  });

  it('says that there is none of the name', async () => {
    await showPage(DeploymentPage, '/deployments/$name', '/deployments/none', { 'GET /api/v1/session': session });
    expect(await screen.findByText('There is no deployment with this name')).toBeTruthy();
  });
});

const result = { deployment: deploymentOf(), change: changeOf(), note: null };

async function openDialog(word: string) {
  fireEvent.click(await screen.findByRole('button', { name: word }));
  return screen.findByRole('dialog');
}

function say(dialog: HTMLElement, reason: string) {
  fireEvent.change(within(dialog).getByLabelText(/^Reason/), { target: { value: reason } });
}

describe('changes of a deployment', () => {
  it('promote the canary with a reason and what the log says', async () => {
    const { sent } = await show('', { [`POST ${root}/promote`]: result });
    await screen.findByRole('grid', { name: 'Versions' });
    const dialog = await openDialog('Promote');
    const button = within(dialog).getByRole('button', { name: 'Promote' });
    expect((button as HTMLButtonElement).disabled).toBe(true);
    say(dialog, 'better');
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Take the average rewards of the log' }));
    fireEvent.click(button);
    await waitFor(() =>
      expect(sent.find((one) => one.method === 'POST')?.body).toEqual({
        version: 5,
        expected: 4,
        reason: 'better',
        evidence: [{ metric: 'average_reward', value: 0.4, before: 0.3 }],
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('roll back to the version that is named', async () => {
    const { sent } = await show('', { [`POST ${root}/rollback`]: { ...result, note: 'Nothing to do.' } });
    await screen.findByRole('grid', { name: 'Versions' });
    const dialog = await openDialog('Roll back');
    expect(textOf(dialog)).toContain('Version 3 serves again');
    say(dialog, 'worse');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Roll back' }));
    await waitFor(() => expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ reason: 'worse' }));
  });

  it('change shares, and refuse what leaves the champion nothing', async () => {
    const { sent } = await show('', { [`PUT ${root}/route`]: result });
    await screen.findByRole('grid', { name: 'Versions' });
    const dialog = await openDialog('Change shares');
    say(dialog, 'more data');
    const share = within(dialog).getByLabelText('Share of version 5 in percent');
    fireEvent.change(share, { target: { value: '100' } });
    expect(within(dialog).getByRole('alert').textContent).toContain('below 100%');
    fireEvent.change(share, { target: { value: '25' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Take version 6 out of the shadow' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Change shares' }));
    await waitFor(() =>
      expect(sent.find((one) => one.method === 'PUT')?.body).toEqual({
        canaries: [{ version: 5, share: 0.25 }],
        shadows: [],
        reason: 'more data',
      }),
    );
  });

  it('change one setting, and keep the others', async () => {
    const { sent } = await show('', { [`PUT ${root}/route`]: result });
    const dialog = await openDialog('Change settings');
    const wait = within(dialog).getByLabelText('Reward wait in seconds');
    fireEvent.change(wait, { target: { value: 'long' } });
    expect(within(dialog).getByRole('alert').textContent).toContain('must be a number');
    fireEvent.change(wait, { target: { value: '7200' } });
    say(dialog, 'slow users');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Change settings' }));
    await waitFor(() =>
      expect(sent.find((one) => one.method === 'PUT')?.body).toEqual({
        settings: {
          reward_wait_seconds: 7200,
          reward_default: 0,
          exploration_floor: 0.05,
          reward_aggregation: 'first',
          late_rewards: 'drop',
          durability: 'before',
        },
        reason: 'slow users',
      }),
    );
  });

  it('are not offered to a reader who may change nothing', async () => {
    await show('', { 'GET /api/v1/session': { ...session, scope: 'read' } });
    await screen.findByRole('grid', { name: 'Versions' });
    for (const name of ['Promote', 'Change settings']) expect(screen.queryByRole('button', { name })).toBeNull();
  });
});
