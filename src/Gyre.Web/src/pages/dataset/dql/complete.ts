import { combiners, isQuery, type KnownField, operators, placeOf, queryKeys } from './grammar';
import { tokensOf } from './tokens';
import { walk } from './walk';

export interface Proposal {
  /** What is put in, with its quotes. */
  text: string;
  /** What is shown. */
  label: string;
  /** A word beside it. */
  hint?: string;
  /** Where the cursor goes, counted from the end of the text. */
  back?: number;
}

export interface Completion {
  /** What a proposal replaces. */
  from: number;
  to: number;
  proposals: Proposal[];
}

const most = 40;

/** What could stand at the cursor of a query: keys, fields, operators and values. */
export function complete(text: string, cursor: number, fields: readonly KnownField[]): Completion {
  const before = text.slice(0, cursor);
  const typed = tokensOf(before).at(-1);
  const isOpen = typed !== undefined && typed.kind === 'text' && !typed.whole;
  const from = isOpen ? typed.from : cursor;
  const part = isOpen ? typed.text : '';
  const inside = walk(before.slice(0, from)).inside;
  if (inside === null) return { from, to: cursor, proposals: text.trim() === '' ? start(fields) : [] };
  const rootKeys = walk(text)
    .visits.filter((visit) => visit.role === 'key' && visit.path.length === 0 && visit.token.from !== from)
    .map((visit) => visit.token.text);
  const place = placeOf(inside.path, rootKeys);
  const all =
    inside.role === 'key'
      ? keysAt(place.kind, rootKeys, fields).filter(({ label }) => !inside.keys.includes(label))
      : valuesAt(place, fields);
  const wanted = part.toLowerCase();
  const proposals = all
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.label.toLowerCase().startsWith(wanted)) - Number(a.label.toLowerCase().startsWith(wanted)))
    .slice(0, most);
  return { from, to: endOf(text, cursor, isOpen), proposals };
}

/** The text with a proposal in it, and where the cursor is then. */
export function apply(text: string, { from, to }: Completion, proposal: Proposal): { text: string; cursor: number } {
  return {
    text: `${text.slice(0, from)}${proposal.text}${text.slice(to)}`,
    cursor: from + proposal.text.length - (proposal.back ?? 0),
  };
}

/** The rest of a word that was begun, with its quote. */
function endOf(text: string, cursor: number, isOpen: boolean): number {
  if (!isOpen) return cursor;
  const rest = /^[\w$.-]*"?/.exec(text.slice(cursor))?.[0] ?? '';
  return cursor + rest.length;
}

function start(fields: readonly KnownField[]): Proposal[] {
  const first = fields[0]?.name ?? 'field';
  return [
    { text: '{"filter": {}}', label: '{"filter": {}}', hint: 'all examples', back: 2 },
    {
      text: `{"filter": {${JSON.stringify(first)}: }}`,
      label: `{"filter": {"${first}": …}}`,
      hint: 'with a value',
      back: 2,
    },
  ];
}

function keysAt(kind: string, rootKeys: readonly string[], fields: readonly KnownField[]): Proposal[] {
  const keys = (list: readonly (readonly [string, string])[]) => list.map(([key, hint]) => keyOf(key, hint));
  const known = fields.map(({ name, hint }) => keyOf(name, hint));
  switch (kind) {
    case 'query':
      return isQuery(rootKeys) ? keys(queryKeys) : [...keys(queryKeys), ...known, ...keys(combiners)];
    case 'inner':
      return [keyOf('query', 'another query')];
    case 'filter':
      return [...known, ...keys(combiners)];
    case 'field':
      return keys(operators);
    case 'sort':
      return known;
    default:
      return [];
  }
}

const openers: Record<string, [text: string, back: number]> = {
  filter: ['{}', 1],
  sort: ['{}', 1],
  join: ['{"filter": {}}', 2],
  intersect: ['{"query": {"filter": {}}}', 3],
  except: ['{"query": {"filter": {}}}', 3],
  query: ['{"filter": {}}', 2],
  $and: ['[{}]', 2],
  $or: ['[{}, {}]', 6],
  $not: ['{}', 1],
  $match: ['{}', 1],
  $in: ['[]', 1],
  $nin: ['[]', 1],
};

function keyOf(key: string, hint: string): Proposal {
  const [value, back] = openers[key] ?? ['', 0];
  return { text: `${JSON.stringify(key)}: ${value}`, label: key, hint, back };
}

function valuesAt(place: ReturnType<typeof placeOf>, fields: readonly KnownField[]): Proposal[] {
  switch (place.kind) {
    case 'resource':
      return texts(['items', 'annotations']);
    case 'order':
      return texts(['ascending', 'descending']);
    case 'field':
      return [{ text: '{}', label: '{ … }', hint: 'an operator', back: 1 }, ...valuesOf(place.field, fields)];
    case 'value':
      return place.operator === '$exists'
        ? ['true', 'false'].map((word) => ({ text: word, label: word }))
        : valuesOf(place.field, fields);
    default:
      return [];
  }
}

function valuesOf(field: string, fields: readonly KnownField[]): Proposal[] {
  const known = fields.find(({ name }) => name === field);
  if (known === undefined) return [];
  const isText = !/^(boolean|integer|float)/.test(known.hint);
  return known.values.map((value) => ({
    text: isText ? JSON.stringify(value) : value.toLowerCase(),
    label: value,
    hint: 'in the examples',
  }));
}

function texts(words: readonly string[]): Proposal[] {
  return words.map((word) => ({ text: JSON.stringify(word), label: word }));
}
