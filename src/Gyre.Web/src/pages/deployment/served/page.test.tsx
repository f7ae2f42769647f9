// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { changeOf, deploymentOf, servedOf, versionsOf } from '@/pages/deployments/testing';
import { type Answers, session, showPage, sizeElements, textOf } from '@/testing/page';
import DeploymentPage from '../index';

vi.mock('@/app/live', () => ({ useLive: () => 'live', useLiveEvents: () => undefined }));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const root = '/api/v1/deployments/flowers';
const flowers = deploymentOf({ name: 'flowers', serves: 'model' });

function show(more: Answers = {}) {
  sizeElements(1600);
  return showPage(DeploymentPage, '/deployments/$name', '/deployments/flowers', {
    'GET /api/v1/session': session,
    [`GET ${root}`]: flowers,
    [`GET ${root}/versions`]: versionsOf(),
    [`GET ${root}/predictions`]: servedOf(),
    ...more,
  });
}

describe('the page of a deployment of a model', () => {
  it('says what serves, and how it answered', async () => {
    await show();
    const summary = await screen.findByRole('region', { name: 'Summary' });
    await waitFor(() => expect(textOf(summary)).toContain('Requests1,000Rows2,000Failures3'));
    expect(textOf(summary)).toContain('version 6 answers in the shadow');
    expect(textOf(summary)).toContain('0.31 ms');
    expect(textOf(screen.getByRole('region', { name: 'Route' }))).toContain('answers as well, and nobody sees it');
  });

  it('shows inputs and outputs with their shapes', async () => {
    await show();
    const fields = await screen.findByRole('grid', { name: 'Inputs and outputs' });
    const rows = within(fields).getAllByRole('row').slice(1).map(textOf);
    expect(rows).toEqual(['petalsInputfloat32rows × 4', 'classOutputint64rows']);
  });

  it('shows how each version answered, and how often shadows differ', async () => {
    await show();
    const versions = await screen.findByRole('grid', { name: 'Versions' });
    await waitFor(() => expect(textOf(versions)).toContain('12.5% of 1,000'));
    const [champion, canary, shadow, idle] = within(versions).getAllByRole('row').slice(1).map(textOf);
    expect(champion).toContain('90%lin-ucb9001,80030.31 ms12 ms–');
    expect(canary).toContain('10%lin-ucb10020000.42 ms1.5 s–');
    expect(shadow).toContain('–lin-ucb000––12.5% of 1,000');
    expect(idle).toContain('–uniform––––––');
    expect(textOf(screen.getByRole('grid', { name: 'Changes' }))).toContain('Version 4 promoted over 3');
  });

  it('asks for nothing of a log, and offers no part that has one', async () => {
    const { sent } = await show();
    await screen.findByRole('grid', { name: 'Versions' });
    expect(screen.queryByRole('link', { name: 'Decisions' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Workbench' })).toBeNull();
    expect(sent.filter((one) => /\/(books|figures|decisions|evaluate)$/.test(one.path))).toEqual([]);
  });

  it('sees new requests without being told of them', async () => {
    let asked = 0;
    await show({ [`GET ${root}/predictions`]: () => (asked++ === 0 ? servedOf({ versions: [] }) : servedOf()) });
    const summary = await screen.findByRole('region', { name: 'Summary' });
    await waitFor(() => expect(textOf(summary)).toContain('Requests1,000'));
    expect(asked).toBeGreaterThan(1);
  });

  it('is promoted and shared as policies are', async () => {
    const result = { deployment: flowers, change: changeOf(), note: null };
    const { sent } = await show({ [`POST ${root}/promote`]: result });
    await screen.findByRole('grid', { name: 'Versions' });
    for (const name of ['Roll back', 'Change shares']) expect(screen.getByRole('button', { name })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Promote' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText(/^Reason/), { target: { value: 'faster' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Promote' }));
    await waitFor(() =>
      expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ version: 5, expected: 4, reason: 'faster' }),
    );
  });

  it('says that only a program knows what it takes', async () => {
    await show({
      [`GET ${root}`]: deploymentOf({ name: 'flowers', serves: 'command' }),
      [`GET ${root}/predictions`]: servedOf({ serves: 'command', kind: 'command', inputs: [], outputs: [] }),
    });
    expect(await screen.findByText('Only the program knows what it takes and gives.')).toBeTruthy();
    expect(screen.getByText(/^Program, asked over HTTP/)).toBeTruthy();
  });
});

describe('trying a model', () => {
  const rows = () => screen.findByLabelText(/^Rows/);

  it('begins with a row that fits, and shows the answer with the version that gave it', async () => {
    const { sent } = await show({ [`POST ${root}/predict`]: { version: 5, predictions: ['setosa'] } });
    expect(((await rows()) as HTMLTextAreaElement).value).toBe('[\n  [0,0,0,0]\n]');
    const before = sent.filter((one) => one.path.endsWith('/predictions')).length;
    fireEvent.click(screen.getByRole('button', { name: 'Ask' }));
    const answer = await screen.findByRole('region', { name: 'Answer' });
    expect(textOf(answer)).toContain('Version 5 answered:[ "setosa" ]');
    expect(sent.find((one) => one.method === 'POST')?.body).toEqual({ instances: [[0, 0, 0, 0]] });
    await waitFor(() => expect(sent.filter((one) => one.path.endsWith('/predictions')).length).toBeGreaterThan(before));
  });

  it('says what was refused, and at which place', async () => {
    const problem = {
      status: 400,
      code: 'predict.shape',
      title: 'The request is not valid',
      detail: 'The row has 3 values, not 4.',
      errors: [{ code: 'predict.shape', message: 'The row has 3 values, not 4.', path: 'instances/1' }],
    };
    await show();
    const answered = globalThis.fetch;
    vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) =>
      init.method === 'POST' ? Promise.resolve(Response.json(problem, { status: 400 })) : answered(address, init),
    );
    fireEvent.change(await rows(), { target: { value: '[[1, 2, 3, 4], [1, 2, 3]]' } });
    fireEvent.click(screen.getByRole('button', { name: 'Ask' }));
    expect(textOf(await screen.findByRole('alert'))).toContain('The row has 3 values, not 4.');
    expect(textOf(screen.getByText(/^Its place in the request/))).toContain('instances/1');
    expect(screen.queryByRole('region', { name: 'Answer' })).toBeNull();
  });

  it('sends nothing that is no JSON', async () => {
    await show();
    fireEvent.change(await rows(), { target: { value: '[[1, 2' } });
    expect(await screen.findByText(/^This is no JSON/)).toBeTruthy();
    expect((screen.getByRole('button', { name: 'Ask' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('is not offered to a reader who may change nothing', async () => {
    await show({ 'GET /api/v1/session': { ...session, scope: 'read' } });
    await screen.findByRole('grid', { name: 'Inputs and outputs' });
    await waitFor(() => expect(screen.queryByLabelText(/^Rows/)).toBeNull());
  });
});
