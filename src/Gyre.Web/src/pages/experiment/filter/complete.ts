import { quoteKey } from '../columns';
import type { KnownKey, KnownKeys } from '../keys';
import { readTokens, type Token } from './lexer';

export interface Proposal {
  /** What is put in. */
  text: string;
  /** What is shown; the text itself when absent. */
  label?: string;
  /** A word beside it: "metric", "12 runs". */
  hint?: string;
  /** The list goes on from here: after "metrics." come its keys. */
  open?: boolean;
}

export interface Completion {
  /** What a proposal replaces. */
  from: number;
  to: number;
  proposals: Proposal[];
}

const most = 50;

type Entity = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

const entities: Record<string, Entity> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  attr: 'attribute',
  attribute: 'attribute',
  attributes: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

const attributeKeys: Proposal[] = [
  { text: 'run_name', hint: 'text' },
  { text: 'status', hint: 'state' },
  { text: 'start_time', hint: 'milliseconds' },
  { text: 'end_time', hint: 'milliseconds' },
  { text: 'user_id', hint: 'text' },
  { text: 'run_id', hint: 'text' },
  { text: 'artifact_uri', hint: 'text' },
];

const starts: Proposal[] = [
  { text: 'metrics.', hint: 'a number', open: true },
  { text: 'params.', hint: 'a text', open: true },
  { text: 'tags.', hint: 'a text', open: true },
  { text: 'attributes.', hint: 'of the run itself', open: true },
  { text: 'datasets.', hint: 'name, digest or context', open: true },
];

/** The entity and key that a name stands for; a name without a dot is an attribute. */
export function resolveName(name: string): { entity: Entity | null; key: string } {
  const dot = name.indexOf('.');
  if (dot < 0) return { entity: 'attribute', key: unquote(name) };
  return { entity: entities[name.slice(0, dot)] ?? null, key: unquote(name.slice(dot + 1)) };
}

function unquote(key: string): string {
  const first = key[0];
  return key.length > 1 && (first === '`' || first === '"') && key.endsWith(first)
    ? key.slice(1, -1)
    : key.replace(/^[`"]/, '');
}

const isNumeric = (entity: Entity | null, key: string) =>
  entity === 'metric' || (entity === 'attribute' && (key === 'start_time' || key === 'end_time'));

function operators(entity: Entity | null, key: string): Proposal[] {
  if (isNumeric(entity, key)) return ['<', '<=', '>', '>=', '=', '!='].map((text) => ({ text, open: true }));
  const texts = ['=', '!=', 'LIKE', 'ILIKE'].map((text): Proposal => ({ text, open: true, ...operatorHint(text) }));
  if (entity === 'param' || entity === 'tag') return [...texts, { text: 'IS NULL' }, { text: 'IS NOT NULL' }];
  return entity === 'dataset' || key === 'run_id' ? [...texts, { text: 'IN (', open: true }] : texts;
}

function operatorHint(text: string): { hint?: string } {
  if (text === 'LIKE') return { hint: '% stands for anything' };
  return text === 'ILIKE' ? { hint: 'any case' } : {};
}

/** 'it''s' */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function keysOf(entity: Entity | null, known: KnownKeys): Proposal[] {
  const of = (keys: readonly KnownKey[]) =>
    keys.flatMap(({ key, runs }): Proposal[] => {
      const text = quoteKey(key);
      return text === null ? [] : [{ text, label: key, hint: runs === 1 ? '1 run' : `${runs} runs` }];
    });
  switch (entity) {
    case 'metric':
      return of(known.metrics);
    case 'param':
      return of(known.params);
    case 'tag':
      return of(known.tags);
    case 'attribute':
      return attributeKeys;
    case 'dataset':
      return [{ text: 'name' }, { text: 'digest' }, { text: 'context' }];
    case null:
      return [];
  }
}

function valuesOf(entity: Entity | null, key: string, known: KnownKeys): Proposal[] {
  const of = (keys: readonly KnownKey[]) =>
    (keys.find((one) => one.key === key)?.values ?? []).map((value): Proposal => ({
      text: quoteText(value),
      label: value,
    }));
  if (entity === 'param') return of(known.params);
  if (entity === 'tag') return of(known.tags);
  if (entity === 'attribute' && key === 'status') {
    return ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'].map((text) => ({ text: `'${text}'`, label: text }));
  }
  if (entity === 'attribute' && key === 'user_id')
    return known.users.map((user) => ({ text: quoteText(user), label: user }));
  return [];
}

/** What may stand at a place of the grammar, by what comes before it. */
function proposalsAfter(before: readonly Token[], text: string, known: KnownKeys): Proposal[] {
  const last = before.at(-1);
  const textOf = (token: Token | undefined) => (token === undefined ? '' : text.slice(token.start, token.end));
  const word = textOf(last).toUpperCase();
  const beforeThat = before.at(-2);
  if (word === 'NOT' && beforeThat?.kind === 'name')
    return [
      { text: 'IN (', open: true },
      { text: 'LIKE', open: true },
      { text: 'ILIKE', open: true },
    ];
  if (word === 'NOT' && textOf(beforeThat).toUpperCase() === 'IS') return [{ text: 'NULL' }];
  if (last === undefined || word === 'AND' || word === 'OR' || word === 'NOT') {
    return [...starts, ...(word === 'NOT' ? [] : [{ text: 'NOT ', open: true }]), { text: '(', open: true }];
  }
  if (last.kind === 'open') {
    return inList(before, text) ? valuesBefore(before, text, known) : [...starts, { text: 'NOT ', open: true }];
  }
  if (last.kind === 'name' && isField(before)) {
    const { entity, key } = resolveName(textOf(last));
    return operators(entity, key);
  }
  if (last.kind === 'compare' || last.kind === 'comma') return valuesBefore(before, text, known);
  if (word === 'IS') return [{ text: 'NULL' }, { text: 'NOT NULL' }];
  const joins: Proposal[] = [
    { text: 'AND ', open: true },
    { text: 'OR ', open: true },
  ];
  return openBrackets(before) > 0 ? [...joins, { text: ')' }] : joins;
}

function openBrackets(tokens: readonly Token[]): number {
  return tokens.reduce((open, token) => open + (token.kind === 'open' ? 1 : token.kind === 'close' ? -1 : 0), 0);
}

/** Whether the last name is the left side of a comparison. */
function isField(before: readonly Token[]): boolean {
  return before.at(-2)?.kind !== 'compare';
}

/** Whether the cursor is in the brackets behind IN. */
function inList(before: readonly Token[], text: string): boolean {
  const open = before.findLastIndex((token) => token.kind === 'open');
  const word = before[open - 1];
  return word?.kind === 'word' && text.slice(word.start, word.end).toUpperCase() === 'IN';
}

function valuesBefore(before: readonly Token[], text: string, known: KnownKeys): Proposal[] {
  const name = before.findLast((token) => token.kind === 'name');
  if (name === undefined) return [];
  const { entity, key } = resolveName(text.slice(name.start, name.end));
  return valuesOf(entity, key, known);
}

function fitting(proposals: readonly Proposal[], typed: string): Proposal[] {
  const wanted = typed.replace(/^['"`]/, '').toLowerCase();
  const rank = (proposal: Proposal) => {
    const shown = (proposal.label ?? proposal.text).toLowerCase().replace(/^['"`(]/, '');
    return shown.startsWith(wanted) ? 0 : shown.includes(wanted) ? 1 : 2;
  };
  return proposals
    .map((proposal) => ({ proposal, rank: rank(proposal) }))
    .filter((one) => one.rank < 2 && one.proposal.text.trim() !== typed)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((one) => one.proposal);
}

/** What can be put in at the cursor. */
export function complete(text: string, cursor: number, known: KnownKeys): Completion {
  const tokens = readTokens(text.slice(0, cursor));
  const last = tokens.at(-1);
  // The token that the cursor touches is being typed, unless it is a sign that is complete by itself.
  const typing = last?.end === cursor && !['open', 'close', 'comma'].includes(last.kind) ? last : undefined;
  const before = typing === undefined ? tokens : tokens.slice(0, -1);
  const typed = typing === undefined ? '' : text.slice(typing.start, cursor);
  if (typing?.kind === 'name' && typed.includes('.') && before.at(-1)?.kind !== 'compare') {
    const from = typing.start + typed.indexOf('.') + 1;
    const { entity } = resolveName(typed);
    return { from, to: cursor, proposals: fitting(keysOf(entity, known), text.slice(from, cursor)) };
  }
  const place = proposalsAfter(before, text, known);
  const from = typing?.start ?? cursor;
  return { from, to: cursor, proposals: fitting(typed === '' ? place : [...place, ...bareAttributes(place)], typed) };
}

/** Attributes may stand without "attributes."; proposed once something is typed. */
function bareAttributes(place: readonly Proposal[]): Proposal[] {
  return place.some((proposal) => proposal.text === 'attributes.') ? attributeKeys : [];
}

/** The text with a proposal in place, and where the cursor goes. */
export function apply(text: string, { from, to }: Completion, proposal: Proposal): { text: string; cursor: number } {
  const space = proposal.open === true && /[.( ]$/.test(proposal.text) ? '' : ' ';
  const rest = text.slice(to);
  const put = proposal.text + (rest.startsWith(' ') ? '' : space);
  return { text: text.slice(0, from) + put + rest, cursor: from + put.length };
}
