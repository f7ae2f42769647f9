import { describe, expect, it } from 'vitest';
import { filterOf, idsByExperiment, oneLine, orderOf, ownTags, placesOf } from './filter';

describe('filterOf', () => {
  it('is empty without filters', () => expect(filterOf('  ', {})).toBe(''));

  it('looks for words in names, with quotes doubled', () => {
    expect(filterOf("o'brien", {})).toBe("name ILIKE '%o''brien%'");
  });

  it('takes the grammar as it is', () => {
    expect(filterOf("tags.a = 'b'", { state: 'ERROR' })).toBe("tags.a = 'b' AND status IN ('ERROR')");
  });

  it('finds a trace by its id', () => {
    const id = `tr-${'0'.repeat(32)}`;
    expect(filterOf(id, {})).toBe(`request_id = '${id}'`);
  });

  it('joins everything by AND', () => {
    expect(filterOf('', { state: 'OK,ERROR', content: '50%', slower: '1.5', span: 'llm', run: 'r1' })).toBe(
      "status IN ('OK', 'ERROR') AND text ILIKE '%50%%' AND execution_time_ms > 1500 AND span.name = 'llm' AND run_id = 'r1'",
    );
  });

  it('drops what makes no sense, as an edited address may hold it', () => {
    expect(filterOf('', { state: "x') OR 1", slower: 'soon' })).toBe('');
    expect(filterOf('', { slower: '-1' })).toBe('');
  });
});

describe('orderOf', () => {
  it.each([
    ['', ''],
    ['time', 'timestamp_ms ASC'],
    ['-duration', 'execution_time_ms DESC'],
    ['-request', ''],
  ])('%s is %s', (sort, order) => expect(orderOf(sort)).toBe(order));
});

describe('placesOf', () => {
  it('takes the chosen experiment, else a bounded number of those at hand', () => {
    expect(placesOf('7', ['1', '2'])).toEqual(['7']);
    expect(placesOf('', ['1', '2'])).toEqual(['1', '2']);
    expect(placesOf('', Array.from({ length: 600 }, String))).toHaveLength(500);
  });
});

describe('cells', () => {
  it("leaves MLflow's own tags out", () => {
    expect(ownTags({ 'mlflow.traceName': 'x', team: 'a' })).toEqual([['team', 'a']]);
  });

  it('shows previews on one line', () => expect(oneLine(' {\n  "a":\t1 }\n')).toBe('{ "a": 1 }'));
});

it('groups traces by experiment for deleting', () => {
  const found = idsByExperiment([
    { traceId: 'a', experiment: '1' },
    { traceId: 'b', experiment: '2' },
    { traceId: 'c', experiment: '1' },
  ]);
  expect([...found]).toEqual([
    ['1', ['a', 'c']],
    ['2', ['b']],
  ]);
});
