// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answers, showPage, sizeElements, textOf } from '@/testing/page';
import DeploymentsPage from './index';
import { booksOf, deploymentOf, figuresOf, servedOf, versionsOf } from './testing';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const api = 'GET /api/v1/deployments';

function show(answers: Answers) {
  sizeElements();
  return showPage(DeploymentsPage, '/deployments', '/deployments', answers);
}

describe('the page of deployments', () => {
  it('says which commands make the first one', async () => {
    await show({ [api]: { deployments: [] } });
    expect(await screen.findByText('No deployments yet')).toBeTruthy();
    expect(textOf(document.body)).toContain('gyre deploy shop --policy policy.json');
  });

  it('shows the route of each, and what its log says of the last hour', async () => {
    const { sent } = await show({
      [api]: { deployments: [deploymentOf()] },
      [`${api}/shop/versions`]: versionsOf(),
      [`${api}/shop/books`]: booksOf(),
      [`${api}/shop/figures`]: figuresOf(),
    });
    expect((await screen.findByRole('link', { name: 'shop' })).getAttribute('href')).toBe('/deployments/shop');
    const grid = screen.getByRole('grid', { name: 'Deployments' });
    await waitFor(() => expect(textOf(grid)).toContain('0.3125'));
    for (const text of ['4 lin-ucb', '5 (10%)', '75%']) expect(textOf(grid)).toContain(text);
    const { query } = sent.find((one) => one.path.endsWith('/figures'))!;
    expect(query.get('buckets')).toBe('12');
    expect(Date.now() - Date.parse(query.get('from')!)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('shows how models and programs answered, and asks them for nothing of a log', async () => {
    const { sent } = await show({
      [api]: { deployments: [deploymentOf({ name: 'flowers', serves: 'model' }), deploymentOf({ serves: 'command' })] },
      [`${api}/flowers/predictions`]: servedOf(),
      [`${api}/shop/predictions`]: servedOf({ serves: 'command', versions: [] }),
    });
    const grid = await screen.findByRole('grid', { name: 'Deployments' });
    await waitFor(() => expect(textOf(grid)).toContain('0.31 ms'));
    for (const text of ['Model', 'Program', 'Requests', '1,000']) expect(textOf(grid)).toContain(text);
    for (const text of ['Reward', 'Joined', 'Decisions']) expect(textOf(grid)).not.toContain(text);
    expect(sent.filter((one) => /\/(books|figures|decisions)$/.test(one.path))).toEqual([]);
  });

  it('shows both beside each other where there are both', async () => {
    const { sent } = await show({
      [api]: { deployments: [deploymentOf(), deploymentOf({ name: 'flowers', serves: 'model' })] },
      [`${api}/shop/books`]: booksOf(),
      [`${api}/flowers/predictions`]: servedOf(),
    });
    const grid = await screen.findByRole('grid', { name: 'Deployments' });
    await waitFor(() => expect(textOf(grid)).toContain('1,000'));
    await waitFor(() => expect(textOf(grid)).toContain('75%'));
    const asked = sent.map((one) => one.path);
    expect(asked).not.toContain('/api/v1/deployments/flowers/books');
    expect(asked).not.toContain('/api/v1/deployments/shop/predictions');
  });

  it('still shows deployments whose numbers cannot be had', async () => {
    await show({ [api]: { deployments: [deploymentOf()] } });
    expect(await screen.findByRole('link', { name: 'shop' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
