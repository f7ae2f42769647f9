import { describe, expect, it } from 'vitest';
import { filterOf, type ModelVersion } from '@/formats/mlflow/registry';
import { latestVersion, nameProblem, orderOf, stagesOf } from './rows';

const version = (number: string, stage: string) => ({ version: number, stage }) as ModelVersion;

describe('rows', () => {
  it('finds the newest version by number, not by text', () => {
    expect(latestVersion({ latest: [version('9', 'None'), version('10', 'Production')] })).toBe('10');
    expect(latestVersion({ latest: [] })).toBeNull();
  });

  it('names stages, the one that serves first', () => {
    expect(
      stagesOf({
        latest: [version('1', 'Archived'), version('5', 'None'), version('4', 'Staging'), version('3', 'Production')],
      }),
    ).toBe('Production 3, Staging 4, Archived 1');
  });

  it('orders on the server', () => {
    expect(['', 'name', '-name', 'updated', '-updated', 'nonsense'].map(orderOf)).toEqual([
      'name ASC',
      'name ASC',
      'name DESC',
      'last_updated_timestamp ASC',
      'last_updated_timestamp DESC',
      'name ASC',
    ]);
  });

  it.each(['', '  ', 'a/b', 'a:b', '..', '.', 'x'.repeat(501)])('refuses the name %.10s', (name) =>
    expect(nameProblem(name)).not.toBeNull(),
  );
  it.each(['churn', 'größe 2', '<img src=x>', '模型'])('takes the name %s', (name) =>
    expect(nameProblem(name)).toBeNull(),
  );
});

describe('filterOf', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    ['churn', "name ILIKE '%churn%'"],
    ["it's", "name ILIKE '%it''s%'"],
    ["tags.team = 'vision'", "tags.team = 'vision'"],
    ["name LIKE 'a%'", "name LIKE 'a%'"],
    ['name', "name ILIKE '%name%'"],
    ['names like these', "name ILIKE '%names like these%'"],
    ["tag.x != 'a'", "tag.x != 'a'"],
  ])('%s', (text, filter) => expect(filterOf(text)).toBe(filter));

  it('asks for prompts', () => {
    expect(filterOf('', true)).toBe("tags.`mlflow.prompt.is_prompt` = 'true'");
    expect(filterOf('x', true)).toBe("name ILIKE '%x%' AND tags.`mlflow.prompt.is_prompt` = 'true'");
  });
});
