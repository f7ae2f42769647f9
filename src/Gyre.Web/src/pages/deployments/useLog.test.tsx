// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '@/app/events';
import DecisionsPage from '@/pages/decisions';
import { session, showPage, sizeElements } from '@/testing/page';
import DeploymentsPage from './index';
import { booksOf, decisionOf, deploymentOf, figuresOf, versionsOf } from './testing';

const hearers = vi.hoisted(() => new Set<(event: LiveEvent) => void>());

vi.mock('@/app/live', async () => {
  const { useEffect } = await import('react');
  return {
    useLive: () => 'live',
    useLiveEvents: (hearer: (event: LiveEvent) => void) =>
      useEffect(() => {
        hearers.add(hearer);
        return () => void hearers.delete(hearer);
      }, [hearer]),
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const api = '/api/v1/deployments';

function settle(name: string): void {
  const event = { sequence: 1, type: 'deployment.settled', subject: `deployment/${name}`, at: '', data: {} };
  act(() => hearers.forEach((hearer) => hearer(event)));
}

describe('numbers of a log', () => {
  it('are asked for again when decisions settle, not more often than their pace, and the list is not', async () => {
    sizeElements();
    const { sent } = await showPage(DeploymentsPage, '/deployments', '/deployments', {
      [`GET ${api}`]: { deployments: [deploymentOf(), deploymentOf({ name: 'other' })] },
      [`GET ${api}/shop/versions`]: versionsOf(),
      [`GET ${api}/shop/books`]: booksOf(),
      [`GET ${api}/shop/figures`]: figuresOf(),
    });
    const asked = (path: string) => sent.filter((one) => one.path === path).length;
    await screen.findByRole('link', { name: 'shop' });
    await waitFor(() => expect(asked(`${api}/shop/books`)).toBe(1));
    const others = asked(`${api}/other/books`);
    settle('shop');
    await waitFor(() => expect([asked(`${api}/shop/books`), asked(`${api}/shop/figures`)]).toEqual([2, 2]));
    settle('shop');
    settle('shop');
    await act(() => new Promise((done) => setTimeout(done, 300)));
    expect([asked(`${api}/shop/books`), asked(api), asked(`${api}/other/books`)]).toEqual([2, 1, others]);
  });

  it('are found old by the books, since decisions come without events', async () => {
    sizeElements();
    let decisions = 100;
    const { sent } = await showPage(DecisionsPage, '/deployments/$name/decisions', '/deployments/shop/decisions', {
      'GET /api/v1/session': session,
      [`GET ${api}/shop`]: deploymentOf(),
      [`GET ${api}/shop/versions`]: versionsOf(),
      [`GET ${api}/shop/books`]: () => booksOf({ decisions }),
      [`GET ${api}/shop/decisions`]: () => ({ decisions: [decisionOf(decisions)], next: null }),
    });
    await screen.findByRole('link', { name: 'd-100' });
    expect(sent.filter((one) => one.path === `${api}/shop/decisions`)).toHaveLength(1);
    decisions = 101;
    expect(await screen.findByRole('link', { name: 'd-101' })).toBeTruthy();
  });
});
