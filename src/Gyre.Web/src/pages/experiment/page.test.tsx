// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrackingSearchRequest } from '@/api/tracking';
import { type Answers, showPage, sizeElements, textOf } from '@/testing/page';
import ExperimentPage from './index';
import { makeRun, wireRun } from './testing';

beforeEach(() => sizeElements());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const evil = '<img src=x onerror=alert(1)>';
const runs = [
  makeRun('r1', { name: evil, params: { lr: '0.1' }, metrics: { loss: [0.5, 3] } }),
  makeRun('r2', { name: 'second', params: { lr: '0.2' }, metrics: { loss: [NaN, 3] } }),
  makeRun('r3', { name: 'third', params: { lr: '0.1' }, metrics: { loss: [0.3, 3] } }),
];

function server(): Answers {
  return {
    'GET /ajax-api/2.0/mlflow/experiments/get': {
      experiment: { experiment_id: '7', name: 'digits', artifact_location: '', lifecycle_stage: 'active' },
    },
    'POST /api/v1/tracking/runs/search': { runs: runs.map(wireRun), next_page_token: null, count: 3 },
  };
}

const show = (search = '', answers = server()) =>
  showPage(ExperimentPage, '/tracking/experiments/$experiment', `/tracking/experiments/7${search}`, answers);

/** The searches of the table; the sample asks for all columns. */
function searches(sent: readonly { body: unknown }[]): TrackingSearchRequest[] {
  return sent
    .map((one) => one.body as TrackingSearchRequest | undefined)
    .filter((body): body is TrackingSearchRequest => body?.columns !== undefined);
}

describe('the page of an experiment', () => {
  it('asks the server for the columns it shows, and shows names as text', async () => {
    const { sent } = await show('?cols=m.loss,p.lr&sort=-m.loss');
    expect(await screen.findByText(evil)).toBeDefined();
    expect(document.querySelector('img')).toBeNull();
    const body = searches(sent)[0]!;
    expect(body).toMatchObject({ experiments: [7], order_by: ['metrics.loss DESC'], view: 'active', count: true });
    expect(body.columns).toMatchObject({ metrics: ['loss'], params: ['lr'], inputs: false });
    expect(textOf(document.body)).toContain('NaN');
  });

  it('looks for plain words in names and sends a filter as it is', async () => {
    const { sent } = await show('?filter=resnet');
    await screen.findByText('second');
    expect(searches(sent)[0]?.filter).toBe("attributes.run_name ILIKE '%resnet%'");
    cleanup();
    const other = await show('?filter=metrics.loss+%3C+0.4');
    await screen.findByText('second');
    expect(searches(other.sent)[0]?.filter).toBe('metrics.loss < 0.4');
  });

  it('marks the place that the server refuses', async () => {
    const answers = server();
    answers['POST /api/v1/tracking/runs/search'] = (body: TrackingSearchRequest) => {
      if (body.filter === undefined) return { runs: runs.map(wireRun), next_page_token: null, count: 3 };
      throw new Error('refused below');
    };
    const { client } = await show('', answers);
    await screen.findByText('second');
    vi.stubGlobal('fetch', async () =>
      Response.json(
        {
          title: 'Invalid input',
          status: 400,
          code: 'tracking.refused',
          detail: "Invalid entity type 'foo'. Valid values are ['metric']",
        },
        { status: 400 },
      ),
    );
    const box = screen.getByRole('textbox', { name: 'Search runs' });
    fireEvent.change(box, { target: { value: 'foo.x = 1' } });
    fireEvent.submit(box);
    const alert = await screen.findByRole('alert');
    expect(alert.querySelector('mark')?.textContent).toBe('foo');
    expect(textOf(document.body)).toContain('The search is not valid');
    client.clear();
  });

  it('groups by a param with means', async () => {
    await show('?group=p.lr&cols=m.loss');
    expect(await screen.findByRole('button', { name: 'Hide the runs of 0.1' })).toBeDefined();
    expect(textOf(document.body)).toContain('0.4');
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Hide the runs of 0.1' })));
    expect(screen.queryByText('third')).toBeNull();
    expect(screen.getByText('second')).toBeDefined();
  });

  it('compares what is selected', async () => {
    await show();
    await screen.findByText('second');
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: 'Select all rows' })));
    const link = await screen.findByRole('link', { name: 'Compare' });
    expect(link.getAttribute('href')).toBe('/tracking/compare?runs=r1%2Cr2%2Cr3');
  });

  it('completes the filter while it is typed', async () => {
    await show();
    await screen.findByText('second');
    const box = screen.getByRole('textbox', { name: 'Search runs' });
    fireEvent.change(box, { target: { value: 'metrics.lo', selectionStart: 10 } });
    const option = await screen.findByRole('option', { name: /loss/, hidden: true });
    await act(async () => fireEvent.click(option));
    await waitFor(() => expect((box as HTMLInputElement).value).toBe('metrics.loss '));
  });
});
