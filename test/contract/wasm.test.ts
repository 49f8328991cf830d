import { expect, test } from 'vitest';
import { LINE_SCAN } from '../../src/core/evidence/logs/lineScanBinary.js';
import { assembled } from '../../scripts/wasm/assemble.mjs';

test('what runs is what its text says: `npm run wasm` was called behind the last change of lineScan.wat', async () => {
  expect(Buffer.from(LINE_SCAN).equals(await assembled())).toBe(true);
});
