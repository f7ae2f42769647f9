// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { showPage, textOf } from '@/testing/page';
import { triggerOf } from '@/pages/trigger/testing';
import TriggersPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('an empty list says how to register triggers', async () => {
  await showPage(TriggersPage, '/triggers', '/triggers', { 'GET /api/v1/triggers': { triggers: [] } });
  expect(await screen.findByText('No triggers yet')).toBeDefined();
  expect(textOf(document.body)).toContain('gyre trigger add my-project');
});

test('filters from the address that fit nothing say so', async () => {
  await showPage(TriggersPage, '/triggers', '/triggers?kind=webhook', {
    'GET /api/v1/triggers': { triggers: [triggerOf()] },
  });
  expect(await screen.findByText('No trigger fits these filters')).toBeDefined();
});

test('a server that fails is shown as it says', async () => {
  await showPage(TriggersPage, '/triggers', '/triggers', {});
  expect(textOf(await screen.findByRole('alert'))).toContain('No answer for GET /api/v1/triggers.');
});
