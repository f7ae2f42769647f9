// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
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
