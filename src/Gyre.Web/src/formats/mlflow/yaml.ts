/**
 * Reads the YAML that MLflow writes into MLmodel: block and flow maps and lists, plain, quoted and block texts over
 * several lines. Scalars stay texts (null for null), since they are shown, not computed with. No tags and no anchors:
 * `!` and `&` are letters like others, so nothing can be made to grow.
 */
export type Yaml = string | null | readonly Yaml[] | { readonly [key: string]: Yaml };

export class YamlError extends Error {}

const longest = 1_000_000;
const deepest = 32;

interface Line {
  indent: number;
  text: string;
  number: number;
}

export function readYaml(text: string): Yaml {
  if (text.length > longest) throw new YamlError('The file is too long.');
  const reader = new Reader(text);
  const value = reader.block(0, 0);
  const left = reader.peek();
  if (left !== undefined) throw new YamlError(`Line ${left.number} has no place.`);
  return value;
}

class Reader {
  private readonly raw: string[];
  private at = 0;

  constructor(text: string) {
    this.raw = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  }

  /** The next line with something on it; comments and document marks are nothing. */
  peek(): Line | undefined {
    for (; this.at < this.raw.length; this.at++) {
      const line = this.raw[this.at] ?? '';
      const body = line.trimStart();
      if (body === '' || body.startsWith('#') || line === '---' || line === '...') continue;
      if (/^ *\t/.test(line)) throw new YamlError(`Line ${this.at + 1} is indented with a tab.`);
      return { indent: line.length - body.length, text: body.trimEnd(), number: this.at + 1 };
    }
    return undefined;
  }

  /** A map, list or scalar that is indented by at least `indent`. */
  block(indent: number, depth: number): Yaml {
    if (depth > deepest) throw new YamlError('The file is nested too deeply.');
    const line = this.peek();
    if (line === undefined || line.indent < indent) return null;
    if (isItem(line.text)) return this.items(line.indent, depth);
    if (splitKey(line.text) !== null) return this.entries(line.indent, depth);
    this.at++;
    return this.scalar(line.text, indent - 1, depth);
  }

  private items(indent: number, depth: number): Yaml {
    const made: Yaml[] = [];
    for (
      let line = this.peek();
      line !== undefined && line.indent === indent && isItem(line.text);
      line = this.peek()
    ) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '' || rest.startsWith('#')) {
        this.at++;
        made.push(this.block(indent + 1, depth + 1));
      } else if (isItem(rest) || splitKey(rest) !== null) {
        // "- key: value": the rest of the line is the first line of a block that begins where the rest stands.
        const inner = line.indent + (line.text.length - rest.length);
        this.raw[this.at] = ' '.repeat(inner) + rest;
        made.push(this.block(inner, depth + 1));
      } else {
        this.at++;
        made.push(this.scalar(rest, indent, depth + 1));
      }
    }
    return made;
  }

  private entries(indent: number, depth: number): Yaml {
    const made: [string, Yaml][] = [];
    for (let line = this.peek(); line !== undefined && line.indent === indent; line = this.peek()) {
      const split = splitKey(line.text);
      if (split === null) throw new YamlError(`Line ${line.number} is not "key: value".`);
      this.at++;
      made.push([
        split.key,
        split.rest === '' ? this.nested(indent, depth) : this.scalar(split.rest, indent, depth + 1),
      ]);
    }
    const next = this.peek();
    if (next !== undefined && next.indent > indent) throw new YamlError(`Line ${next.number} is indented too far.`);
    return Object.fromEntries(made);
  }

  /** What stands below "key:". A list may begin in the same column as the key. */
  private nested(indent: number, depth: number): Yaml {
    const next = this.peek();
    if (next !== undefined && next.indent === indent && isItem(next.text)) return this.items(indent, depth + 1);
    return this.block(indent + 1, depth + 1);
  }

  private scalar(first: string, indent: number, depth: number): Yaml {
    if (/^[|>][+-]?\d?$/.test(first)) return this.literal(first, indent);
    const kind = first[0];
    if (kind === '"' || kind === "'") {
      // A line is looked at alone: no escape and no doubled quote goes over a break.
      const text = this.until(first, (line, begins) => closing(begins ? line : kind + line, kind) > 0);
      return unquote(text.slice(0, closing(text, kind)));
    }
    if (kind === '{' || kind === '[') {
      const closed = balance();
      return readFlow(this.until(first, closed), depth);
    }
    const parts = [uncomment(first)];
    for (
      let line = this.peek();
      line !== undefined && line.indent > indent && splitKey(line.text) === null;
      line = this.peek()
    ) {
      parts.push(uncomment(line.text));
      this.at++;
    }
    return plain(parts.join(' '));
  }

  /** Adds lines until one closes the text: one break is a blank, an empty line is a break. */
  private until(first: string, closes: (line: string, begins: boolean) => boolean): string {
    const parts = [first];
    let done = closes(first, true);
    let breaks = 0;
    while (!done) {
      const line = this.raw[this.at++];
      if (line === undefined) throw new YamlError('A text or a bracket is never closed.');
      const body = line.trim();
      if (body === '') {
        breaks++;
        continue;
      }
      const before = parts.at(-1) ?? '';
      if (first.startsWith('"') && before.endsWith('\\')) parts[parts.length - 1] = before.slice(0, -1);
      else parts.push(breaks > 0 ? '\n'.repeat(breaks) : ' ');
      parts.push(body);
      done = closes(body, false);
      breaks = 0;
    }
    return parts.join('');
  }

  private literal(mark: string, indent: number): string {
    const lines: string[] = [];
    let own: number | null = null;
    for (; this.at < this.raw.length; this.at++) {
      const line = this.raw[this.at] ?? '';
      const depth = line.length - line.trimStart().length;
      if (line.trim() === '') {
        lines.push('');
        continue;
      }
      if (depth <= indent) break;
      own ??= depth;
      lines.push(line.slice(Math.min(own, depth)));
    }
    const text = mark.startsWith('|') ? lines.join('\n') : lines.join(' ').replace(/ {2,}/g, '\n');
    const trimmed = text.replace(/\s+$/, '');
    return mark.includes('-') || trimmed === '' ? trimmed : `${trimmed}\n`;
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

/** "key: value" or "key:"; the key may be quoted. */
function splitKey(text: string): { key: string; rest: string } | null {
  const kind = text[0];
  if (kind === '{' || kind === '[') return null;
  let end: number;
  if (kind === '"' || kind === "'") {
    end = closing(text, kind);
    if (end === 0 || text[end] !== ':') return null;
  } else {
    end = text.search(/:( |$)/);
    if (end < 1) return null;
  }
  const after = text.slice(end + 1);
  if (after !== '' && !after.startsWith(' ')) return null;
  const rest = after.trim();
  const key = text.slice(0, end);
  return { key: kind === '"' || kind === "'" ? unquote(key) : key.trimEnd(), rest: rest.startsWith('#') ? '' : rest };
}

function uncomment(text: string): string {
  const at = text.search(/\s#/);
  return at < 0 ? text : text.slice(0, at).trimEnd();
}

/** The end of the quoted text at the beginning, past its closing quote; 0 when it is not closed. */
function closing(text: string, quote: string): number {
  for (let i = 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (quote === '"' || text[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return 0;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', e: '\x1b', _: '\u00a0' };

function unquote(text: string): string {
  const body = text.slice(1, -1);
  if (text.startsWith("'")) return body.replaceAll("''", "'");
  return body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (_, x?: string, u?: string, long?: string, one?: string) => {
      if (one !== undefined) return escapes[one] ?? one;
      const point = parseInt(x ?? u ?? long ?? '', 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    },
  );
}

function plain(text: string): string | null {
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL' ? null : text;
}

/** Says, line by line, when the first bracket is closed. */
function balance(): (line: string) => boolean {
  let open = 0;
  let quote = '';
  let before = '[';
  return (line) => {
    for (let i = 0; i < line.length; i++) {
      const one = line[i] ?? '';
      if (quote !== '') {
        if (quote === '"' && one === '\\') i++;
        else if (one === quote) quote = '';
      } else if ((one === '"' || one === "'") && '[{,:'.includes(before)) quote = one;
      else if (one === '[' || one === '{') open++;
      else if ((one === ']' || one === '}') && --open <= 0) return true;
      if (one !== ' ') before = one;
    }
    return false;
  };
}

/** A value in brackets. */
function readFlow(text: string, start: number): Yaml {
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const scalar = (): string | null => {
    const kind = text[at];
    if (kind === '"' || kind === "'") {
      const end = closing(text.slice(at), kind);
      if (end === 0) throw new YamlError('A text in brackets is never closed.');
      at += end;
      return unquote(text.slice(at - end, at));
    }
    const from = at;
    while (at < text.length && !/[,[\]{}]/.test(text[at] ?? '') && !/^:(\s|$)/.test(text.slice(at, at + 2))) at++;
    return plain(text.slice(from, at).trim());
  };
  const value = (depth: number): Yaml => {
    if (depth > deepest) throw new YamlError('The file is nested too deeply.');
    skip();
    if (text[at] === '[') return list(depth);
    return text[at] === '{' ? map(depth) : scalar();
  };
  /** Reads what stands between brackets, parted by commas. */
  const each = (close: string, read: () => void) => {
    at++;
    for (skip(); text[at] !== close; skip()) {
      if (at >= text.length) throw new YamlError('A bracket is never closed.');
      read();
      skip();
      if (text[at] === ',') at++;
      else if (text[at] !== close) throw new YamlError('A list in brackets is broken.');
    }
    at++;
  };
  const list = (depth: number): Yaml => {
    const made: Yaml[] = [];
    each(']', () => made.push(value(depth + 1)));
    return made;
  };
  const map = (depth: number): Yaml => {
    const made: [string, Yaml][] = [];
    each('}', () => {
      const key = scalar();
      skip();
      const has = text[at] === ':';
      if (has) at++;
      made.push([String(key), has ? value(depth + 1) : null]);
    });
    return Object.fromEntries(made);
  };
  return value(start);
}
