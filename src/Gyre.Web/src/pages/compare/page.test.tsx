// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage, sizeElements, textOf } from '@/testing/page';
import ComparePage from './index';

beforeEach(() => sizeElements());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

const runOf = (_: unknown, index: number) => ({
  run_id: `r${index}`,
  name: `run ${index}`,
  experiment: 1,
  status: 'finished',
  start_time: 0,
  end_time: 1,
});

function answerFor(runs: number, missing: string[] = []) {
  return {
    'POST /api/v1/tracking/compare': {
      runs: Array.from({ length: runs }, runOf),
      missing,
      params: [
        { key: 'epochs', differs: false, values: Array.from({ length: runs }, () => '60') },
        { key: 'lr', differs: true, values: Array.from({ length: runs }, (_, index) => String(index)) },
      ],
      metrics: [
        {
          key: 'loss',
          differs: true,
          values: Array.from({ length: runs }, (_, index) => (index === 1 ? { $float: 'nan' } : index)),
        },
      ],
    },
  };
}

const show = (search: string, answers = answerFor(3)) =>
  showPage(ComparePage, '/tracking/compare', `/tracking/compare${search}`, answers);

describe('the comparison', () => {
  it('shows what differs, with the least and greatest marked', async () => {
    const { sent } = await show('?runs=r0,r1,r2', answerFor(3, ['gone']));
    const table = await screen.findByRole('table');
    expect(sent.find((one) => one.path.endsWith('/compare'))?.body).toEqual({ run_ids: ['r0', 'r1', 'r2'] });
    expect(within(table).queryByText('epochs')).toBeNull();
    expect(within(table).getByText('lr')).toBeDefined();
    const row = within(table)
      .getAllByRole('row')
      .find((one) => textOf(one).startsWith('loss'));
    expect(textOf(row!)).toContain('min0');
    expect(textOf(row!)).toContain('max2');
    expect(textOf(document.body)).toContain('Not found: gone');
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: 'Only what differs' })));
    expect(within(screen.getByRole('table')).getByText('epochs')).toBeDefined();
  });

  it('lays many runs as lines, of which only those in view exist', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `r${index}`);
    sessionStorage.setItem('gyre-compare-1000-x', ids.join(','));
    await show('?runs=stored:1000-x', answerFor(1000));
    const table = await screen.findByRole('table');
    expect(table.getAttribute('aria-rowcount')).toBe('1001');
    expect(within(table).getAllByRole('row').length).toBeLessThan(100);
    expect(within(table).getByText('run 0')).toBeDefined();
  });

  it('says what to do when the list is gone, or empty', async () => {
    await show('?runs=stored:nothing');
    expect(await screen.findByText('This comparison is no longer known')).toBeDefined();
    cleanup();
    await show('');
    expect(await screen.findByText('No runs to compare')).toBeDefined();
  });
});
