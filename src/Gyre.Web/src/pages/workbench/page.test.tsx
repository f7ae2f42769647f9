// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deploymentOf, evaluationOf, versionsOf } from '@/pages/deployments/testing';
import { type Answers, session, showPage, sizeElements, textOf } from '@/testing/page';
import WorkbenchPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/api/v1/deployments/shop';

function show(search = '', more: Answers = {}) {
  sizeElements();
  return showPage(WorkbenchPage, '/deployments/$name/workbench', `/deployments/shop/workbench${search}`, {
    'GET /api/v1/session': session,
    [`GET ${root}`]: deploymentOf(),
    [`GET ${root}/versions`]: versionsOf(),
    [`POST ${root}/evaluate`]: evaluationOf(),
    ...more,
  });
}

describe('the workbench', () => {
  it('asks nothing by itself', async () => {
    const { sent } = await show();
    expect(await screen.findByText('Nothing is asked yet')).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Estimate' }));
    expect(await screen.findByText('Choose the versions to ask about.')).toBeTruthy();
    expect(sent.some((one) => one.method === 'POST')).toBe(false);
  });

  it('asks what the address says, and says what to make of it', async () => {
    const { sent } = await show('?versions=5,6&rows=500&level=0.9');
    const grid = await screen.findByRole('grid', { name: 'Estimates' });
    expect(sent.filter((one) => one.method === 'POST').map((one) => one.body)).toEqual([
      { versions: [5, 6], rows: 500, level: 0.9 },
    ]);
    expect(textOf(document.body)).toContain('Version 5 (lin-ucb) would have earned more than what served');
    expect(textOf(document.body)).toContain('The estimates rest on about 40 of 10,000 rows.');
    expect(screen.getByText('<b>odd</b>')).toBeTruthy();
    expect(textOf(grid)).toContain('doubly-robust');
    const plot = screen.getByRole('figure', { name: 'Estimates with their intervals' });
    expect(
      within(plot).getByRole('img', { name: 'Version 5, doubly-robust: 0.4, between 0.35 and 0.45' }),
    ).toBeTruthy();
  });

  it('keeps the question in the address, and asks it again on demand', async () => {
    const { sent, history } = await show('?versions=5');
    await screen.findByRole('grid', { name: 'Estimates' });
    fireEvent.click(screen.getByRole('button', { name: 'Estimate' }));
    await waitFor(() => expect(sent.filter((one) => one.method === 'POST')).toHaveLength(2));
    fireEvent.change(screen.getByLabelText('Rows at most'), { target: { value: '100' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Estimate' }));
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('rows')).toBe('100'));
    await waitFor(() => expect(sent.at(-1)!.body).toEqual({ versions: [5], rows: 100 }));
  });

  it('does not send what the server would refuse', async () => {
    const { sent } = await show('?versions=5&level=2');
    expect(await screen.findByText(/above 0 and below 1/)).toBeTruthy();
    expect(sent.some((one) => one.method === 'POST')).toBe(false);
  });

  it('shows why there is no answer', async () => {
    await show('?versions=5', { [`POST ${root}/evaluate`]: undefined });
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
