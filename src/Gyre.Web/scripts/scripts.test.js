import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasCode, pageOf, shipped } from './licences.js';
import { simplify } from './openapi.js';
import { pagesOf, preloadsOf } from './preloads.js';
import { filesOf, measure } from './sizes.js';
import { differences } from './sources.js';

describe('the sizes of pages', () => {
  const manifest = {
    'index.html': {
      file: 'main.js',
      isEntry: true,
      imports: ['_shared.js'],
      dynamicImports: ['src/pages/home/index.tsx', 'src/pages/run/index.tsx'],
      css: ['main.css'],
    },
    '_shared.js': { file: 'shared.js', dynamicImports: ['src/late.ts'] },
    'src/late.ts': { file: 'late.js' },
    'src/pages/home/index.tsx': { file: 'home.js', imports: ['index.html', '_kit.js'] },
    'src/pages/run/index.tsx': {
      file: 'run.js',
      imports: ['_kit.js'],
      dynamicImports: ['src/graph.ts', 'src/chart.ts'],
      assets: ['worker.js'],
    },
    'src/chart.ts': { file: 'chart.js' },
    'src/graph.ts': { file: 'graph.js', imports: ['_kit.js'] },
    '_kit.js': { file: 'kit.js', css: ['kit.css'] },
  };
  /** @type {Record<string, number>} */
  const sizes = {
    'main.js': 100,
    'main.css': 10,
    'shared.js': 20,
    'home.js': 1,
    'run.js': 2,
    'kit.js': 30,
    'kit.css': 3,
    'graph.js': 400,
    'chart.js': 40,
    'late.js': 5,
    'worker.js': 1000,
  };

  it('counts each file once, and what comes later apart', () => {
    const { shell, pages } = measure(manifest, (file) => sizes[file] ?? 0);
    expect(shell).toBe(130);
    expect(pages).toEqual([
      { page: 'run', shown: 35, most: 435, whole: 475, workers: 1000 },
      { page: 'home', shown: 34, most: 39, whole: 39, workers: 0 },
    ]);
  });

  it('does not follow a ring', () => {
    const ring = { a: { file: 'a.js', imports: ['b'] }, b: { file: 'b.js', imports: ['a'] } };
    expect([...filesOf(ring, 'a', { deep: true })]).toEqual(['a.js', 'b.js']);
  });
});

describe('the files that the server names with a page', () => {
  const router = `
    page('/', () => import('@/pages/home')),
    page('/runs/$run', () => import('@/pages/run')),`;
  const manifest = {
    'index.html': { file: 'main.js', isEntry: true, imports: ['_shared.js'] },
    '_shared.js': { file: 'shared.js', css: ['shared.css'] },
    'src/pages/home/index.tsx': { file: 'home.js', imports: ['index.html', '_kit.js'] },
    'src/pages/run/index.tsx': {
      file: 'run.js',
      imports: ['_shared.js'],
      css: ['run.css'],
      dynamicImports: ['late.ts'],
    },
    'late.ts': { file: 'late.js' },
    '_kit.js': { file: 'kit.js', css: ['kit.css'], assets: ['picture.svg'] },
  };

  it('are its own and what it shares with others, but not those of the shell or what it loads later', () => {
    expect(preloadsOf(manifest, router)).toEqual({
      '/': ['home.js', 'kit.js', 'kit.css'],
      '/runs/$run': ['run.js', 'run.css'],
    });
  });

  it('are known of every page of the router', () => {
    const source = readFileSync(new URL('../src/app/router.tsx', import.meta.url), 'utf8');
    expect(pagesOf(source).length).toBe([...source.matchAll(/import\('@\/pages\//g)].length);
    expect(pagesOf(source).length).toBeGreaterThan(20);
  });
});

describe('the list of sources', () => {
  const line = (/** @type {string} */ hash, /** @type {string} */ file) => `${hash.repeat(64)}  ${file}`;

  it('names what is new, changed and gone', () => {
    const before = [line('a', 'one.ts'), line('b', 'two.ts'), line('c', 'three.ts')];
    const after = [line('a', 'one.ts'), line('d', 'two.ts'), line('e', 'four.ts')];
    expect(differences(before, after)).toEqual(['changed: two.ts', 'gone: three.ts', 'new: four.ts']);
    expect(differences(before, before)).toEqual([]);
  });
});

describe('the packages that ship', () => {
  it('leaves out tools and types', () => {
    const packages = {
      '': {},
      'node_modules/b': {},
      'node_modules/a': {},
      'node_modules/vite': { dev: true },
      'node_modules/loose-envify': {},
      'node_modules/@types/hast': {},
      'node_modules/x': { optional: true },
    };
    expect(shipped(packages)).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it('leaves out packages that hold types alone', () => {
    expect(hasCode({ main: '', exports: undefined }, false)).toBe(false);
    expect(hasCode({ exports: { '.': { types: './index.d.ts' } } }, false)).toBe(false);
    expect(hasCode({ main: 'lib/main' }, false)).toBe(true);
    expect(hasCode({ exports: { '.': './dist/index.mjs' } }, false)).toBe(true);
    expect(hasCode({}, true)).toBe(true);
  });

  it('are named with version and licence', () => {
    const page = pageOf([{ name: '@a/b', version: '1.2.3', licence: 'MIT', text: 'long' }]);
    expect(page).toContain('\n| @a/b | 1.2.3 | MIT |\n');
    expect(page).not.toContain('long');
  });
});

describe('the OpenAPI document', () => {
  it('reads numbers as numbers, and texts as texts', () => {
    expect(
      simplify({
        turn: { type: ['null', 'integer', 'string'], pattern: '^-?\\d+$' },
        name: { type: ['null', 'string'], pattern: 'x' },
      }),
    ).toEqual({
      turn: { type: ['null', 'integer'] },
      name: { type: ['null', 'string'], pattern: 'x' },
    });
  });
});

describe('names of files', () => {
  /**
   * @param {string} folder
   * @returns {string[]}
   */
  function walk(folder) {
    const entries = readdirSync(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && /^[^.]+\.tsx?$/.test(entry.name));
    const modules = names.map((entry) => entry.name.replace(/\..*/, '').toLowerCase());
    const twice = modules.filter((name, index) => modules.indexOf(name) !== index).map((name) => `${folder}/${name}`);
    const folders = entries.filter((entry) => entry.isDirectory());
    return [...twice, ...folders.flatMap((entry) => walk(`${folder}/${entry.name}`))];
  }

  it('differ by more than case and ending, which Windows and macOS do not tell apart in an import', () => {
    expect(walk(fileURLToPath(new URL('../src', import.meta.url)))).toEqual([]);
  });
});
