/** Logs as they are read, from texts. */
import { createHash } from 'node:crypto';
import { LogAnalysis } from '../../src/core/evidence/logs/analysis.js';
import { diffLogs } from '../../src/core/evidence/logs/diff.js';
import { diffReport, type LogDiffReport } from '../../src/core/evidence/logs/diffReport.js';
import type { ReadLog } from '../../src/core/evidence/logs/readLog.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const LOGS_START = Date.UTC(2026, 10, 21, 14, 2, 0);

/** Lines with a stamp each, so many ms after a fixed moment. */
export function stamped(lines: readonly (readonly [ms: number, text: string])[], start = LOGS_START): string {
  return lines.map(([ms, text]) => `${new Date(start + ms).toISOString()} ${text}\n`).join('');
}

export function readLog(name: string, text: string): ReadLog {
  const analysis = new LogAnalysis({ clock: { zone: 0, reference: LOGS_START }, sha256, numbers: true });
  analysis.push(new TextEncoder().encode(text));
  analysis.end();
  return { name, bytes: text.length, sha256: sha256(text), data: analysis.data(), notes: [] };
}

/** Without excerpts. */
export function diffOf(passing: readonly string[], failing: readonly string[]): LogDiffReport {
  const [passed, failed] = [passing.map((text, index) => readLog(`pass${index + 1}.log`, text)), failing.map((text, index) => readLog(`fail${index + 1}.log`, text))];
  return diffReport(diffLogs(passed, failed), { passing: passed, failing: failed, selection: [], missing: [] }, {});
}
