import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseCsv } from './csv';
import { imageType, kindOf } from './kind';
import { readHead, textOf } from './read';

const bytes = (text: string) => new TextEncoder().encode(text);

afterEach(() => vi.unstubAllGlobals());

describe('kindOf', () => {
  it.each([
    ['a/plot.PNG', 'image'],
    ['x.svg', 'image'],
    ['a.json', 'json'],
    ['a.tsv', 'csv'],
    ['README.md', 'markdown'],
    ['MLmodel', 'text'],
    ['.gitignore', 'text'],
    ['model.onnx', 'none'],
    ['a.constructor', 'text'],
  ])('%s is %s', (name, kind) => expect(kindOf(name)).toBe(kind));

  it('gives pictures their type', () => {
    expect(imageType('a.svg')).toBe('image/svg+xml');
    expect(imageType('a.jpeg')).toBe('image/jpeg');
  });
});

describe('parseCsv', () => {
  it('reads quotes, line ends and empty cells', () => {
    expect(parseCsv('a,b\r\n"x, ""y""\nz",\n', 10)).toEqual([
      ['a', 'b'],
      ['x, "y"\nz', ''],
    ]);
  });

  it('finds the delimiter', () => {
    expect(parseCsv('a;b;c\n1;2,5;3', 10)).toEqual([
      ['a', 'b', 'c'],
      ['1', '2,5', '3'],
    ]);
    expect(parseCsv('a\tb\n1\t2', 10)[1]).toEqual(['1', '2']);
  });

  it('stops at the limits', () => {
    expect(parseCsv('a\n'.repeat(1000), 5)).toHaveLength(5);
    expect(parseCsv('a,'.repeat(1000), 5, 10)[0]).toHaveLength(10);
  });

  it('keeps a line that is not finished', () => {
    expect(parseCsv('a,b\n1,"unfinished', 10)[1]).toEqual(['1', 'unfinished']);
  });
});

describe('textOf', () => {
  it('tells text from bytes', () => {
    expect(textOf({ bytes: bytes('héllo'), cut: false })).toBe('héllo');
    expect(textOf({ bytes: new Uint8Array([1, 0, 2]), cut: false })).toBeNull();
    expect(textOf({ bytes: new Uint8Array(100).fill(0xff), cut: false })).toBeNull();
    expect(textOf({ bytes: bytes('\ufeffa'), cut: false })).toBe('a');
  });
});

describe('readHead', () => {
  it('asks for a range and says when there is more', async () => {
    const fetched = vi.fn(
      async (..._: [string, RequestInit]) =>
        new Response(bytes('12345'), { status: 206, headers: { 'Content-Range': 'bytes 0-4/100' } }),
    );
    vi.stubGlobal('fetch', fetched);
    const head = await readHead('http://localhost/api/v1/artifacts/x', 5, new AbortController().signal);
    expect(new Headers(fetched.mock.calls[0]?.[1].headers).get('Range')).toBe('bytes=0-4');
    expect(new TextDecoder().decode(head.bytes)).toBe('12345');
    expect(head.cut).toBe(true);
  });

  it('cuts a server that sends all of it', async () => {
    vi.stubGlobal('fetch', async () => new Response(bytes('x'.repeat(1000))));
    const head = await readHead('http://localhost/file', 10, new AbortController().signal);
    expect(head.bytes).toHaveLength(10);
    expect(head.cut).toBe(true);
  });

  it('takes a small file whole', async () => {
    vi.stubGlobal(
      'fetch',
      async () => new Response(bytes('small'), { status: 206, headers: { 'Content-Range': 'bytes 0-4/5' } }),
    );
    expect(await readHead('http://localhost/file', 10, new AbortController().signal)).toMatchObject({ cut: false });
  });
});
