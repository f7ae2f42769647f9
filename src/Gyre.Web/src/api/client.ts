import { baseUrl } from './base';
import type { paths } from './schema';

/** An answer from 400 on: the server's problem document, or the words of the browser when there was no answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly remedy: string | null;
  readonly errors: readonly ProblemPlace[];

  constructor(status: number, problem: Partial<Omit<Problem, 'status'>>) {
    super(problem.detail ?? problem.title ?? `Status ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? 'http.unknown';
    this.title = problem.title ?? 'The request failed';
    this.detail = problem.detail ?? null;
    this.remedy = problem.remedy ?? null;
    this.errors = problem.errors ?? [];
  }
}

export interface ProblemPlace {
  code: string;
  message: string;
  path: string;
}

interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string | null;
  remedy: string | null;
  errors: readonly ProblemPlace[];
}

type Scalar = string | number | boolean | null | undefined;
type Method = 'get' | 'post' | 'put' | 'delete';
/** The paths of the OpenAPI document that have the method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type JsonOf<R> = R extends { content: { 'application/json': infer J } } ? J : undefined;
/** The body of a good answer. */
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? JsonOf<R extends { 200: infer A } ? A : R extends { 201: infer B } ? B : R extends { 202: infer C } ? C : never>
    : never;
type BodyOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined;
type PathParams<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { parameters: { path: infer A extends object } } ? { path: A } : { path?: undefined };

interface Common {
  query?: Record<string, Scalar>;
  signal?: AbortSignal;
}
interface Change {
  /** The same key takes effect once; for changes that a person might send twice. */
  idempotencyKey?: string;
}
type ReadOptions<P extends keyof paths> = Common & PathParams<P, 'get'>;
type ChangeOptions<P extends keyof paths, M extends Method> = Common &
  Change &
  PathParams<P, M> & { body?: BodyOf<P, M> };
type Rest<O> = object extends O ? [options?: O] : [options: O];

let csrf: string | null = null;
let onUnauthorized: () => void = () => undefined;

/** What the session said must come with every change. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

/** Called when an answer says that nobody is signed in. */
export function setUnauthorizedHandler(handler: () => void): void {
  onUnauthorized = handler;
}

/** An absolute address below the server's base path. `path` begins with a slash: `/api/v1/runs`. */
export function urlOf(path: string, query?: Record<string, Scalar>): string {
  const url = new URL(path.replace(/^\/+/, ''), baseUrl);
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(key, String(value));
  }
  return url.href;
}

/** Parameters that may contain slashes, which the server takes as they are. */
const deep = new Set(['node', 'key', 'decision']);

/** Puts values into `{name}` places. A part `.` or `..` would leave its place, so it is refused. */
export function fill(path: string, values: Record<string, Scalar>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? '');
    const parts = deep.has(name) || path.startsWith('/api/v1/tracking/lineage/') ? value.split('/') : [value];
    if (parts.some((part) => part === '.' || part === '..')) {
      throw new ApiError(404, {
        code: 'path.invalid',
        title: 'Not found',
        detail: `"${value}" is not a valid name.`,
      });
    }
    return parts.map(encodeURIComponent).join('/');
  });
}

/** MLflow's routes answer in its own shape, which has a word and a message. */
type Refusal = Partial<Problem> & { error_code?: string; message?: string };

async function problemOf(response: Response): Promise<ApiError> {
  let problem: Refusal = {};
  try {
    problem = (await response.json()) as Refusal;
  } catch {
    // A proxy in between answers in its own words; the status has to do.
  }
  return new ApiError(response.status, {
    ...problem,
    code: problem.code ?? problem.error_code ?? 'http.unknown',
    title:
      problem.title ??
      (problem.message === undefined ? `The server answered ${response.status}` : 'The server refused the request'),
    detail: problem.detail ?? problem.message ?? null,
  });
}

/** A request below the base path, with the session's header on changes. Throws ApiError. */
export async function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (csrf !== null && method !== 'GET' && method !== 'HEAD') headers.set('X-Gyre-Csrf', csrf);
  let response: Response;
  try {
    response = await fetch(urlOf(path), { ...init, method, headers, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, {
      code: 'http.unreachable',
      title: 'The server does not answer',
      detail: 'The request got no answer.',
      remedy: 'Check that "gyre serve" runs, then try again.',
    });
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) onUnauthorized();
  throw problem;
}

interface AnyOptions extends Common, Change {
  path?: object | undefined;
  body?: unknown;
}

async function call(method: string, path: string, options: AnyOptions = {}): Promise<unknown> {
  const filled = fill(path, (options.path ?? {}) as Record<string, Scalar>);
  const search = new URL(urlOf(filled, options.query)).search;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
  const init: RequestInit = { headers, signal: options.signal ?? null };
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  const response = await request(method, filled + search, init);
  const type = response.headers.get('Content-Type') ?? '';
  return type.includes('json') ? response.json() : undefined;
}

/** `get('/api/v1/runs/{run}', { path: { run }, query: { nodes: true } })` */
export function get<P extends PathsOf<'get'>>(path: P, ...[options]: Rest<ReadOptions<P>>): Promise<Answer<P, 'get'>> {
  return call('GET', path, options) as Promise<Answer<P, 'get'>>;
}

export function post<P extends PathsOf<'post'>>(
  path: P,
  ...[options]: Rest<ChangeOptions<P, 'post'>>
): Promise<Answer<P, 'post'>> {
  return call('POST', path, options) as Promise<Answer<P, 'post'>>;
}

export function put<P extends PathsOf<'put'>>(
  path: P,
  ...[options]: Rest<ChangeOptions<P, 'put'>>
): Promise<Answer<P, 'put'>> {
  return call('PUT', path, options) as Promise<Answer<P, 'put'>>;
}

export function del<P extends PathsOf<'delete'>>(
  path: P,
  ...[options]: Rest<ChangeOptions<P, 'delete'>>
): Promise<Answer<P, 'delete'>> {
  return call('DELETE', path, options) as Promise<Answer<P, 'delete'>>;
}

/** A route that the OpenAPI document does not describe (yet, or because it speaks a foreign format): `T` is trusted. */
export function send<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options?: AnyOptions,
): Promise<T> {
  return call(method, path, options) as Promise<T>;
}
