/**
 * @typedef {{ file: string, src?: string, isEntry?: boolean, isDynamicEntry?: boolean, imports?: string[], dynamicImports?: string[], css?: string[], assets?: string[] }} Chunk
 * @typedef {Record<string, Chunk>} Manifest
 */

/**
 * The files that a chunk needs: itself and what it imports; with `deep` also what it may load later. `without` are the
 * files that are there already, `stop` the chunks that belong to others.
 * @param {Manifest} manifest
 * @param {string} key
 * @param {{ deep: boolean, without?: ReadonlySet<string>, stop?: ReadonlySet<string> }} options
 * @returns {Set<string>}
 */
export function filesOf(manifest, key, { deep, without = new Set(), stop = new Set() }) {
  /** @type {Set<string>} */
  const files = new Set();
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {string} at */
  const visit = (at) => {
    const chunk = manifest[at];
    if (chunk === undefined || seen.has(at)) return;
    seen.add(at);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])])
      if (!without.has(file)) files.add(file);
    for (const next of chunk.imports ?? []) visit(next);
    if (deep) for (const next of chunk.dynamicImports ?? []) if (!stop.has(next)) visit(next);
  };
  visit(key);
  return files;
}

/** Code that runs beside the page once it is shown: it delays nothing that the reader waits for. */
export const isWorker = (/** @type {string} */ file) => /worker/.test(file);

/**
 * What a chunk and its imports load on demand, one by one: a chart, the graph, a preview.
 * @param {Manifest} manifest
 * @param {string} key
 * @param {ReadonlySet<string>} stop
 * @returns {string[]}
 */
function featuresOf(manifest, key, stop) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Set<string>} */
  const features = new Set();
  /** @param {string} at */
  const visit = (at) => {
    const chunk = manifest[at];
    if (chunk === undefined || seen.has(at)) return;
    seen.add(at);
    for (const next of chunk.imports ?? []) visit(next);
    // The entry's dynamic imports are the pages and what the shell loads later; they are no part of this page.
    if (chunk.isEntry !== true) for (const next of chunk.dynamicImports ?? []) if (!stop.has(next)) features.add(next);
  };
  visit(key);
  return [...features];
}

/**
 * Bytes that travel for the first page and for each further page; workers are counted apart. `most` is the page with
 * the heaviest thing that a reader can open on it (the graph, and in it a chart), `whole` with all of them.
 * @param {Manifest} manifest
 * @param {(file: string) => number} sizeOf
 */
export function measure(manifest, sizeOf) {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true);
  if (entry === undefined) throw new Error('The manifest has no entry.');
  const total = (/** @type {string[]} */ files) => files.reduce((sum, file) => sum + sizeOf(file), 0);
  const sum = (/** @type {Iterable<string>} */ files) => total([...files].filter((file) => !isWorker(file)));
  const base = filesOf(manifest, entry, { deep: false });
  const pages = Object.keys(manifest).filter((key) => /^src\/pages\/[^/]+\/index\.tsx$/.test(key));
  const stop = new Set(pages);
  const weigh = (/** @type {string} */ key) => {
    const files = filesOf(manifest, key, { deep: true, without: base, stop });
    const first = filesOf(manifest, key, { deep: false, without: base });
    const shown = sum(first);
    const heaviest = (
      /** @type {string} */ at,
      /** @type {ReadonlySet<string>} */ there,
      /** @type {readonly string[]} */ path,
    ) => {
      let most = 0;
      for (const feature of featuresOf(manifest, at, stop)) {
        if (path.includes(feature)) continue;
        const files = filesOf(manifest, feature, { deep: false, without: there });
        most = Math.max(most, sum(files) + heaviest(feature, new Set([...there, ...files]), [...path, feature]));
      }
      return most;
    };
    return {
      page: key.split('/')[2] ?? key,
      shown,
      most: shown + heaviest(key, new Set([...base, ...first]), [key]),
      whole: sum(files),
      workers: total([...files].filter(isWorker)),
    };
  };
  return { shell: sum(base), pages: pages.map(weigh).sort((a, b) => b.most - a.most) };
}
