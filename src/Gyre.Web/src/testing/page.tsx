import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { act, configure, render } from '@testing-library/react';
import { vi } from 'vitest';
import { parseSearch, stringifySearch } from '@/app/search';

// Machines that build other things meanwhile are slow; a test that fails is worth the wait.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

/** Answers by method and path, `GET /api/v1/cycles`; the query is left out. A function gets the request's body and query. */
export type Answers = Record<string, unknown>;

/** Requests that a page has made, in order. */
export interface Sent {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** What jsdom lacks and components ask for. */
export function prepareBrowser(): void {
  window.scrollTo = () => undefined;
  window.matchMedia = (query) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  // A test that needs sizes has put one that tells them here already.
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  Element.prototype.scrollIntoView = () => undefined;
}

/** Gives elements a size and the page its fonts, which jsdom does not: virtual lists and text areas need them. */
export function sizeElements(width = 1200, height = 800): void {
  for (const [name, value] of [
    ['offsetWidth', width],
    ['offsetHeight', height],
    ['clientWidth', width],
    ['clientHeight', height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
  const fonts = { addEventListener: () => undefined, removeEventListener: () => undefined };
  Object.defineProperty(document, 'fonts', { configurable: true, value: fonts });
}

function fakeServer(answers: Answers): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const url = new URL(address);
    const path = decodeURIComponent(url.pathname);
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    sent.push({ method, path, query: url.searchParams, body });
    const answer = answers[`${method} ${path}`];
    if (answer === undefined) {
      return Response.json(
        { title: 'Not found', status: 404, code: 'http.not-found', detail: `No answer for ${method} ${path}.` },
        { status: 404 },
      );
    }
    const made: unknown = typeof answer === 'function' ? answer(body, url.searchParams) : answer;
    return typeof made === 'string' ? new Response(made) : Response.json(made);
  });
  return sent;
}

/** A reader who may change everything, on a server that asks nobody to sign in. */
export const session = { required: false, signed_in: true, name: 'local', scope: 'admin', csrf: null, version: '1' };

/** Shows a page at an address, over a server that gives these answers. `others` are addresses that the page leads to. */
export async function showPage(
  page: RouteComponent,
  pattern: string,
  address: string,
  answers: Answers,
  others: readonly string[] = [],
) {
  prepareBrowser();
  const sent = fakeServer(answers);
  const root = createRootRoute({ component: Outlet });
  const routes = [
    createRoute({ getParentRoute: () => root, path: pattern, component: page }),
    ...others.map((path) => createRoute({ getParentRoute: () => root, path, component: () => <p>another page</p> })),
  ];
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren(routes), history, parseSearch, stringifySearch });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const made = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await act(() => router.load());
  return { ...made, sent, history, client };
}

/** What a reader of the page reads, with single spaces. */
export function textOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ');
}
