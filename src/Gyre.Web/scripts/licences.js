/**
 * What the pages are made of: the packages that ship, with their licences, as a module `virtual:licences`. Run as a
 * program it writes the same list into the documentation; with --check only compares, so that a drift fails.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const id = 'virtual:licences';

/**
 * @typedef {{ name: string, version: string, licence: string, text: string }} Licence
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, license?: string }} Locked
 */

/** They rewrite other packages while those are built, and nothing imports them. */
const builders = ['node_modules/js-tokens', 'node_modules/loose-envify'];

/**
 * Every package that is installed for the pages themselves, from the lock file. Packages of types hold no code that
 * ships.
 * @param {Record<string, Locked>} packages
 * @returns {string[]} folders, in order
 */
export function shipped(packages) {
  return Object.entries(packages)
    .filter(([folder, one]) => folder.startsWith('node_modules/') && one.dev !== true && one.optional !== true)
    .map(([folder]) => folder)
    .filter((folder) => !folder.includes('node_modules/@types/') && !builders.includes(folder))
    .sort();
}

/**
 * Whether a package holds more than types.
 * @param {{ main?: string, module?: string, exports?: unknown }} about its package.json
 * @param {boolean} hasIndex whether it has an index.js, which counts where nothing else is named
 */
export function hasCode(about, hasIndex) {
  const names = [about.main, about.module, JSON.stringify(about.exports ?? null)];
  return (
    hasIndex || names.some((name) => name !== undefined && /\w/.test(name) && /\.[cm]?js\b|^[^"{]*\/\w+$/.test(name))
  );
}

/**
 * @param {string} root
 * @returns {Licence[]}
 */
export function collect(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Map<string, Licence>} */
  const found = new Map();
  for (const folder of shipped(lock.packages)) {
    const home = join(root, folder);
    if (!existsSync(join(home, 'package.json'))) throw new Error(`${folder} is not installed; run "npm ci".`);
    const about = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    if (!hasCode(about, existsSync(join(home, 'index.js')))) continue;
    const file = readdirSync(home)
      .filter((name) => /^(licen[cs]e|copying)([.-].*)?$/i.test(name))
      .sort()[0];
    const text = file === undefined ? '' : readFileSync(join(home, file), 'utf8').replaceAll('\r\n', '\n').trim();
    const licence = typeof about.license === 'string' ? about.license : 'see text';
    found.set(`${about.name} ${about.version}`, { name: about.name, version: about.version, licence, text });
  }
  return [...found.values()];
}

/**
 * The page of the documentation.
 * @param {readonly Licence[]} packages
 */
export function pageOf(packages) {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return `# Licences of the pages

<!-- Made from package-lock.json and the packages by "npm run licences" in src/Gyre.Web; do not edit. -->

The pages of \`gyre serve\` are built from these npm packages; the page "Settings", "About" shows the texts of their licences. The server's own packages are in
[licences.md](licences.md). Where a licence lets one choose, Gyre takes the first. elkjs is used as it was published; its source is at <https://github.com/kieler/elkjs>.

| package | version | licence |
|---|---|---|
${rows.join('\n')}
`;
}

/** @returns {import('vite').Plugin} */
export function licences() {
  let root = process.cwd();
  return {
    name: 'gyre-licences',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(collect(root))};` : undefined),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const target = join(root, '../../docs/reference/licences-of-pages.md');
  const text = pageOf(collect(root));
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (!existsSync(target) || readFileSync(target, 'utf8').replaceAll('\r\n', '\n') !== text) {
    console.error('docs/reference/licences-of-pages.md is out of date. Run "npm run licences" and commit the result.');
    process.exit(1);
  }
}
