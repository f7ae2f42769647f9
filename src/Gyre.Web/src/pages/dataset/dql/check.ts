import { combiners, isQuery, isQueryKey, type KnownField, operators, placeOf } from './grammar';
import { walk } from './walk';

export interface Finding {
  /** An error is refused by the server; a warning may be meant. */
  grade: 'error' | 'warning';
  message: string;
  from: number;
  to: number;
}

/** What is wrong with a query as it is typed: the server has the last word. */
export function check(text: string, fields: readonly KnownField[]): Finding[] {
  if (text.trim() === '') return [];
  const { visits } = walk(text);
  const keys = visits.filter((visit) => visit.role === 'key');
  const rootKeys = keys.filter(({ path }) => path.length === 0).map(({ token }) => token.text);
  const names = new Set(['id', ...fields.map(({ name }) => name)]);
  const found: Finding[] = [];
  for (const { path, token } of keys) {
    const words = keyProblem(placeOf(path, rootKeys).kind, token.text, rootKeys, names);
    if (words !== null) found.push({ ...words, from: token.from, to: token.to });
  }
  if (found.length > 0) return found;
  const broken = jsonProblem(text);
  return broken === null ? [] : [{ grade: 'error', message: broken, from: text.length, to: text.length }];
}

type Words = Pick<Finding, 'grade' | 'message'>;

function keyProblem(kind: string, key: string, rootKeys: readonly string[], names: ReadonlySet<string>): Words | null {
  switch (kind) {
    case 'query':
      return isQuery(rootKeys)
        ? isQueryKey(key)
          ? null
          : error(`"${key}" is no key of a query. Put conditions on fields under "filter".`)
        : fieldProblem(key, names);
    case 'filter':
      return fieldProblem(key, names);
    case 'field':
      if (!key.startsWith('$')) return null;
      return operators.some(([known]) => known === key) ? null : error(unknown(key, operators));
    case 'sort':
      return fieldProblem(key, names);
    case 'inner':
      return key === 'query' ? null : error(`"${key}" is not known here. Use "query".`);
    default:
      return null;
  }
}

function fieldProblem(key: string, names: ReadonlySet<string>): Words | null {
  if (key.startsWith('$')) {
    if (combiners.some(([known]) => known === key)) return null;
    return operators.some(([known]) => known === key)
      ? error(`"${key}" stands below a field: {"field": {"${key}": …}}.`)
      : error(unknown(key, combiners));
  }
  // A field of documents may be an object; examples have none.
  return names.has(key)
    ? null
    : {
        grade: 'warning',
        message: `The examples have no field "${key}". They have ${[...names].slice(0, 8).join(', ')}.`,
      };
}

function unknown(key: string, known: readonly (readonly [string, string])[]): string {
  return `"${key}" is not known. Use ${known.map(([name]) => name).join(', ')}.`;
}

function error(message: string): Words {
  return { grade: 'error', message };
}

function jsonProblem(text: string): string | null {
  try {
    const read = JSON.parse(text) as unknown;
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? null
      : 'A query is an object: {"filter": {}}.';
  } catch {
    return 'This is not JSON yet: look for a missing quote, comma or bracket.';
  }
}
