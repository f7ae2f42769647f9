/** Writes src/api/schema.ts from openapi.json; with --check only compares, so that a drift fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { simplify, withoutHead } from './openapi.js';

const root = new URL('../', import.meta.url);
const document = JSON.parse(readFileSync(new URL('openapi.json', root), 'utf8'));
const nodes = await openapiTypescript(JSON.stringify(simplify(withoutHead(document))), { alphabetize: true });
const text = `// Generated from openapi.json by "npm run api". Do not edit.\n${astToString(nodes)}`;
const target = new URL('src/api/schema.ts', root);

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.ts does not match openapi.json. Run "npm run api" and commit the result.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
