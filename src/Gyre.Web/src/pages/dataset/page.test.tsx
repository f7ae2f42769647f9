// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { session, showPage, sizeElements, textOf } from '@/testing/page';
import DatasetPage from './index';

beforeEach(() => sizeElements());

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/api/v1/datasets/vision/shapes';

const version = (name: string, tags: string[] = []) => ({
  id: name,
  project: 'vision',
  dataset: 'shapes',
  version: name,
  uri: `dataset://shapes/${name}`,
  digest: `sha256:${'0'.repeat(64)}`,
  created_at: '2026-04-01T00:00:00.000Z',
  description: 'Small shapes.',
  examples: 3,
  files: 5,
  size: 2048,
  elements: [],
  splits: ['halves'],
  tags,
  origin: 'push',
});

const schema = {
  name: 'shapes',
  description: '',
  elements: [
    { name: 'picture', role: 'input', type: 'image_file', required: true, nullable: false },
    { name: 'size', role: 'input', type: 'float', required: true, nullable: true },
    { name: 'label', role: 'output', type: 'category', required: true, nullable: false },
  ],
};

const column = { invalid: 0, not_finite: 0, distinct: 2, distinct_exact: true, others: 0, nulls: 0, file_kinds: [] };

const profile = {
  examples: 3,
  columns: [
    { ...column, name: 'size', role: 'input', type: 'float', values: 2, missing: 1, top: [] },
    {
      ...column,
      name: 'label',
      role: 'output',
      type: 'category',
      values: 3,
      missing: 0,
      top: [
        { value: 'circle', count: 2 },
        { value: 'square', count: 1 },
      ],
    },
  ],
};

const row = (index: number) => ({
  index,
  id: `id-${index}`,
  values: { picture: `img/${index}.png`, size: 1.5, label: 'circle' },
});

const answers = {
  'GET /api/v1/session': session,
  [`GET ${root}/versions`]: { versions: [version('v2'), version('v1', ['stable'])] },
  [`GET ${root}/versions/v2/schema`]: schema,
  [`GET ${root}/versions/v2/profile`]: profile,
  [`GET ${root}/versions/v2/rows`]: { rows: [row(0), row(1)] },
  [`GET ${root}/drift`]: {
    from: 'v1',
    to: 'v2',
    columns: [
      { name: 'size', change: 'none', verdict: 'large', psi: 0.9, chance: 0.1, new_values: [], vanished_values: [] },
      { name: 'old', change: 'removed', new_values: [], vanished_values: [] },
    ],
  },
  [`GET ${root}/diff`]: {
    from: version('v1'),
    to: version('v2'),
    same: false,
    files: {
      added_count: 1,
      removed_count: 0,
      changed_count: 0,
      added: [{ path: 'files/img/9.png', size: 10, digest: `sha256:${'1'.repeat(64)}` }],
      removed: [],
      changed: [],
    },
    schema: { added: ['note'], removed: [], changed: [] },
    examples: { added: 1, removed: 0, changed: 2, same: 7, added_ids: ['id-9'], removed_ids: [], changed_ids: [] },
  },
};

const show = (search = '', more: Record<string, unknown> = {}) =>
  showPage(DatasetPage, '/datasets/$project/$dataset', `/datasets/vision/shapes${search}`, { ...answers, ...more });

describe('the page of a dataset', () => {
  it('shows the newest version, its classes and the others', async () => {
    const { container } = await show();
    expect(await screen.findByText('Balance of classes')).toBeTruthy();
    expect(textOf(container)).toContain('dataset://shapes/v2');
    expect(screen.getByText('66.7%')).toBeTruthy();
    expect(screen.getByRole('link', { name: /v1/ }).getAttribute('href')).toContain('version=v1');
  });

  it('says what the server said when it cannot be read', async () => {
    await show('', {
      [`GET ${root}/versions`]: undefined,
    });
    expect(await screen.findByText(/No answer for/)).toBeTruthy();
  });

  it('sets and removes tags', async () => {
    const { sent } = await show('?version=v1', {
      [`GET ${root}/versions/v1/profile`]: profile,
      [`PUT ${root}/tags/best`]: version('v1', ['best', 'stable']),
      [`DELETE ${root}/tags/stable`]: '',
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Add a tag' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Name of the tag' }), { target: { value: ' best ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Set' }));
    await waitFor(() => expect(sent.find((one) => one.method === 'PUT')?.body).toEqual({ version: 'v1' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove the tag stable' }));
    await waitFor(() => expect(sent.some((one) => one.method === 'DELETE')).toBe(true));
  });

  it('shows columns with drift, and those that are gone', async () => {
    const { container, sent } = await show('?tab=columns&with=v1&column=size');
    expect((await screen.findAllByText('large')).length).toBeGreaterThan(0);
    expect(screen.getByText('gone')).toBeTruthy();
    expect(textOf(container)).toContain('33.3%');
    expect(sent.find((one) => one.path === `${root}/drift`)?.query.toString()).toBe('from=v1&to=v2');
  });

  it('shows images of examples, or a table', async () => {
    await show('?tab=examples');
    const image = await screen.findByRole('img', { name: 'img/0.png, label: circle' });
    expect(image.getAttribute('src')).toContain('/versions/v2/image?path=img%2F0.png');
    fireEvent.click(screen.getByRole('radio', { name: 'Table' }));
    expect(await screen.findByRole('grid', { name: 'Examples' })).toBeTruthy();
  });

  it('finds examples by a query, and says why one is not found', async () => {
    const { sent, history } = await show('?tab=query', {
      [`POST ${root}/versions/v2/query`]: {
        examples: [{ id: 'id-0', label: 'circle' }],
        total: 1,
        pages: 1,
        has_next_page: false,
      },
      [`POST ${root}/versions/v2/explain`]: { id: 'id-1', matches: false, reason: 'filter.label is "square".' },
    });
    const box = await screen.findByRole('textbox', { name: 'Query' });
    fireEvent.change(box, { target: { value: '{"filter": {"lable": "circle"}}' } });
    expect(await screen.findByText(/no field "lable"/)).toBeTruthy();
    fireEvent.change(box, { target: { value: '{"filter": {"label": {"$near": 1}}}' } });
    expect(await screen.findByText(/"\$near" is not known/)).toBeTruthy();
    const ask = screen.getByRole('button', { name: 'Find examples' });
    expect((ask as HTMLButtonElement).disabled).toBe(true);
    fireEvent.change(box, { target: { value: '{"label": "circle"}' } });
    fireEvent.click(ask);
    expect(await screen.findByText('1 example')).toBeTruthy();
    expect(sent.find((one) => one.path.endsWith('/query'))?.body).toEqual({
      filter: { label: 'circle' },
      page: 0,
      pageSize: 100,
    });
    expect(new URLSearchParams(history.location.search).get('q')).toBe('{"label": "circle"}');
    fireEvent.change(screen.getByRole('textbox', { name: 'Identifier of an example' }), { target: { value: 'id-1' } });
    fireEvent.click(screen.getByRole('button', { name: 'Say why it is not found' }));
    expect(await screen.findByText('filter.label is "square".')).toBeTruthy();
  });

  it('compares two versions, and asks for one when there is none', async () => {
    const { container } = await show('?tab=changes&with=v1');
    expect(await screen.findByText('files/img/9.png')).toBeTruthy();
    expect(textOf(container)).toContain('1 added, 0 removed, 0 changed');
    expect(textOf(container)).toContain('note');
    cleanup();
    await show('?tab=changes');
    expect(await screen.findByText('Choose a version to compare with')).toBeTruthy();
  });
});
