// @vitest-environment jsdom
import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showPage } from '@/testing/page';
import ModelsPage from './index';

// Other work may share the machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const search = '/ajax-api/2.0/mlflow/registered-models/search';

describe('the page of models', () => {
  it('says how the first model comes about', async () => {
    await showPage(ModelsPage, '/models', '/models', { [`GET ${search}`]: {} });
    expect(await screen.findByText('No models yet')).toBeTruthy();
  });

  it('searches on the server and keeps the search in the address', async () => {
    const { sent, history } = await showPage(ModelsPage, '/models', '/models', { [`GET ${search}`]: {} });
    const box = await screen.findByRole('searchbox', { name: 'Search models' });
    fireEvent.change(box, { target: { value: "it's" } });
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('text')).toBe("it's"));
    expect((box as HTMLInputElement).value).toBe("it's");
    await waitFor(() => expect(sent.at(-1)?.query.get('filter')).toBe("name ILIKE '%it''s%'"));
    fireEvent.click(await screen.findByRole('button', { name: 'Show all models' }));
    await waitFor(() => expect((box as HTMLInputElement).value).toBe(''));
  });

  it('refuses a name that the server would refuse, before asking', async () => {
    Object.defineProperty(document, 'fonts', { value: new EventTarget() });
    const { sent } = await showPage(ModelsPage, '/models', '/models', { [`GET ${search}`]: {} });
    fireEvent.click(await screen.findByRole('button', { name: 'New model' }));
    fireEvent.change(await screen.findByRole('textbox', { name: 'Name' }), { target: { value: 'a/b' } });
    fireEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('A name cannot contain / or :')).toBeTruthy();
    expect(sent.some((one) => one.method === 'POST')).toBe(false);
  });
});
