/**
 * Fails when a page is heavier than it may be. Counted are the bytes that travel, packed with Brotli.
 *
 * First page: the shell, and home with everything it may load later: 350 kB. Every other page: what shows it and the
 * heaviest thing that a reader can open on it (the graph, and in it a chart): 250 kB on top of the shell. Workers, which are
 * loaded beside a page that is shown already, have a limit of their own: the layout of graphs (ELK) is 353 kB alone.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './sizes.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const place = join(root, 'node_modules/.cache/gyre/manifest.json');
if (!existsSync(place)) {
  console.error('There is nothing to measure. Run "npm run build" first.');
  process.exit(1);
}
const firstLimit = 350_000;
const pageLimit = 250_000;
const workerLimit = 400_000;

/** @param {string} file */
function sizeOf(file) {
  const path = join(root, 'dist', file);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

/** @type {import('./sizes.js').Manifest} */
const manifest = JSON.parse(readFileSync(place, 'utf8'));
// Code that only registers something is dropped unless package.json lists it under "sideEffects": then nothing is loaded.
const empty = Object.entries(manifest).filter(([, { file }]) => file.endsWith('.js') && sizeOf(file) === 0);
for (const [source] of empty) console.error(`${source} came out empty. List it under "sideEffects" in package.json.`);
if (empty.length > 0) process.exit(1);
const { shell, pages } = measure(manifest, sizeOf);
const index = statSync(join(root, 'dist/index.html')).size;
const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
const home = pages.find((one) => one.page === 'home')?.whole ?? 0;
const first = index + shell + home;

let failed = first > firstLimit;
console.log(
  `${kb(first)}  first page (shell ${kb(shell).trim()}, home ${kb(home).trim()}), at most ${firstLimit / 1000} kB${failed ? '  TOO MUCH' : ''}`,
);
for (const { page, shown, most, whole, workers } of pages) {
  const over = most > pageLimit || workers > workerLimit;
  failed ||= over;
  const later = whole > most ? `, with all it may load ${kb(whole).trim()}` : '';
  const beside = workers > 0 ? `, workers ${kb(workers).trim()}` : '';
  console.log(`${kb(most)}  ${page}: ${kb(shown).trim()} to show it${later}${beside}${over ? '  TOO MUCH' : ''}`);
}
if (failed) {
  console.error('A page is over its budget. Load what it does not need at once on demand, or use less.');
  process.exit(1);
}
