// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answers, showPage, textOf } from '@/testing/page';
import LineagePage from './index';

// Other work may share the machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const link = (kind: string, id: string, relation: string, name = id) => ({ kind, id, name, relation });
const info = (kind: string, id: string, up: object[], down: object[] = []) => ({
  [`GET /api/v1/tracking/lineage/${kind}/${id}`]: { kind, id, name: id, made_from: up, led_to: down },
});
const answers: Answers = {
  ...info('model-version', 'm/1', [link('run', 'r1', 'source', 'train'), link('logged-model', 'l1', 'source')]),
  ...info(
    'run',
    'r1',
    [link('dataset', 'd1', 'input', '<img src=x>'), link('run', 'r1', 'parent')],
    [link('model-version', 'm/1', 'output')],
  ),
  ...info('logged-model', 'l1', [link('run', 'r1', 'source', 'train')], [link('model-version', 'm/1', 'output')]),
  ...info('dataset', 'd1', [], [link('run', 'r1', 'reader', 'train')]),
};

function show(address: string, more: Answers = {}) {
  return showPage(LineagePage, '/lineage/$kind/$', address, { ...answers, ...more });
}

const things = (container: Element) =>
  [...container.querySelectorAll('[data-key]')].map((one) => one.getAttribute('data-key'));

describe('the page of a lineage', () => {
  it('tells it in words and draws it', async () => {
    const { container } = await show('/lineage/model-version/m%2F1');
    expect(await screen.findByRole('heading', { level: 1, name: 'Lineage of m version 1' })).toBeTruthy();
    await waitFor(() => expect(things(container)).toEqual(['model-version:m/1', 'run:r1', 'logged-model:l1']));
    expect(textOf(container)).toContain('It was made by tracking run train.');
    expect(textOf(container)).toContain('Nothing has used it yet.');
    expect(container.querySelectorAll('path').length).toBeGreaterThanOrEqual(2);
  });

  it('follows one thing further, and keeps that in the address', async () => {
    const { container, history } = await show('/lineage/model-version/m%2F1');
    fireEvent.click(await screen.findByRole('button', { name: 'Show what made train' }));
    await waitFor(() => expect(things(container)).toContain('dataset:d1'));
    expect(new URLSearchParams(history.location.search).get('open')).toBe('up:run:r1');
    expect(container.querySelector('img')).toBeNull();
  });

  it('follows everything and ends in circles', async () => {
    const { container } = await show('/lineage/dataset/d1?down=all');
    await waitFor(() => expect(things(container)).toEqual(['dataset:d1', 'run:r1', 'model-version:m/1']));
    await waitFor(() => expect(textOf(container)).not.toContain('Following'));
  });

  it('moves with the arrow keys along the edges', async () => {
    const { container } = await show('/lineage/model-version/m%2F1');
    const graph = await screen.findByRole('group', { name: /^Lineage graph/ });
    await waitFor(() => expect(things(container)).toContain('run:r1'));
    const main = (key: string) => container.querySelector<HTMLElement>(`[data-key="${key}"] [data-main]`);
    main('model-version:m/1')?.focus();
    act(() => void fireEvent.keyDown(graph, { key: 'ArrowLeft' }));
    expect(['run:r1', 'logged-model:l1']).toContain(
      document.activeElement?.closest('[data-key]')?.getAttribute('data-key'),
    );
    act(() => void fireEvent.keyDown(graph, { key: 'ArrowRight' }));
    expect(document.activeElement).toBe(main('model-version:m/1'));
    expect(container.querySelectorAll('[data-main][tabindex="0"]')).toHaveLength(1);
  });

  it('asks again for what failed', async () => {
    let fails = true;
    const { container } = await show('/lineage/dataset/d1', {
      'GET /api/v1/tracking/lineage/dataset/d1': () => {
        if (fails) throw new TypeError('no network');
        return { kind: 'dataset', id: 'd1', name: 'data', made_from: [], led_to: [] };
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    fails = false;
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(textOf(container)).toContain('Nothing has used it yet.'));
  });

  it('says so when there is nothing to show', async () => {
    await show('/lineage/dataset/nope');
    expect(await screen.findByText('This dataset does not exist')).toBeTruthy();
    cleanup();
    await show('/lineage/shoe/R');
    expect(await screen.findByText('There is no lineage of shoes here')).toBeTruthy();
  });
});
