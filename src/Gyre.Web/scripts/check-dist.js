/** Fails when dist was not built from the sources that lie here, or was changed by hand. Needs no packages. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFiles, differences, hashLines, manifest, sourceFiles } from './sources.js';

const root = fileURLToPath(new URL('../', import.meta.url));
if (!existsSync(join(root, manifest))) {
  console.error(`${manifest} is missing. Run "npm run build" and commit dist.`);
  process.exit(1);
}
const wanted = readFileSync(join(root, manifest), 'utf8').trim().split('\n');
const found = differences(wanted, hashLines(root, [...sourceFiles(root), ...builtFiles(root)]));
if (found.length > 0) {
  console.error(
    `dist does not belong to the sources. Run "npm run build" and commit dist.\n${found.slice(0, 20).join('\n')}`,
  );
  process.exit(1);
}
console.log(`dist belongs to the sources (${wanted.length} files).`);
