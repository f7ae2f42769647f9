import type { Path } from './walk';

/** A field of examples, and values it may have, the most frequent first. */
export interface KnownField {
  name: string;
  /** A word beside it: "float input". */
  hint: string;
  values: readonly string[];
}

export const queryKeys: readonly (readonly [key: string, hint: string])[] = [
  ['filter', 'conditions on the example'],
  ['sort', 'fields with ascending or descending'],
  ['page', 'from 0'],
  ['pageSize', '1 to 1,000'],
  ['intersect', 'must also be found by another query'],
  ['except', 'must not be found by another query'],
  ['join', 'an annotation that belongs to it'],
  ['resource', 'items or annotations'],
];

const silentKeys = ['context', 'systemSpace'];

export const combiners: readonly (readonly [key: string, hint: string])[] = [
  ['$and', 'all of a list hold'],
  ['$or', 'one of a list holds'],
  ['$not', 'does not hold'],
];

export const operators: readonly (readonly [key: string, hint: string])[] = [
  ['$eq', 'is'],
  ['$ne', 'is not'],
  ['$gt', 'greater than'],
  ['$gte', 'at least'],
  ['$lt', 'less than'],
  ['$lte', 'at most'],
  ['$in', 'one of a list'],
  ['$nin', 'none of a list'],
  ['$exists', 'true or false'],
  ['$glob', 'text with * for any run'],
  ['$match', 'one element fulfils all'],
  ['$not', 'does not hold'],
];

/** What may stand at a place of a query. */
export type Place =
  | { kind: 'query' }
  | { kind: 'inner' }
  | { kind: 'filter' }
  | { kind: 'field'; field: string }
  | { kind: 'value'; field: string; operator: string }
  | { kind: 'sort' }
  | { kind: 'order' }
  | { kind: 'resource' }
  | { kind: 'other' };

const other: Place = { kind: 'other' };

/** Whether the keys of a document make it a query; it is a filter otherwise. */
export function isQuery(keys: readonly string[]): boolean {
  return keys.some((key) => queryKeys.some(([known]) => known === key));
}

export function isQueryKey(key: string): boolean {
  return silentKeys.includes(key) || queryKeys.some(([known]) => known === key);
}

/** What stands at a path of a document with these keys at its root. */
export function placeOf(path: Path, rootKeys: readonly string[]): Place {
  return isQuery(rootKeys) || path.length === 0 ? inQuery(path) : inFilter(path);
}

function inQuery(path: Path): Place {
  const [first, ...rest] = path;
  switch (first) {
    case undefined:
      return { kind: 'query' };
    case 'filter':
      return inFilter(rest);
    case 'sort':
      return rest.length === 0 ? { kind: 'sort' } : { kind: 'order' };
    case 'resource':
      return { kind: 'resource' };
    case 'intersect':
    case 'except':
      return rest.length === 0 ? { kind: 'inner' } : rest[0] === 'query' ? inQuery(rest.slice(1)) : other;
    default:
      return other;
  }
}

function inFilter(path: Path): Place {
  const [first, ...rest] = path;
  if (first === undefined) return { kind: 'filter' };
  if (first === '[]' || first === '$and' || first === '$or' || first === '$not') return inFilter(rest);
  return first.startsWith('$') ? other : inField(first, rest, '$eq');
}

function inField(field: string, path: Path, operator: string): Place {
  const [first, ...rest] = path;
  if (first === undefined) return operator === '$eq' ? { kind: 'field', field } : { kind: 'value', field, operator };
  if (first === '[]') return { kind: 'value', field, operator };
  if (first === '$not' || first === '$match')
    return rest.length === 0 ? { kind: 'field', field } : inField(field, rest, '$eq');
  if (first.startsWith('$'))
    return rest.length > 0 && rest[0] !== '[]' ? other : { kind: 'value', field, operator: first };
  return inField(`${field}.${first}`, rest, '$eq');
}
