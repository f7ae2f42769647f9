import { describe, expect, it } from 'vitest';
import type { KnownKeys } from '../keys';
import { apply, complete, quoteText } from './complete';
import { readTokens } from './lexer';
import { placeOf } from './place';
import { andAlso, filterOf, isGrammar, rangeClause } from './query';

const key = (name: string, values: string[] = []) => ({ key: name, runs: 3, values, varies: true, hasCurve: true });
const known: KnownKeys = {
  metrics: [key('loss'), key('val/acc')],
  params: [key('lr', ['0.1', "it's"]), key('optimizer', ['adam', 'sgd'])],
  tags: [key('kind', ['a'])],
  users: ['ana'],
};

const at = (text: string) => {
  const cursor = text.indexOf('|');
  const plain = text.replace('|', '');
  return { plain, completion: complete(plain, cursor < 0 ? plain.length : cursor, known) };
};
const texts = (text: string) => at(text).completion.proposals.map((one) => one.text);

describe('readTokens', () => {
  const kinds = (text: string) => readTokens(text).map((token) => [token.kind, text.slice(token.start, token.end)]);

  it('cuts as the server does', () => {
    expect(kinds("metrics.`my loss`<=-1e-3 AND tags.a='it''s'")).toEqual([
      ['name', 'metrics.`my loss`'],
      ['compare', '<='],
      ['number', '-1e-3'],
      ['word', 'AND'],
      ['name', 'tags.a'],
      ['compare', '='],
      ['text', "'it''s'"],
    ]);
  });

  it('ends with any text, in linear time', () => {
    expect(kinds("a = 'x")).toEqual([
      ['name', 'a'],
      ['compare', '='],
      ['text', "'x"],
    ]);
    expect(kinds('metrics.`val')).toEqual([['name', 'metrics.`val']]);
    expect(kinds('🚀 §')).toEqual([
      ['other', '🚀'],
      ['other', '§'],
    ]);
    const long = '('.repeat(50_000) + "'".repeat(49_999);
    expect(readTokens(long).length).toBeGreaterThan(50_000);
  });
});

describe('complete', () => {
  it('begins with entities and NOT', () => {
    expect(texts('')).toEqual(['metrics.', 'params.', 'tags.', 'attributes.', 'datasets.', 'NOT ', '(']);
    expect(texts('met')).toEqual(['metrics.']);
    expect(texts("params.lr = '0.1' AND ")).toContain('tags.');
    expect(texts('sta')).toEqual(['status', 'start_time']);
  });

  it('proposes keys, quoted where they must be', () => {
    expect(texts('metrics.')).toEqual(['loss', '`val/acc`']);
    expect(texts('metrics.v')).toEqual(['`val/acc`']);
    expect(texts('metrics.`va')).toEqual(['`val/acc`']);
    expect(texts('attributes.ru')).toEqual(['run_name', 'run_id']);
    expect(texts('foo.')).toEqual([]);
  });

  it('proposes operators that fit the kind', () => {
    expect(texts('metrics.loss ')).toEqual(['<', '<=', '>', '>=', '=', '!=']);
    expect(texts('params.lr ')).toEqual(['=', '!=', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL']);
    expect(texts('run_id ')).toContain('IN (');
    expect(texts('params.lr IS ')).toEqual(['NULL', 'NOT NULL']);
  });

  it('proposes values that runs have, in quotes', () => {
    expect(texts('params.lr = ')).toEqual(["'0.1'", "'it''s'"]);
    expect(texts("params.optimizer = 'sg")).toEqual(["'sgd'"]);
    expect(texts('status = ')).toContain("'FAILED'");
    expect(texts('user_id = ')).toEqual(["'ana'"]);
    expect(texts('metrics.loss < ')).toEqual([]);
  });

  it('joins, and closes brackets that are open', () => {
    expect(texts("params.lr = '0.1' ")).toEqual(['AND ', 'OR ']);
    expect(texts('(metrics.loss < 1 ')).toEqual(['AND ', 'OR ', ')']);
    expect(texts('tags.kind IS NULL ')).toEqual(['AND ', 'OR ']);
    expect(texts('NOT ')).not.toContain('NOT ');
    expect(texts('tags.kind IS NOT ')).toEqual(['NULL']);
    expect(texts('run_id NOT ')).toContain('IN (');
  });

  it('replaces what is being typed and leaves the rest', () => {
    const { plain, completion } = at('metrics.lo| < 1');
    expect(apply(plain, completion, completion.proposals[0]!)).toEqual({ text: 'metrics.loss < 1', cursor: 12 });
    const value = at('params.optimizer = ');
    expect(apply(value.plain, value.completion, value.completion.proposals[0]!).text).toBe(
      "params.optimizer = 'adam' ",
    );
    const start = at('');
    expect(apply('', start.completion, start.completion.proposals[0]!)).toEqual({ text: 'metrics.', cursor: 8 });
  });
});

describe('placeOf', () => {
  const marked = (filter: string, message: string) => {
    const place = placeOf(filter, message);
    return place === null ? null : filter.slice(place.start, place.end);
  };

  it('finds positions', () => {
    const filter = "params.x = 'a' AND (metrics.loss < 0.1 OR";
    expect(
      placeOf(filter, "Invalid filter string: expected a comparison, NOT or '(' at position 19, found '('."),
    ).toEqual({ start: 19, end: 20 });
    expect(placeOf('a = 1 ', 'Invalid filter string: expected a comparison, found the end.')).toEqual({
      start: 5,
      end: 5,
    });
  });

  it('finds what the words quote', () => {
    expect(marked('metrics.a > ', "Invalid clause(s) in filter string: 'metrics.a', '>'")).toBe('metrics.a >');
    expect(marked('foo.x = 1', "Invalid entity type 'foo'. Valid values are ['metric', 'parameter']")).toBe('foo');
    expect(
      marked("attributes.nosuch = 'x'", "Invalid attribute key 'nosuch' specified. Valid keys are '{'run_id'}'"),
    ).toBe('nosuch');
    expect(marked("metrics.max = 'x'", "Expected numeric value type for metric. Found 'x'")).toBe("'x'");
    expect(marked('params.n1 = 1', "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1")).toBe(
      '1',
    );
  });

  it('knows when there is no place', () => {
    expect(marked('a = 1', 'The filter has more than 1000 comparisons.')).toBeNull();
  });
});

describe('filterOf', () => {
  it('looks for plain words in names', () => {
    expect(filterOf(' resnet 50 ')).toBe("attributes.run_name ILIKE '%resnet 50%'");
    expect(filterOf("it's")).toBe("attributes.run_name ILIKE '%it''s%'");
    expect(filterOf('rock and roll')).toBe("attributes.run_name ILIKE '%rock and roll%'");
    expect(filterOf('')).toBe('');
  });

  it('leaves filters alone', () => {
    expect(isGrammar('metrics.loss')).toBe(true);
    expect(isGrammar('status = ')).toBe(true);
    expect(isGrammar('params.x IS NULL')).toBe(true);
    expect(isGrammar('train.py')).toBe(false);
  });

  it('adds conditions', () => {
    expect(andAlso('', 'a = 1')).toBe('a = 1');
    expect(andAlso('x < 1', 'a = 1')).toBe('x < 1 AND a = 1');
    expect(andAlso('x < 1 or y > 2', 'a = 1')).toBe('(x < 1 or y > 2) AND a = 1');
    expect(rangeClause('metrics.loss', 0.1 + 0.2, 1e-7)).toBe('metrics.loss >= 0.3 AND metrics.loss <= 1e-7');
    expect(quoteText("it's")).toBe("'it''s'");
  });
});
