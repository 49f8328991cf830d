/** Writes the loop over the lines of a log as a module that bundles need no file for. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assembled, BINARY } from './assemble.mjs';

const bytes = await assembled();
const lines = bytes.toString('base64').match(/.{1,140}/g) ?? [];
await writeFile(BINARY, `/** Made of lineScan.wat by \`npm run wasm\`. */\nconst TEXT = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n\nexport const LINE_SCAN = Uint8Array.from(atob(TEXT), (character) => character.charCodeAt(0));\n`);
console.log(`${bytes.length} bytes are in ${path.relative(process.cwd(), BINARY)}.`);
