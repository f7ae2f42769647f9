/**
 * .NET describes a number as "integer or string with digits", because its reader would take both. Its writer always
 * writes numbers, so for reading the string is noise: it goes, and with it a cast at every use.
 * @param {unknown} node
 * @returns {unknown}
 */
export function simplify(node) {
  if (Array.isArray(node)) return node.map(simplify);
  if (node === null || typeof node !== 'object') return node;
  /** @type {Record<string, unknown>} */
  const made = {};
  for (const [key, value] of Object.entries(node)) made[key] = simplify(value);
  const type = made['type'];
  if (Array.isArray(type) && type.includes('string') && (type.includes('integer') || type.includes('number'))) {
    const left = type.filter((one) => one !== 'string');
    made['type'] = left.length === 1 ? left[0] : left;
    delete made['pattern'];
  }
  return made;
}

/**
 * HEAD routes share the operation ids of their GET routes, which the generator refuses; the pages never send HEAD.
 * @param {{ paths: Record<string, Record<string, unknown>> }} document
 */
export function withoutHead(document) {
  for (const path of Object.values(document.paths)) delete path['head'];
  return document;
}
