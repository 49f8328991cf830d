/** What `cargo test` prints: each test, and a result line per test binary, which is what counts: output of tests may stand inside the others. */
import { foundIn, type FoundTests } from '../tests/found.js';
import { MAX_RESULTS, type TestResult } from './types.js';

const RESULT = /^test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed; (\d{1,9}) ignored; \d+ measured; \d+ filtered out/;
const TEST = /^test (.{1,500}) \.\.\. (ok|FAILED|ignored)(?:, .*)?$/;
const BINARY = /^ {5}Running (?:unittests )?(\S+) \(|^ {3}Doc-tests (\S+)$/;

/** Undefined if there is no result line. The tests are named only if all of them could be. */
export function readCargo(lines: readonly string[]): FoundTests | undefined {
  const results: TestResult[] = [];
  let [passed, failed, skipped, binaries] = [0, 0, 0, 0];
  let group: string | undefined;
  for (const line of lines) {
    const binary = BINARY.exec(line);
    if (binary) group = binary[1] ?? `doc-tests ${binary[2] ?? ''}`;
    const test = TEST.exec(line);
    if (test && results.length < MAX_RESULTS) results.push({ name: (test[1] ?? '').replace(/ - should panic$/, ''), outcome: test[2] === 'ok' ? 'passed' : test[2] === 'FAILED' ? 'failed' : 'other', ...(group === undefined ? {} : { group }) });
    const result = RESULT.exec(line);
    if (!result) continue;
    binaries += 1;
    passed += Number(result[1]);
    failed += Number(result[2]);
    skipped += Number(result[3]);
  }
  if (binaries === 0) return undefined;
  const found = foundIn({ format: 'cargo test', results });
  const { names, ...rest } = found;
  return { ...rest, executed: passed + failed, failed, skipped, ...(names?.length === passed + failed ? { names } : {}) };
}
