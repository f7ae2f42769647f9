import { urlOf } from '@/api/client';
import { queryClient } from '@/app/query';
import { type Session, sessionQuery } from '@/app/session';

/** A word for a POSIX shell: plain when it can be, else in single quotes. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `gyre cycle stop ID --reason 'good enough'`: options with null are left out. */
export function cliOf(
  command: string,
  args: readonly string[] = [],
  options: Record<string, string | number | null> = {},
): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}`, quote(String(value))],
  );
  return ['gyre', command, ...args.map(quote), ...given].join(' ');
}

/** Whether the server asks for a token; an empty one would be refused where none is needed. */
function needsToken(): boolean {
  return queryClient.getQueryData<Session>(sessionQuery.queryKey)?.required === true;
}

/** The request as curl. With tokens in use the reader's own is expected in GYRE_TOKEN. */
export function curlOf(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): string {
  const parts = ['curl', '-X', method, quote(urlOf(path))];
  if (needsToken()) parts.push('-H', '"Authorization: Bearer $GYRE_TOKEN"');
  for (const [name, value] of Object.entries(headers)) parts.push('-H', quote(`${name}: ${value}`));
  if (body !== undefined) parts.push('-H', quote('Content-Type: application/json'), '-d', quote(JSON.stringify(body)));
  return parts.join(' ');
}

/** A C# string literal. */
export function csText(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) => {
    if (found === '"' || found === '\\') return `\\${found}`;
    return [...found].map((one) => escapeOf(one)).join('');
  });
  return `"${escaped}"`;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A call of `Gyre.Client` as a whole program. */
export function csharpOf(call: string): string {
  return `using Gyre.Client.Api;\nusing Gyre.Contracts;\nusing Gyre.Core;\n\nusing var api = new GyreApi(${csText(urlOf('/'))});\n${call}`;
}
