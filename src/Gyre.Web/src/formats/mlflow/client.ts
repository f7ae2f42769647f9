import { request } from '@/api/client';

/** A name with its text, as tags and params come. */
export interface Pair {
  key: string;
  value: string;
}

type Value = string | number | boolean | object | null | undefined;
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Options {
  signal?: AbortSignal | undefined;
  /** Traces live under 3.0. */
  version?: '2.0' | '3.0';
}

/**
 * A call of the MLflow-compatible API: `mlflow('GET', 'runs/get', { run_id })`. The values of a GET stand in the query,
 * lists as repeated keys; those of other methods in the body. Throws ApiError.
 */
export async function mlflow<T>(
  method: Method,
  path: string,
  values: Record<string, Value> = {},
  options: Options = {},
): Promise<T> {
  const { signal, version = '2.0' } = options;
  const place = `/ajax-api/${version}/mlflow/${path}`;
  const init: RequestInit = { headers: { Accept: 'application/json', 'Content-Type': 'application/json' } };
  if (signal !== undefined) init.signal = signal;
  if (method !== 'GET') init.body = JSON.stringify(values);
  const response = await request(method, method === 'GET' ? `${place}${queryOf(values)}` : place, init);
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** `?a=1&b=x&b=y`; nothing for what is absent or empty. */
export function queryOf(values: Record<string, Value>): string {
  const made = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of list) {
      if (one !== undefined && one !== null && one !== '') made.append(key, String(one));
    }
  }
  const text = made.toString();
  return text === '' ? '' : `?${text}`;
}

/** The value of a tag or param, if there is one. */
export function valueOf(pairs: readonly Pair[] | undefined, key: string): string | undefined {
  return pairs?.find((pair) => pair.key === key)?.value;
}
