import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, fill, get, post, setCsrf, setUnauthorizedHandler, urlOf } from './client';

function answer(status: number, body: unknown, type = 'application/json') {
  const fetched = vi.fn(
    async (..._: [string, RequestInit]) =>
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf(null);
  setUnauthorizedHandler(() => undefined);
});

describe('addresses', () => {
  it('keeps the slashes of a node and encodes the rest', () => {
    const path = fill('/api/v1/runs/{run}/nodes/{node}', { run: 'a/b', node: 'loop[1]/say it' });
    expect(path).toBe('/api/v1/runs/a%2Fb/nodes/loop%5B1%5D/say%20it');
  });

  it('refuses names that would leave their place', () => {
    expect(() => fill('/api/v1/runs/{run}/nodes/{node}', { run: 'r', node: '../../tokens' })).toThrow(ApiError);
    expect(() => fill('/api/v1/projects/{name}', { name: '..' })).toThrow(ApiError);
  });

  it('leaves out what is not given', () => {
    expect(urlOf('/api/v1/runs', { state: 'failed', text: '', cursor: undefined, limit: 0 })).toBe(
      'http://localhost/api/v1/runs?state=failed&limit=0',
    );
  });
});

describe('requests', () => {
  it('gives the answer', async () => {
    const fetched = answer(200, { runs: [], next_cursor: null });
    await expect(get('/api/v1/runs', { query: { limit: 5 } })).resolves.toEqual({ runs: [], next_cursor: null });
    expect(fetched.mock.calls[0]?.[0]).toBe('http://localhost/api/v1/runs?limit=5');
  });

  it('sends the session header with changes only', async () => {
    setCsrf('secret');
    const fetched = answer(200, {});
    await get('/api/v1/runs');
    await post('/api/v1/runs/{run}/cancel', { path: { run: 'r' }, idempotencyKey: 'k' });
    const [first, second] = fetched.mock.calls.map((call) => new Headers(call[1].headers));
    expect(first?.get('X-Gyre-Csrf')).toBeNull();
    expect(second?.get('X-Gyre-Csrf')).toBe('secret');
    expect(second?.get('Idempotency-Key')).toBe('k');
  });

  it('throws the problem with its words', async () => {
    answer(
      409,
      {
        code: 'run.over',
        title: 'Conflict',
        detail: 'The run is over.',
        remedy: 'Start another one.',
        errors: [],
      },
      'application/problem+json',
    );
    await expect(get('/api/v1/runs')).rejects.toMatchObject({
      status: 409,
      code: 'run.over',
      detail: 'The run is over.',
      remedy: 'Start another one.',
    });
  });

  it("keeps the words of MLflow's routes", async () => {
    answer(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'Bad filter.' });
    await expect(get('/api/v1/runs')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      detail: 'Bad filter.',
    });
  });

  it('stands an answer that is not JSON', async () => {
    vi.stubGlobal('fetch', async () => new Response('<html>502</html>', { status: 502 }));
    await expect(get('/api/v1/runs')).rejects.toMatchObject({ status: 502, title: 'The server answered 502' });
  });

  it('says when nobody is signed in', async () => {
    const handler = vi.fn();
    setUnauthorizedHandler(handler);
    answer(401, { code: 'auth.required', title: 'Unauthorized' }, 'application/problem+json');
    await expect(get('/api/v1/runs')).rejects.toBeInstanceOf(ApiError);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('tells a server that is away from one that refuses', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(get('/api/v1/runs')).rejects.toMatchObject({ status: 0, code: 'http.unreachable' });
  });
});
