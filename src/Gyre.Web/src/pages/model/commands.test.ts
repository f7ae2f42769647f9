import { describe, expect, it } from 'vitest';
import { commandsOf, loadingOf, pyText } from './commands';

const hostile = `a'b"c\\d$(x)\u202e😀\n`;

describe('commandsOf', () => {
  it('writes a change in three languages', () => {
    const made = commandsOf('POST', 'registered-models/alias', { name: 'churn', alias: 'champion', version: '3' }, [
      'gyre',
      'model',
      'alias',
      'churn',
      'champion',
      '3',
    ]);
    expect(made.cli).toBe('gyre model alias churn champion 3');
    expect(made.curl).toBe(
      `curl -X POST http://localhost/api/2.0/mlflow/registered-models/alias -H 'Content-Type: application/json' -d '{"name":"churn","alias":"champion","version":"3"}'`,
    );
    expect(made.csharp).toContain('HttpMethod.Post, "http://localhost/api/2.0/mlflow/registered-models/alias"');
    expect(made.csharp).toContain('"{\\"name\\":\\"churn\\"');
  });

  it('says so when there is no command', () => {
    expect(commandsOf('DELETE', 'registered-models/delete', { name: 'x' }, null).cli).toMatch(
      /^# gyre has no command for this/,
    );
  });

  it('keeps hostile names inside their quotes', () => {
    const { curl, cli } = commandsOf('POST', 'p', { name: hostile }, ['gyre', 'model', 'show', hostile]);
    expect(cli).toBe(`gyre model show 'a'\\''b"c\\d$(x)\u202e😀\n'`);
    expect(curl).toContain(`'\\''b`);
  });
});

describe('pyText', () => {
  it('is plain ASCII that Python reads back', () => {
    expect(pyText(hostile)).toBe(`"a'b\\"c\\\\d$(x)\\u202e\\U0001f600\\n"`);
    expect(pyText('\ud800')).toBe('"\\ud800"');
  });
});

describe('loadingOf', () => {
  it('loads by number or by alias', () => {
    const python = (alias: string | null) => loadingOf('churn', '3', alias)[0]?.text;
    expect(python(null)).toContain('"models:/churn/3"');
    expect(python('champion')).toContain('"models:/churn@champion"');
    expect(python(null)).toContain('set_tracking_uri("http://localhost")');
  });

  it('encodes names in addresses', () => {
    expect(loadingOf('a b&c', '3', null)[2]?.text).toBe(
      "curl -X GET 'http://localhost/model-versions/get-artifact?name=a+b%26c&version=3&path=MLmodel' -o MLmodel",
    );
  });
});
