import { filesOf, isWorker } from './sizes.js';

/**
 * The pages that the router knows, by their address.
 * @param {string} router the text of src/app/router.tsx
 * @returns {[path: string, key: string][]}
 */
export function pagesOf(router) {
  return [...router.matchAll(/page\('([^']+)', \(\) => import\('@\/(pages\/[^']+)'\)\)/g)].map((found) => [
    found[1] ?? '',
    `src/${found[2]}/index.tsx`,
  ]);
}

/**
 * What each page needs beside the entry, by its address: the server names these files in its answer, so that they come
 * while the entry is still being read.
 * @param {import('./sizes.js').Manifest} manifest
 * @param {string} router the text of src/app/router.tsx
 * @returns {Record<string, string[]>}
 */
export function preloadsOf(manifest, router) {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true);
  if (entry === undefined) throw new Error('The manifest has no entry.');
  const without = filesOf(manifest, entry, { deep: false });
  return Object.fromEntries(
    pagesOf(router).map(([path, key]) => {
      if (manifest[key] === undefined) throw new Error(`The manifest has no ${key}.`);
      const files = [...filesOf(manifest, key, { deep: false, without })];
      return [path, files.filter((file) => !isWorker(file) && /\.(js|css)$/.test(file))];
    }),
  );
}
