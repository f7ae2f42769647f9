import { type Token, tokensOf } from './tokens';

/** Where in a document something stands: keys, and `[]` for an element of a list. */
export type Path = readonly string[];

export interface Visit {
  token: Token;
  /** Of a key the path of its object, of a value its own. */
  path: Path;
  role: 'key' | 'value';
}

/** What the end of a text is inside of. */
export interface Inside {
  path: Path;
  role: 'key' | 'value';
  /** Keys of the object so far. */
  keys: readonly string[];
}

interface Frame {
  list: boolean;
  path: Path;
  keys: string[];
  /** The key whose value comes next; null where a key comes. */
  key: string | null;
  /** Whether the colon after the key was there. */
  colon: boolean;
}

interface Walked {
  visits: Visit[];
  inside: Inside | null;
}

/** Goes through JSON as it is being typed and says where each key and value stands. Never fails. */
export function walk(text: string): Walked {
  const visits: Visit[] = [];
  const frames: Frame[] = [];
  let root = true;
  for (const token of tokensOf(text)) {
    const frame = frames.at(-1);
    switch (token.kind) {
      case 'open':
        if (frame === undefined && !root) break;
        root = false;
        frames.push({ list: token.text === '[', path: valuePath(frame), keys: [], key: null, colon: false });
        break;
      case 'close':
        frames.pop();
        break;
      case 'comma':
        if (frame !== undefined) [frame.key, frame.colon] = [null, false];
        break;
      case 'colon':
        if (frame !== undefined) frame.colon = true;
        break;
      default:
        visit(token, frame, visits);
    }
  }
  return { visits, inside: insideOf(frames.at(-1)) };
}

function visit(token: Token, frame: Frame | undefined, visits: Visit[]) {
  if (frame !== undefined && !frame.list && frame.key === null && token.kind === 'text') {
    visits.push({ token, path: frame.path, role: 'key' });
    frame.key = token.text;
    frame.keys.push(token.text);
  } else {
    visits.push({ token, path: valuePath(frame), role: 'value' });
  }
}

function valuePath(frame: Frame | undefined): Path {
  if (frame === undefined) return [];
  return [...frame.path, frame.list ? '[]' : (frame.key ?? '')];
}

function insideOf(frame: Frame | undefined): Inside | null {
  if (frame === undefined) return null;
  const role = frame.list || frame.colon ? 'value' : 'key';
  return { path: role === 'value' ? valuePath(frame) : frame.path, role, keys: frame.keys };
}
