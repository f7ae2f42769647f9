// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '@/testing/page';
import NotificationsPage from './index';

const rule = {
  name: 'broken',
  on: ['run-failed'],
  pipeline: null,
  webhook: { url: 'https://hooks.example.com/gyre', secret: 'GYRE_NOTIFY_KEY' },
  email: null,
  project: null,
  created_at: '2026-11-30T00:32:47.930Z',
};
const delivery = {
  id: '6c73845a-da96-8edc-811a-a46478f065b0',
  notification: 'broken',
  event: 'cycle-stopped',
  state: 'waiting',
  attempts: 5,
  reason: 'the environment variable GYRE_NOTIFY_KEY is not set <img src=x>',
  due_at: '2026-11-30T01:07:48.650Z',
  created_at: '2026-11-30T00:39:23.638Z',
};
const answers = {
  'GET /api/v1/session': { required: true, signed_in: true, name: 'me', scope: 'admin', csrf: null, version: '0' },
  'GET /api/v1/notifications': { notifications: [rule, { ...rule, name: 'told', project: 'loops' }] },
  'GET /api/v1/notifications/deliveries': { deliveries: [delivery] },
  'POST /api/v1/notifications/broken/test': { success: false, status: 410, error: 'the receiver is gone' },
  'PUT /api/v1/notifications/broken': rule,
  'DELETE /api/v1/notifications/broken': {},
  'GET /api/v1/runs': { runs: [], next_cursor: null, count: null },
  [`POST /api/v1/notifications/deliveries/${delivery.id}/retry`]: {},
};

const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('a rule', () => {
  it('is tested, and the result is shown', async () => {
    await showPage(NotificationsPage, '/notifications', '/notifications?rule=broken', answers);
    await screen.findByText('https://hooks.example.com/gyre');
    await press('Send a test message');
    expect(await screen.findByText(/the receiver is gone.*status 410/)).toBeTruthy();
  });

  it('is edited', async () => {
    const { sent } = await showPage(NotificationsPage, '/notifications', '/notifications?rule=broken', answers);
    await screen.findByText('https://hooks.example.com/gyre');
    await press('Edit');
    const change = (label: string, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    change('Variable with the secret', 'hunter2');
    await press('Save');
    expect(await screen.findByText(/starts with GYRE_NOTIFY_/)).toBeTruthy();
    expect(sent.some((one) => one.method === 'PUT')).toBe(false);
    change('Variable with the secret', '');
    await press('Save');
    expect(sent.find((one) => one.method === 'PUT')?.body).toEqual({
      on: ['run-failed'],
      pipeline: null,
      webhook: { url: 'https://hooks.example.com/gyre', secret: null },
    });
  });

  it('is removed after a question', async () => {
    const { sent } = await showPage(NotificationsPage, '/notifications', '/notifications?rule=broken', answers);
    await screen.findByText('https://hooks.example.com/gyre');
    await press('Remove');
    expect(sent.some((one) => one.method === 'DELETE')).toBe(false);
    expect(screen.getByText('Remove this rule')).toBeTruthy();
    await act(async () => screen.getAllByRole('button', { name: 'Remove' }).at(-1)?.click());
    expect(sent.some((one) => one.method === 'DELETE' && one.path === '/api/v1/notifications/broken')).toBe(true);
  });

  it('stays open when Escape closes the dialog above it', async () => {
    const { history } = await showPage(NotificationsPage, '/notifications', '/notifications?rule=broken', answers);
    await screen.findByText('https://hooks.example.com/gyre');
    await press('Edit');
    const field = screen.getByLabelText('Variable with the secret');
    await act(async () => void fireEvent.keyDown(field, { key: 'Escape' }));
    expect(screen.queryByLabelText('Variable with the secret')).toBeNull();
    expect(history.location.search).toBe('?rule=broken');
    await act(async () => void fireEvent.keyDown(screen.getByText('Edit'), { key: 'Escape' }));
    expect(history.location.search).toBe('');
  });

  it('of a project file is changed there', async () => {
    await showPage(NotificationsPage, '/notifications', '/notifications?rule=told%40loops', answers);
    await screen.findByText(/stands in the file of its project/);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Send a test message' })).toBeTruthy();
  });
});

describe('an undelivered message', () => {
  const address = `/notifications?tab=undelivered&message=${delivery.id}`;

  it('is shown with its whole reason and sent again', async () => {
    const { sent } = await showPage(NotificationsPage, '/notifications', address, answers);
    expect((await screen.findAllByText(delivery.reason)).length).toBeGreaterThan(0);
    expect(document.querySelector('img')).toBeNull();
    await press('Retry now');
    expect(sent.some((one) => one.path.endsWith(`${delivery.id}/retry`))).toBe(true);
  });
});

it('shows no changes to those who may only read', async () => {
  await showPage(NotificationsPage, '/notifications', '/notifications?rule=broken', {
    ...answers,
    'GET /api/v1/session': { ...answers['GET /api/v1/session'], scope: 'read' },
  });
  await screen.findByText('https://hooks.example.com/gyre');
  for (const name of ['Send a test message', 'Edit', 'Remove', 'New rule']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
});
