// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage, sizeElements, textOf } from '@/testing/page';
import PlanPage from './index';
import { hostile, matrices, planOf, run, table } from './testing';

beforeEach(() => sizeElements());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = `GET /api/v1/experiment-plans/${run}`;
const answers = {
  [root]: planOf(),
  [`${root}/results`]: { datasets: [table] },
  [`${root}/matrices`]: matrices,
  'GET /ajax-api/2.0/mlflow/model-versions/search': {
    model_versions: [
      { name: 'reader', version: '3', run_id: 'm1', creation_timestamp: 0, last_updated_timestamp: 0, tags: [] },
    ],
  },
};

const show = (search = '', more: object = {}) =>
  showPage(PlanPage, '/plans/$run', `/plans/${run}${search}`, { ...answers, ...more });

describe('the trials', () => {
  it('show how far they are, and why one failed', async () => {
    await show();
    const grid = await screen.findByRole('grid', { name: 'Trials' });
    expect(textOf(grid)).toContain('4/4');
    expect(within(grid).getByRole('meter', { name: 'Parts learned by naive' }).getAttribute('aria-valuenow')).toBe('4');
    expect(textOf(document.body)).toContain(`no weights ${hostile}`);
    expect(document.querySelector('img')).toBeNull();
    const log = screen.getByRole('link', { name: 'log of its node' });
    expect(log.getAttribute('href')).toBe(`/runs/${run}?node=learn_x&tab=logs`);
    expect(screen.queryByText('a node failed')).toBeNull();
  });

  it('lead to the report and say what to do without an engine', async () => {
    const plan = planOf();
    await show('', { [root]: { ...plan, run: { ...plan.run, state: 'running', driven: false } } });
    expect((await screen.findByRole('link', { name: 'Report' })).getAttribute('href')).toContain('/report?format=html');
    expect(textOf(document.body)).toContain(`gyre resume ${run}`);
  });
});

describe('the results', () => {
  it('mark the best in words, and hide the rest of the metrics until they are wanted', async () => {
    const { history } = await show('?tab=results');
    const grid = await screen.findByRole('grid', { name: 'Results on digits' });
    expect(textOf(grid)).toContain('best0.910 ± 0.013');
    expect(textOf(grid)).toContain('log_loss ↓');
    expect(textOf(grid)).not.toContain('tra_');
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: 'All metrics' })));
    expect(history.location.search).toContain('all=true');
    expect(textOf(screen.getByRole('grid', { name: 'Results on digits' }))).toContain('tra_accuracy_score');
  });

  it('say that they are still to come', async () => {
    await show('?tab=results', { [`${root}/results`]: { datasets: [{ ...table, metrics: [] }] } });
    expect(await screen.findByText('No results yet')).toBeDefined();
  });
});

describe('the matrix', () => {
  it('is a table whose later rows wait for the slider', async () => {
    const { history } = await show('?tab=matrix');
    const heat = await screen.findByRole('table', { name: 'accuracy_score of naive' });
    expect(within(heat).getAllByRole('row').map(textOf)).toEqual([
      'After experience, by test set01',
      '01.000.00',
      '10.250.90',
    ]);
    const slider = screen.getByRole('slider');
    expect(slider.getAttribute('aria-valuetext')).toBe('After experience 1');
    await act(async () => fireEvent.change(slider, { target: { value: '0' } }));
    expect(history.location.search).toContain('after=0');
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('After experience 0');
    expect(heat.querySelectorAll('tr[data-later]').length).toBe(1);
    expect(textOf(document.body)).toContain('so far 1, mean of 2 runs');
  });

  it('needs several experiences', async () => {
    await show('?tab=matrix', { [`${root}/results`]: { datasets: [{ ...table, matrix_metrics: [] }] } });
    expect(await screen.findByText('No matrix yet')).toBeDefined();
  });
});

it('comparisons come with what so few runs can show', async () => {
  await show('?tab=significance');
  expect(await screen.findByText('No difference can be significant here.')).toBeDefined();
  expect(textOf(screen.getByRole('grid'))).toContain(hostile);
});

it('what was run leads to registered models', async () => {
  const { sent } = await show('?tab=about');
  const link = await screen.findByRole('link', { name: /reader.*version 3/ });
  expect(link.getAttribute('href')).toBe('/models/reader/3');
  const asked = sent.find((one) => one.path.endsWith('model-versions/search'));
  expect(asked?.query.get('filter')).toBe("run_id IN ('m1', 'm2')");
});

it('a run of no plan says so', async () => {
  await show('', { [root]: undefined });
  expect(await screen.findByText(/No answer for GET/)).toBeDefined();
});
