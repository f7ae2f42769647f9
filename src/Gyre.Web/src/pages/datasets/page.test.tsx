// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showPage, sizeElements } from '@/testing/page';
import DatasetsPage from './index';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const list = 'GET /api/v1/datasets';

const dataset = (name: string) => ({
  project: 'vision',
  name,
  versions: 2,
  latest: {
    id: '1',
    project: 'vision',
    dataset: name,
    version: '2026-04',
    uri: `dataset://${name}/2026-04`,
    digest: `sha256:${'0'.repeat(64)}`,
    created_at: '2026-04-01T00:00:00.000Z',
    description: '',
    examples: 1234,
    files: 5,
    size: 2048,
    elements: [],
    splits: [],
    tags: ['stable'],
  },
});

describe('the page of datasets', () => {
  it('says how the first dataset comes about', async () => {
    await showPage(DatasetsPage, '/datasets', '/datasets', { [list]: { datasets: [] } });
    expect(await screen.findByText('No datasets yet')).toBeTruthy();
    expect(screen.getByText('gyre dataset push FOLDER')).toBeTruthy();
  });

  it('lists datasets with links, and searches on the server', async () => {
    sizeElements();
    const { sent, history } = await showPage(DatasetsPage, '/datasets', '/datasets', {
      [list]: (_: unknown, query: URLSearchParams) => ({
        datasets: query.get('text') === null ? [dataset('a b')] : [],
      }),
    });
    const link = await screen.findByRole('link', { name: /a b/ });
    expect(link.getAttribute('href')).toContain('/datasets/vision/a%20b');
    expect(screen.getByText('1,234')).toBeTruthy();
    const box = screen.getByRole('searchbox', { name: 'Search datasets' });
    fireEvent.change(box, { target: { value: 'digits' } });
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('text')).toBe('digits'));
    await waitFor(() => expect(sent.at(-1)?.query.get('text')).toBe('digits'));
    fireEvent.click(await screen.findByRole('button', { name: 'Show all datasets' }));
    expect(await screen.findByRole('link', { name: /a b/ })).toBeTruthy();
  });
});
