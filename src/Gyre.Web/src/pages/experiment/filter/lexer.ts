/** What a stretch of a filter is. The same stretches as the server's lexer, which has the last word. */
export type TokenKind = 'name' | 'number' | 'text' | 'compare' | 'word' | 'open' | 'close' | 'comma' | 'other';

export interface Token {
  kind: TokenKind;
  start: number;
  /** Past its last character. */
  end: number;
  /** A quote that is never closed. */
  unclosed?: boolean;
}

const blanks = /\s+/y;
const numbers = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\p{L}\p{N}_])/uy;
const part = '(?:`(?:[^`]|``)*`|"(?:[^"]|"")*"|[\\p{L}_][\\p{L}\\p{N}_$#]*)';
const names = new RegExp(`${part}(?:\\.(?:${part}|[\\p{L}\\p{N}_]*))*`, 'uy');
const texts = /'(?:[^']|'')*'/y;
const symbols = /[<>=!~]+/y;
const comparisons = /^(?:like|ilike|rlike)$/i;
const words = /^(?:and|or|not|is|null|in|asc|desc|between)$/i;

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text) === null ? at : pattern.lastIndex;
}

/** Cuts a filter into tokens. Never fails. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const after = match(blanks, text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const token = next(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function next(text: string, start: number): Token {
  let end = match(numbers, text, start);
  if (end > start) return { kind: 'number', start, end };
  end = match(names, text, start);
  if (end > start) {
    const word = text.slice(start, end);
    // A quote behind the dot that is never closed belongs to the name being typed.
    if (word.endsWith('.') && /[`"]/.test(text[end] ?? ''))
      return { kind: 'name', start, end: text.length, unclosed: true };
    if (comparisons.test(word)) return { kind: 'compare', start, end };
    return { kind: words.test(word) ? 'word' : 'name', start, end };
  }
  end = match(texts, text, start);
  if (end > start) return { kind: 'text', start, end };
  end = match(symbols, text, start);
  if (end > start) return { kind: 'compare', start, end };
  switch (text[start]) {
    case '(':
      return { kind: 'open', start, end: start + 1 };
    case ')':
      return { kind: 'close', start, end: start + 1 };
    case ',':
      return { kind: 'comma', start, end: start + 1 };
    case "'":
      return { kind: 'text', start, end: text.length, unclosed: true };
    case '"':
    case '`':
      return { kind: 'name', start, end: text.length, unclosed: true };
    default:
      return { kind: 'other', start, end: start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) };
  }
}
