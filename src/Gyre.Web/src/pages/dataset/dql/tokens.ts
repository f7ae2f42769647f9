/** A piece of JSON as it is being typed. */
export interface Token {
  kind: 'open' | 'close' | 'colon' | 'comma' | 'text' | 'word' | 'bad';
  /** Of a text what it says, else the piece itself. */
  text: string;
  from: number;
  /** The end, excluded. */
  to: number;
  /** Whether a text has its closing quote. */
  whole: boolean;
}

const signs: Record<string, Token['kind']> = {
  '{': 'open',
  '[': 'open',
  '}': 'close',
  ']': 'close',
  ':': 'colon',
  ',': 'comma',
};

/** The pieces of JSON, as far as it goes; what is none is a piece of its own. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (/\s/.test(sign)) {
      at++;
      continue;
    }
    const token = sign === '"' ? readText(text, at) : readOther(text, at, sign);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function readText(text: string, from: number): Token {
  let at = from + 1;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  const whole = text[at] === '"';
  const to = Math.min(text.length, whole ? at + 1 : at);
  const inner = text.slice(from + 1, whole ? to - 1 : to);
  let said = inner;
  try {
    said = JSON.parse(`"${inner}"`) as string;
  } catch {
    // Half an escape is shown as it was typed.
  }
  return { kind: 'text', text: said, from, to, whole };
}

function readOther(text: string, from: number, sign: string): Token {
  const kind = signs[sign];
  if (kind !== undefined) return { kind, text: sign, from, to: from + 1, whole: true };
  const word = /^[\w.+$-]+/.exec(text.slice(from))?.[0] ?? sign;
  return { kind: /^[\w.+-]/.test(word) ? 'word' : 'bad', text: word, from, to: from + word.length, whole: true };
}
