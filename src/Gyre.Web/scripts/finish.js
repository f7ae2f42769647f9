/**
 * The last step of a build: takes what only the build needs out of dist, writes down which files each page needs, packs every file over 1 kB with Brotli (the
 * server unpacks for the few clients that cannot), and writes down what the bundle was made of.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { preloadsOf } from './preloads.js';
import { builtFiles, hashLines, manifest, sourceFiles } from './sources.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(root, 'node_modules/.cache/gyre');

mkdirSync(cache, { recursive: true });
renameSync(join(root, 'dist/.vite/manifest.json'), join(cache, 'manifest.json'));
rmSync(join(root, 'dist/.vite'), { recursive: true });

const made = JSON.parse(readFileSync(join(cache, 'manifest.json'), 'utf8'));
const preloads = preloadsOf(made, readFileSync(join(root, 'src/app/router.tsx'), 'utf8'));
writeFileSync(join(root, 'dist/pages.json'), `${JSON.stringify(preloads, null, 1)}\n`);

for (const file of builtFiles(root)) {
  const path = join(root, file);
  const size = statSync(path).size;
  // index.html is completed for every answer, so it stays readable.
  if (file === 'dist/index.html' || size <= 1024) continue;
  const packed = brotliCompressSync(readFileSync(path), {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: size,
    },
  });
  if (packed.length >= size) continue;
  writeFileSync(`${path}.br`, packed);
  rmSync(path);
}

const lines = hashLines(root, [...sourceFiles(root), ...builtFiles(root)]);
writeFileSync(join(root, manifest), `${lines.join('\n')}\n`);
