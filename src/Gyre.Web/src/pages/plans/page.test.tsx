// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { planOf } from '@/pages/plan/testing';
import { showPage, sizeElements, textOf } from '@/testing/page';
import PlansPage from './index';
import { filterRuns, secondsOf } from './rows';

beforeEach(() => sizeElements());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const one = planOf().run;
const other = { ...one, run_id: 'x', name: 'penguins', state: 'running', ended_at: null };

it('an empty list says which commands fill it', async () => {
  await showPage(PlansPage, '/plans', '/plans', { 'GET /api/v1/experiment-plans': { runs: [], next_cursor: null } });
  expect(await screen.findByText('No experiment plan was run yet')).toBeDefined();
  expect(textOf(document.body)).toContain('gyre demo continual');
  expect(textOf(document.body)).toContain('gyre experiment run PLAN');
});

it('older runs are loaded when they are wanted', async () => {
  const { sent } = await showPage(PlansPage, '/plans', '/plans', {
    'GET /api/v1/experiment-plans': (_: unknown, query: URLSearchParams) =>
      query.get('cursor') === 'older' ? { runs: [other], next_cursor: null } : { runs: [one], next_cursor: 'older' },
  });
  expect(await screen.findByText('1 run')).toBeDefined();
  await act(async () => screen.getByRole('button', { name: 'Load older runs' }).click());
  expect(await screen.findByText('2 runs')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Load older runs' })).toBeNull();
  expect(sent.map((request) => request.query.get('cursor'))).toEqual([null, 'older']);
});

it('filters from the address narrow the list', async () => {
  await showPage(PlansPage, '/plans', '/plans?state=running', {
    'GET /api/v1/experiment-plans': { runs: [one, other], next_cursor: null },
  });
  expect(await screen.findByText('1 run of 2')).toBeDefined();
});

it('finds runs by names of trials and datasets', () => {
  expect(filterRuns([one, other], { text: 'NAIVE' }).length).toBe(2);
  expect(filterRuns([one, other], { text: 'penguins' })).toEqual([other]);
  expect(filterRuns([one, other], { name: 'split digits', state: 'failed,running' })).toEqual([one]);
  expect(secondsOf(one)).toBe(65);
  expect(secondsOf(other)).toBeNull();
});
