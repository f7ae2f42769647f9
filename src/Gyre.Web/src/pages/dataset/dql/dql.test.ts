import { describe, expect, it } from 'vitest';
import { check } from './check';
import { apply, complete } from './complete';
import type { KnownField } from './grammar';
import { tokensOf } from './tokens';
import { walk } from './walk';

const fields: readonly KnownField[] = [
  { name: 'x', hint: 'float input', values: [] },
  { name: 'label', hint: 'category output', values: ['cat', 'dog'] },
  { name: 'is good', hint: 'boolean metadata', values: ['true', 'false'] },
];

/** Completes at the sign ¦. */
function at(marked: string) {
  const cursor = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const completion = complete(text, cursor, fields);
  const labels = completion.proposals.map((one) => one.label);
  const choose = (label: string) => {
    const proposal = completion.proposals.find((one) => one.label === label);
    if (proposal === undefined) throw new Error(`${label} is not proposed, but ${labels.join(', ')}`);
    const made = apply(text, completion, proposal);
    return `${made.text.slice(0, made.cursor)}¦${made.text.slice(made.cursor)}`;
  };
  return { labels, choose };
}

const wrong = (text: string) => check(text, fields).map((one) => `${one.grade} ${text.slice(one.from, one.to)}`);

describe('reading what is typed', () => {
  it('knows texts, half texts, words and signs', () => {
    expect(tokensOf('{"a\\"b": tru, "c').map((one) => [one.kind, one.text, one.whole])).toEqual([
      ['open', '{', true],
      ['text', 'a"b', true],
      ['colon', ':', true],
      ['word', 'tru', true],
      ['comma', ',', true],
      ['text', 'c', false],
    ]);
  });

  it('says where a place is', () => {
    expect(walk('{"filter": {"$and": [{"x": {').inside).toEqual({
      path: ['filter', '$and', '[]', 'x'],
      role: 'key',
      keys: [],
    });
    expect(walk('{"sort": {"x": ').inside).toEqual({ path: ['sort', 'x'], role: 'value', keys: ['x'] });
    expect(walk(']]}{').inside).toEqual({ path: [], role: 'key', keys: [] });
    expect(walk('').inside).toBeNull();
  });
});

describe('completing', () => {
  it('begins with a whole query', () => {
    expect(at('¦').choose('{"filter": {}}')).toBe('{"filter": {¦}}');
    expect(at('{}¦').labels).toEqual([]);
  });

  it('offers keys of queries and fields at the root, and keys alone once there is one', () => {
    expect(at('{"¦').labels).toContain('filter');
    expect(at('{"¦').labels).toContain('label');
    expect(at('{"filter": {}, "¦"}').labels).not.toContain('label');
    expect(at('{"filter": {}, "so¦"}').choose('sort')).toBe('{"filter": {}, "sort": {¦}}');
  });

  it('offers fields in a filter, operators below a field, and values behind them', () => {
    expect(at('{"filter": {¦}}').labels.slice(0, 3)).toEqual(['x', 'label', 'is good']);
    expect(at('{"filter": {"$or": [{"la¦"}]}}').choose('label')).toBe('{"filter": {"$or": [{"label": ¦}]}}');
    expect(at('{"filter": {"x": {"$g¦"}}}').labels).toEqual(['$gt', '$gte', '$glob']);
    expect(at('{"filter": {"label": ¦}}').choose('dog')).toBe('{"filter": {"label": "dog"¦}}');
    expect(at('{"filter": {"label": {"$in": ["c¦"]}}}').choose('cat')).toBe('{"filter": {"label": {"$in": ["cat"¦]}}}');
    expect(at('{"filter": {"is good": ¦}}').choose('true')).toBe('{"filter": {"is good": true¦}}');
    expect(at('{"filter": {"x": {"$exists": ¦}}}').labels).toEqual(['true', 'false']);
    expect(at('{"label": {"¦').labels).toContain('$in');
  });

  it('offers what the rest of a query takes', () => {
    expect(at('{"sort": {"x": "d¦"}}').choose('descending')).toBe('{"sort": {"x": "descending"¦}}');
    expect(at('{"resource": "¦').labels).toEqual(['items', 'annotations']);
    expect(at('{"except": {"query": {"filter": {"¦').labels).toContain('label');
    expect(at('{"except": {"¦').labels).toEqual(['query']);
    expect(at('{"filter": {"$and¦').choose('$and')).toBe('{"filter": {"$and": [{¦}]');
  });

  it('does not offer a key twice', () => {
    expect(at('{"filter": {"x": 1, "¦"}}').labels).not.toContain('x');
  });
});

describe('checking', () => {
  it('finds nothing in what is right', () => {
    for (const right of [
      '',
      '{}',
      '{"label": "cat"}',
      '{"filter": {"$and": [{"x": {"$gte": 1}}, {"$not": {"label": {"$in": ["cat"]}}}]}, "sort": {"x": "ascending"}}',
      '{"filter": {}, "except": {"query": {"filter": {"id": "a"}}}, "page": 0, "pageSize": 5}',
    ])
      expect(wrong(right), right).toEqual([]);
  });

  it('names what is not known, with its place', () => {
    expect(wrong('{"filter": {"x": {"$near": 1}}}')).toEqual(['error "$near"']);
    expect(wrong('{"filter": {"$xor": []}}')).toEqual(['error "$xor"']);
    expect(wrong('{"filter": {}, "where": 1}')).toEqual(['error "where"']);
    expect(wrong('{"filter": {"colour": 1}}')).toEqual(['warning "colour"']);
    expect(wrong('{"sort": {"y": "ascending"}}')).toEqual(['warning "y"']);
    expect(wrong('{"filter": {"$gt": 1}}')).toEqual(['error "$gt"']);
    expect(check('{"filter": {"$gt": 1}}', fields)[0]?.message).toContain('below a field');
  });

  it('says when it is no JSON or no object', () => {
    expect(wrong('{"filter": {')).toEqual(['error ']);
    expect(check('[]', fields)[0]?.message).toContain('object');
    expect(check('7', fields)[0]?.grade).toBe('error');
  });
});
