// @vitest-environment jsdom
import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answers, session, showPage, textOf } from '@/testing/page';
import ModelVersionPage from './index';

// Other work may share the machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/ajax-api/2.0/mlflow';
const times = { creation_timestamp: 1_795_998_000_000, last_updated_timestamp: 1_795_998_000_000 };

function show(search: string, more: Answers = {}) {
  return showPage(ModelVersionPage, '/models/$name/$version', `/models/churn/3${search}`, {
    'GET /api/v1/session': session,
    [`GET ${root}/registered-models/get`]: {
      registered_model: { name: 'churn', ...times, aliases: [{ alias: 'champion', version: '3' }] },
    },
    [`GET ${root}/model-versions/get`]: {
      model_version: { name: 'churn', version: '3', ...times, status: 'READY', source: 'models:/m-0a', run_id: '' },
    },
    [`GET ${root}/model-versions/get-download-uri`]: { artifact_uri: 'mlflow-artifacts:/1/models/m-0a/artifacts' },
    'GET /ajax-api/2.0/mlflow-artifacts/artifacts': {
      files: [
        { path: 'b.txt', is_dir: false },
        { path: 'data', is_dir: true },
      ],
    },
    'GET /model-versions/get-artifact': 'flavors:\n  sklearn:\n    sklearn_version: 1.4.2\n',
    ...more,
  });
}

describe('the page of a model version', () => {
  it('says where it comes from', async () => {
    const { container } = await show('');
    expect(await screen.findByRole('heading', { level: 1, name: 'churn version 3' })).toBeTruthy();
    expect(textOf(container)).toContain('Source runnone');
    expect(screen.getByRole('link', { name: 'logged model' }).getAttribute('href')).toBe('/lineage/logged-model/m-0a');
    await waitFor(() => expect(textOf(container)).toContain('champion'));
  });

  it('shows flavors, and says that there is no signature', async () => {
    await show('?tab=signature');
    expect(await screen.findByText('This model has no signature')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 3, name: 'sklearn' })).toBeTruthy();
  });

  it('says what is wrong with a broken MLmodel', async () => {
    await show('?tab=signature', { 'GET /model-versions/get-artifact': 'a: [1' });
    expect(await screen.findByText('The file MLmodel cannot be read')).toBeTruthy();
  });

  it('walks through folders, and keeps the place in the address', async () => {
    const { sent, history } = await show('?tab=files');
    await screen.findByRole('button', { name: 'data' });
    const names = screen.getAllByRole('listitem').map(textOf);
    expect(names.indexOf('data')).toBeLessThan(names.findIndex((name) => name.startsWith('b.txt')));
    fireEvent.click(screen.getByRole('button', { name: 'data' }));
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('path')).toBe('data'));
    await waitFor(() =>
      expect(sent.some((one) => one.query.get('path') === '1/models/m-0a/artifacts/data')).toBe(true),
    );
  });

  it('loads by number or by alias', async () => {
    const { container } = await show('?tab=load&by=champion');
    await waitFor(() => expect(textOf(container)).toContain('"models:/churn@champion"'));
  });
});
