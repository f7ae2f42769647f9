// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { urlOf } from '@/api/client';
import type { Trigger } from '@/api/triggers';
import { type Answers, showPage, textOf } from '@/testing/page';
import TriggerPage from './index';
import { triggerOf } from './testing';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const id = triggerOf().trigger_id;
const base = `/api/v1/triggers/${id}`;
const session = { required: false, signed_in: true, name: 'local', scope: 'admin', csrf: null, version: '1' };

function show(trigger: Trigger, search = '', more: Answers = {}) {
  return showPage(TriggerPage, '/triggers/$trigger', `/triggers/${id}${search}`, {
    [`GET ${base}`]: trigger,
    'GET /api/v1/session': session,
    ...more,
  });
}

describe('the page of a trigger', () => {
  test('says in words when it fires, with the time in its own zone', async () => {
    await show(triggerOf());
    expect((await screen.findAllByText('Europe/Berlin')).length).toBeGreaterThan(0);
    const page = textOf(document.body);
    expect(page).toContain('starts train of loops every day at 03:00 (Europe/Berlin)');
    expect(page).toContain('03:00 GMT+1');
    expect(page).toContain('It has not fired yet');
  });

  test('shows what the project declares, with its filter as text', async () => {
    const { definition } = triggerOf();
    const filter = "event.data.alias == '<img src=x onerror=alert(1)>'";
    await show(
      triggerOf({
        when: '3 events alias.moved',
        definition: {
          ...definition,
          source: { kind: 'event', event_type: 'alias.moved', filter, count: 3, window_seconds: 3600 },
          parameters: [
            { name: 'rows', value: 7 },
            { name: 'name', expression: 'event.data.name' },
          ],
          cool_down_seconds: 600,
        },
      }),
      '?tab=definition',
    );
    expect(await screen.findByText(filter)).toBeDefined();
    const page = textOf(document.body);
    expect(page).toContain('every 3 events within 1 h');
    expect(page).toContain('Parameter rows7');
    expect(page).toContain('event.data.name (computed from the event)');
    expect(page).toContain('Cool-down10 min');
    expect(page).not.toContain('Missed times');
    expect(document.querySelector('img')).toBeNull();
  });

  test('says why it is suspended', async () => {
    await show(triggerOf({ set_aside: 'five failures in a row' }));
    expect(textOf(await screen.findByRole('alert'))).toContain('Suspended: five failures in a row.');
    expect(screen.getByRole('button', { name: 'Enable' })).toBeDefined();
  });

  test('tests a span from the address and says what would have been', async () => {
    const firings = [
      { at: '2026-11-29T02:00:00Z', occurrence: 'cron:2026-11-29T02:00:00Z', parameters: { rows: 7 }, skipped: null },
      { at: '2026-11-30T02:00:00Z', occurrence: 'cron:2026-11-30T02:00:00Z', parameters: {}, skipped: 'cooling down' },
    ];
    const { sent } = await show(triggerOf(), '?tab=test&from=2026-11-28T00:00:00.000Z&to=2026-12-01T00:00:00.000Z', {
      [`GET ${base}/test`]: { firings, is_whole: true, events: 12 },
    });
    expect(await screen.findByText('1 run, 1 skipped. 12 events looked at.')).toBeDefined();
    const asked = sent.find((one) => one.path.endsWith('/test'));
    expect([asked?.query.get('from'), asked?.query.get('to')]).toEqual([
      '2026-11-28T00:00:00.000Z',
      '2026-12-01T00:00:00.000Z',
    ]);
  });

  test('asks nothing for a span that the server would refuse', async () => {
    const { sent } = await show(triggerOf(), '?tab=test&from=rubbish&to=2026-12-01T00:00:00.000Z');
    expect(await screen.findByRole('button', { name: 'Test' })).toBeDefined();
    expect(sent.some((one) => one.path.endsWith('/test'))).toBe(false);
  });

  test('looks further ahead until there are enough times', async () => {
    const spans: number[] = [];
    const answer = (_: unknown, query: URLSearchParams) => {
      const days = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 86_400_000;
      spans.push(Math.round(days));
      const firings = Array.from({ length: days > 30 ? 32 : 1 }, (_, index) => ({
        at: new Date(Date.UTC(2026, 11, 1 + index, 2)).toISOString(),
        occurrence: `cron:${index}`,
        parameters: {},
        skipped: null,
      }));
      return { firings, is_whole: true, events: 0 };
    };
    await show(triggerOf(), '?tab=next', { [`GET ${base}/test`]: answer });
    await waitFor(() => expect(document.querySelectorAll('main li, ol li').length).toBeGreaterThanOrEqual(10));
    expect(spans).toEqual([1, 32]);
  });

  test('fires once, with a key of its own', async () => {
    const { sent } = await show(triggerOf({ when: 'by hand', next_due: null }), '', {
      [`POST ${base}/fire`]: {
        occurrence: 'hand:1',
        outcome: 'skipped',
        reason: 'cooling down',
        run_id: null,
        run_state: null,
        at: null,
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Fire now' }));
    const dialog = await screen.findByRole('dialog');
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Fire' })));
    await waitFor(() => expect(sent.filter((one) => one.method === 'POST')).toHaveLength(1));
    expect(screen.queryByRole('tab', { name: 'Next times' })).toBeNull();
  });

  test('explains how to sign requests to a webhook', async () => {
    await show(triggerOf({ when: 'webhook', next_due: null }), '?tab=webhook');
    expect(await screen.findByText(urlOf(`${base}/hook`))).toBeDefined();
    expect(textOf(document.body)).toContain('X-Gyre-Signature');
  });

  test('shows hostile names and reasons as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    await show(
      triggerOf({
        name: evil,
        pipeline: evil,
        project: evil,
        when: `run of ${evil} succeeded`,
        next_due: null,
        problem: evil,
        folder: evil,
      }),
    );
    expect((await screen.findAllByText(evil)).length).toBeGreaterThan(3);
    expect(document.querySelector('img')).toBeNull();
  });
});
