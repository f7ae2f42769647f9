import { readTokens } from './lexer';

export interface Place {
  start: number;
  end: number;
}

/** Where in a filter the server's words point to; null when they name no place. */
export function placeOf(filter: string, message: string): Place | null {
  const position = / at position (\d+)/.exec(message);
  if (position !== null) {
    const start = Math.min(Number(position[1]), filter.length);
    const token = readTokens(filter).find((one) => one.start <= start && start < one.end);
    return { start, end: token?.end ?? Math.min(start + 1, filter.length) };
  }
  if (/found the end/.test(message)) return { start: filter.trimEnd().length, end: filter.trimEnd().length };
  return quotedPlace(filter, message) ?? valuePlace(filter, message);
}

/** Messages quote what they refuse: "Invalid entity type 'foo'", "Invalid clause(s) in filter string: 'a', '>'". */
function quotedPlace(filter: string, message: string): Place | null {
  const refusal =
    /^(?:Invalid clause\(s\) in filter string:|Invalid entity type|Invalid attribute key|Invalid dataset key|Invalid comparator|Invalid comparison clause\. Expected 'Identifier' found) (.*)$/s.exec(
      message,
    );
  if (refusal === null) return null;
  const quoted = [...(refusal[1] ?? '').matchAll(/'((?:[^']|'(?!\s*(?:,|\.|$|specified|not one|supplied)))*)'/g)].map(
    (one) => one[1] ?? '',
  );
  const named = /Invalid clause/.test(message) ? quoted : quoted.slice(0, 1);
  return span(filter, named);
}

/** "Found 'x'", "Got value 1": the value that does not fit. */
function valuePlace(filter: string, message: string): Place | null {
  const value = /(?:Found|Got value|for string value) (.+?)\.?(?: Use either.*)?$/s.exec(message)?.[1];
  if (value === undefined) return null;
  return span(filter, [value]) ?? span(filter, [value.replace(/^'(.*)'$/s, '$1')]);
}

/** From the first to the last of the parts, found one behind the other; null when one is not there. */
function span(filter: string, parts: readonly string[]): Place | null {
  let [start, end] = [-1, 0];
  for (const part of parts) {
    const at = part === '' || part === '...' ? -1 : indexOfWord(filter, part, end);
    if (at < 0) continue;
    if (start < 0) start = at;
    end = at + part.length;
  }
  return start < 0 ? null : { start, end };
}

/** Where a part stands as tokens of its own, so that 'x' is not found inside "max". */
function indexOfWord(filter: string, part: string, from: number): number {
  const tokens = readTokens(filter);
  const starts = new Set(tokens.flatMap((token) => [token.start, ...dots(filter, token.start, token.end)]));
  for (let at = filter.indexOf(part, from); at >= 0; at = filter.indexOf(part, at + 1)) {
    if (starts.has(at)) return at;
  }
  return filter.indexOf(part, from);
}

/** Behind each dot or quote of a name begins a part of it. */
function dots(filter: string, start: number, end: number): number[] {
  const found: number[] = [];
  for (let at = start; at < end; at++) if (/[.`"']/.test(filter[at] ?? '')) found.push(at + 1);
  return found;
}
