/** Assembles the loop over the lines of a log. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const logs = fileURLToPath(new URL('../../src/core/evidence/logs/', import.meta.url));
const SOURCE = path.join(logs, 'lineScan.wat');

/** What is made of it. */
export const BINARY = path.join(logs, 'lineScanBinary.ts');

/** @returns {Promise<Buffer>} a module of WebAssembly @throws Error with the place, if the text is none */
export async function assembled() {
  const module = (await wabt()).parseWat(path.basename(SOURCE), await readFile(SOURCE, 'utf8'), { simd: true });
  try {
    module.validate();
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
