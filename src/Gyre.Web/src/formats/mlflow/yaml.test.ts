import { describe, expect, it } from 'vitest';
import { readYaml, YamlError } from './yaml';

describe('readYaml', () => {
  it('reads nested maps and lists', () => {
    expect(
      readYaml('a: 1\nb:\n  c: x y\n  d:\n    - 1\n    - two # comment\n  e:\n  - p: 1\n    q: 2\n  - r\nf: null\n'),
    ).toEqual({
      a: '1',
      b: { c: 'x y', d: ['1', 'two'], e: [{ p: '1', q: '2' }, 'r'] },
      f: null,
    });
  });

  it('joins quoted texts over several lines, as PyYAML wraps them', () => {
    const text = `signature:\n  inputs: '[{"type":\n    "double", "name": "it''s"}]'\n  outputs: "a\\n\\u00e9 \\\n    b"\nend: yes`;
    expect(readYaml(text)).toEqual({
      signature: { inputs: `[{"type": "double", "name": "it's"}]`, outputs: 'a\né b' },
      end: 'yes',
    });
  });

  it('joins plain texts that go on in the next line', () => {
    expect(readYaml('a: one\n  two\nb: 3')).toEqual({ a: 'one two', b: '3' });
  });

  it('reads flow maps and lists, also over lines', () => {
    expect(readYaml('a: {x: 1, "y z": [1, two, {k: null}], e: {}}\nb: [p,\n  q]\nc: []')).toEqual({
      a: { x: '1', 'y z': ['1', 'two', { k: null }], e: {} },
      b: ['p', 'q'],
      c: [],
    });
  });

  it('reads block texts', () => {
    expect(readYaml('a: |\n  one\n   two\n\n  three\nb: >-\n  x\n  y\n')).toEqual({
      a: 'one\n two\n\nthree\n',
      b: 'x y',
    });
  });

  it('reads JSON, which is YAML too', () => {
    expect(readYaml('{"a": "b: c", "d": [1, -2.5e3], "e": "x\\"y"}')).toEqual({
      a: 'b: c',
      d: ['1', '-2.5e3'],
      e: 'x"y',
    });
  });

  it('keeps quoted keys, colons in values and marks of documents', () => {
    expect(readYaml('---\n"a: b": http://x:1/y\n\'c\': 12:30\n')).toEqual({ 'a: b': 'http://x:1/y', c: '12:30' });
  });

  it('gives null for nothing', () => {
    expect(readYaml('')).toBeNull();
    expect(readYaml('# only words\n')).toBeNull();
  });

  it('does not touch prototypes', () => {
    const made = readYaml('__proto__: {polluted: yes}\nconstructor: x') as Record<string, unknown>;
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(made['constructor']).toBe('x');
  });

  it('does not follow anchors or tags', () => {
    expect(readYaml('a: &x [1]\nb: *x\nc: !!python/object:os.system x')).toEqual({
      a: '&x [1]',
      b: '*x',
      c: '!!python/object:os.system x',
    });
  });

  it.each([
    ['a: "never closed\nb: 1'],
    ['a: [1, 2'],
    ['a: 1\n   b: 2\n c: 3'],
    ['a: 1\nno colon'],
    ['\ta: 1'],
    [`${'['.repeat(100)}`],
    [Array.from({ length: 50 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')],
    ['x'.repeat(1_000_001)],
  ])('refuses %.20s', (text) => {
    expect(() => readYaml(text)).toThrow(YamlError);
  });

  it.each([
    ['a long list in brackets', `a: [${'x, '.repeat(50_000)}y]`],
    ['a bracket over many lines', `a: [\n${'  x,\n'.repeat(50_000)}  y]`],
    ['a quoted text over many lines', `a: "${'x y\n  '.repeat(50_000)}"`],
    ['a plain text over many lines', `a: x\n${'  y\n'.repeat(50_000)}`],
  ])('reads %s in linear time', (_, text) => {
    const started = performance.now();
    readYaml(text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
