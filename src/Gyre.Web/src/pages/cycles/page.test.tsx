// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { showPage, textOf } from '@/testing/page';
import { cycleOf } from '@/pages/cycle/testing';
import CyclesPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The server's list; how the turns went only for whoever asks. */
function listOf(count: number) {
  const cycles = Array.from({ length: count }, (_, index) =>
    cycleOf({ cycle_id: `id-${index}`, name: `cycle ${index}` }),
  );
  return (_: unknown, query: URLSearchParams) => ({
    cycles:
      query.get('progress') === 'true'
        ? cycles
            .slice(0, 100)
            .map((cycle) => ({ ...cycle, progress: [{ turn: 1, state: 'succeeded', objective: 1, best_so_far: 1 }] }))
        : cycles,
  });
}

test('an empty list offers the demo', async () => {
  await showPage(CyclesPage, '/cycles', '/cycles', { 'GET /api/v1/cycles': { cycles: [] } });
  expect(await screen.findByText('No cycles yet')).toBeDefined();
  expect(textOf(document.body)).toContain('gyre demo');
});

test('says for how many cycles the turns are known', async () => {
  const { sent } = await showPage(CyclesPage, '/cycles', '/cycles', { 'GET /api/v1/cycles': listOf(150) });
  expect(await screen.findByText('150 cycles; turns and best values of the newest 100')).toBeDefined();
  expect(sent.map((one) => one.query.get('limit')).sort()).toEqual(['100', '1000']);
});

test('filters from the address narrow the list', async () => {
  await showPage(CyclesPage, '/cycles', '/cycles?text=cycle+7&reason=condition', { 'GET /api/v1/cycles': listOf(20) });
  expect(await screen.findByText('1 cycle of 20')).toBeDefined();
});
