/** `deno test`: `adds ... ok (3ms)` for each test, those of its steps indented, and `FAILED | 2 passed (2 steps) | 1 failed | 1 ignored (54ms)`. */
import { matchesIn, NONE, type SummaryReader } from './types.js';

const TOTAL = /^(?:ok|FAILED) \| (\d{1,9}) passed(?: \([^)]*\))? \| (\d{1,9}) failed(?: \([^)]*\))?((?: \| \d{1,9} \w[\w ]*(?: \([^)]*\))?)*) \(\d[^)]*\)$/;
const TEST = /^(\S.*?) \.\.\. (ok|FAILED)(?: \(due to .*\))?(?: \(\d[\d.]*(?:m|s|ms|µs|ns)[\ds]*\))?$/;

export const deno: SummaryReader = (lines) => {
  const totals = matchesIn(lines, TOTAL);
  if (totals.length === 0) return lines.some((line) => line === 'error: No test modules found') ? { format: 'deno test', ...NONE } : undefined;
  const sum = (of: (total: RegExpExecArray) => number): number => totals.reduce((all, total) => all + of(total), 0);
  const failed = sum((total) => Number(total[2]));
  const executed = sum((total) => Number(total[1])) + failed;
  const ignored = sum((total) => Number(/ \| (\d+) ignored/.exec(total[3] ?? '')?.[1] ?? 0));
  const tests = matchesIn(lines, TEST);
  const names = tests.map((test) => test[1] ?? '');
  return { format: 'deno test', executed, failed, skipped: ignored, ...(names.length === executed && { names }), failures: [...new Set(tests.filter((test) => test[2] === 'FAILED').map((test) => test[1] ?? ''))] };
};
