// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answers, showPage, sizeElements, textOf } from '@/testing/page';
import { makeRun, wireRun } from '../experiment/testing';
import TrackingRunPage from './index';

/** A stream that the test speaks through. */
class FakeStream {
  static last: FakeStream | null = null;
  closed = false;
  private readonly handlers = new Map<string, (event: { data: string }) => void>();

  constructor(readonly address: string) {
    FakeStream.last = this;
  }

  addEventListener(type: string, handler: (event: { data: string }) => void) {
    this.handlers.set(type, handler);
  }

  close() {
    this.closed = true;
  }

  say(type: string, data: unknown) {
    this.handlers.get(type)?.({ data: typeof data === 'string' ? data : JSON.stringify(data) });
  }
}

beforeEach(() => {
  sizeElements();
  FakeStream.last = null;
  vi.stubGlobal('EventSource', FakeStream);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const evil = '"><svg/onload=alert(1)>';
const run = makeRun('r1', {
  name: evil,
  status: 'running',
  params: { lr: '0.1' },
  tags: { 'gyre.run': 'pipeline-run', 'gyre.node': 'train[0]', 'mlflow.note.content': 'old note', kind: 'a' },
  metrics: { loss: [0.5, 3] },
});

function server(theirNote = 'old note'): Answers {
  const tags = [{ key: 'mlflow.note.content', value: theirNote }];
  return {
    'GET /api/v1/tracking/runs/r1': wireRun(run),
    'GET /ajax-api/2.0/mlflow/experiments/get': {
      experiment: { experiment_id: '1', name: 'digits', artifact_location: '', lifecycle_stage: 'active' },
    },
    'GET /ajax-api/2.0/mlflow/runs/get': { run: { data: { tags } } },
    'POST /ajax-api/2.0/mlflow/logged-models/search': {},
    'POST /api/v1/tracking/runs/search': { runs: [], next_page_token: null, count: 0 },
    'POST /ajax-api/2.0/mlflow/runs/set-tag': {},
  };
}

const show = (search = '', answers = server()) =>
  showPage(TrackingRunPage, '/tracking/runs/$run', `/tracking/runs/r1${search}`, answers);

describe('the page of a tracking run', () => {
  it('shows names as text and leads to the node run', async () => {
    await show();
    expect(await screen.findByRole('heading', { level: 1, name: evil })).toBeDefined();
    expect(screen.getByRole('link', { name: 'train[0]' }).getAttribute('href')).toBe(
      '/runs/pipeline-run?node=train%5B0%5D',
    );
  });

  it('follows the run and stops at its end', async () => {
    await show('?tab=values');
    await screen.findByText('0.5');
    const stream = FakeStream.last!;
    expect(stream.address).toContain('/api/v1/tracking/runs/r1/stream');
    act(() => stream.say('metrics', { metrics: [{ key: 'loss', value: { $float: 'nan' }, step: 4, timestamp: 9 }] }));
    expect(await screen.findByText('NaN')).toBeDefined();
    act(() => stream.say('metrics', '{"metrics": [{"key"'));
    act(() => stream.say('run', { ...wireRun(run), name: 'renamed', metrics: [] }));
    expect(await screen.findByRole('heading', { level: 1, name: 'renamed' })).toBeDefined();
    expect(textOf(document.body)).toContain('NaN');
    act(() => stream.say('end', { message: '', state: 'finished' }));
    expect(stream.closed).toBe(true);
  });

  const edit = async (text: string) => {
    await screen.findByText('old note');
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Edit' })));
    fireEvent.change(screen.getByRole('textbox', { name: 'Note in Markdown' }), { target: { value: text } });
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })));
  };

  it('edits the note in place', async () => {
    const { sent } = await show();
    await edit('mine');
    await waitFor(() =>
      expect(sent.find((one) => one.path.endsWith('set-tag'))?.body).toEqual({
        run_id: 'r1',
        key: 'mlflow.note.content',
        value: 'mine',
      }),
    );
  });

  it('shows both values when another tab was quicker, and overwrites only when told to', async () => {
    const { sent } = await show('', server('theirs'));
    await edit('mine');
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('theirs');
    expect(textOf(alert)).toContain('mine');
    expect(sent.some((one) => one.path.endsWith('set-tag'))).toBe(false);
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Overwrite with yours' })));
    await waitFor(() =>
      expect(sent.find((one) => one.path.endsWith('set-tag'))?.body).toMatchObject({ value: 'mine' }),
    );
  });
});
