import { describe, expect, it } from 'vitest';
import { cliOf, csText, curlOf, quote } from './commands';

describe('commands to copy', () => {
  it('quotes what a shell would read', () => {
    expect(quote('train')).toBe('train');
    expect(quote('train[2]')).toBe("'train[2]'");
    expect(quote("it's; rm -rf $HOME `x`")).toBe("'it'\\''s; rm -rf $HOME `x`'");
    expect(quote('--as')).toBe("'--as'");
    expect(quote('')).toBe("''");
  });

  it('leaves out options without a value', () => {
    expect(cliOf('approve', ['id', 'a b'], { comment: null, as: 'ann' })).toBe("gyre approve id 'a b' --as ann");
  });

  it('writes a request', () => {
    expect(curlOf('POST', '/api/v1/runs', { a: "it's" })).toBe(
      "curl -X POST http://localhost/api/v1/runs -H 'Content-Type: application/json' -d '{\"a\":\"it'\\''s\"}'",
    );
  });

  it('writes a C# text without anything that ends it or hides in it', () => {
    expect(csText('a"b\\c\n\u202e')).toBe('"a\\"b\\\\c\\u000a\\u202e"');
  });
});
