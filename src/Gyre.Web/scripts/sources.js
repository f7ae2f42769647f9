/** What the bundle is made of, as lines that `sha256sum -c` understands. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const manifest = 'dist/sources.sha256';

const alone = ['index.html', 'package-lock.json', 'package.json', 'tsconfig.json', 'vite.config.ts'];
const folders = ['public', 'scripts', 'src'];

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} files below the folder with slashes, in order
 */
export function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * Tests are left out: the bundle does not depend on them.
 * @param {string} root
 */
export function sourceFiles(root) {
  const files = [...alone, ...folders.flatMap((folder) => filesBelow(root, folder))];
  return files.filter((file) => !/\.test\.[a-z]+$/.test(file)).sort((a, b) => (a < b ? -1 : 1));
}

/** @param {string} root */
export function builtFiles(root) {
  return filesBelow(root, 'dist').filter((file) => file !== manifest);
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
export function hashLines(root, files) {
  return files.map(
    (file) =>
      `${createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex')}  ${file}`,
  );
}

/**
 * What differs between two lists of lines, in words.
 * @param {readonly string[]} wanted
 * @param {readonly string[]} found
 * @returns {string[]}
 */
export function differences(wanted, found) {
  const read = (/** @type {readonly string[]} */ lines) =>
    new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const before = read(wanted);
  const after = read(found);
  const words = [];
  for (const [file, hash] of after) {
    if (!before.has(file)) words.push(`new: ${file}`);
    else if (before.get(file) !== hash) words.push(`changed: ${file}`);
  }
  for (const file of before.keys()) if (!after.has(file)) words.push(`gone: ${file}`);
  return words.sort();
}
