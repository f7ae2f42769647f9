// @vitest-environment jsdom
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { paths } from '@/app/nav';
import { parseSearch, stringifySearch } from '@/app/search';
import { useParam, useSearchState } from './useSearchState';

function ModelPage() {
  const name = useParam('name');
  const version = useParam('version');
  const [state, set] = useSearchState({ tab: 'overview', node: '' });
  return (
    <>
      <output data-testid="name">{name}</output>
      <output data-testid="version">{version}</output>
      <output data-testid="tab">{state.tab}</output>
      <output data-testid="node">{state.node}</output>
      <button onClick={() => set({ tab: 'files', node: 'a&b=c[2]' })}>set</button>
      <button onClick={() => set({ tab: 'overview', node: undefined })}>reset</button>
    </>
  );
}

function LineagePage() {
  return <output data-testid="splat">{useParam('_splat')}</output>;
}

async function show(path: string, basepath = '/') {
  const root = createRootRoute({ component: Outlet });
  const model = createRoute({ getParentRoute: () => root, path: '/models/$name/$version', component: ModelPage });
  const lineage = createRoute({ getParentRoute: () => root, path: '/lineage/$kind/$', component: LineagePage });
  const history = createMemoryHistory({ initialEntries: [basepath.replace(/\/$/, '') + path] });
  const router = createRouter({
    routeTree: root.addChildren([model, lineage]),
    basepath,
    history,
    parseSearch,
    stringifySearch,
  });
  render(<RouterProvider router={router as never} />);
  await act(() => router.load());
  return { router, history };
}

const text = (id: string) => screen.getByTestId(id).textContent;

window.scrollTo = () => undefined;
afterEach(cleanup);

describe('names in addresses', () => {
  const names = [
    'plain',
    'a/b',
    '50%',
    '%2F',
    'a b',
    'q?x=1',
    '#1',
    '$name',
    '{x}',
    'ünï',
    '😀',
    '<img src=x onerror=alert(1)>',
    "it's",
    'a\\b',
    'a;b',
    '\u202eevil',
    'a+b',
    'x'.repeat(3000),
  ];

  it.each(names)('%j survives the address and a change of the search', async (name) => {
    const { history } = await show(paths.modelVersion(name, 1));
    expect(text('name')).toBe(name);
    await act(async () => screen.getByText('set').click());
    expect(text('name')).toBe(name);
    expect(text('version')).toBe('1');
    expect(text('tab')).toBe('files');
    expect(text('node')).toBe('a&b=c[2]');
    await act(async () => screen.getByText('reset').click());
    expect(text('tab')).toBe('overview');
    expect(history.location.search).toBe('');
    expect(text('name')).toBe(name);
  });

  it('works below a base path', async () => {
    const { history } = await show(paths.modelVersion('a/b', 2, { tab: 'files' }), '/ml/');
    expect(text('name')).toBe('a/b');
    expect(text('tab')).toBe('files');
    await act(async () => screen.getByText('set').click());
    expect(history.location.pathname).toBe('/ml/models/a%2Fb/2');
  });

  it.each(['abc', 'fraud/3', 'sha256:ab'])('lineage of %j', async (id) => {
    await show(paths.lineage('model-version', id));
    expect(text('splat')).toBe(id);
  });
});

describe('the search', () => {
  it('is flat text and drops what is empty', () => {
    expect(parseSearch('?a=1&b=%7B%22x%22&__proto__=x')).toEqual({ a: '1', b: '{"x"' });
    expect(stringifySearch({ a: '', b: undefined, c: 'x y' })).toBe('?c=x+y');
    expect(stringifySearch({})).toBe('');
  });
});
