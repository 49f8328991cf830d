/** What a text that was copied from a log tells: a selection in an editor, the clipboard, the output of a terminal. */
import type { Sha256 } from '../../ports.js';
import { LogAnalysis } from './analysis.js';
import { reportLogs } from './report.js';
import type { LogReport } from './types.js';

export interface LogText {
  /** What it is, as a person says it: `app.log`, `the clipboard`, `output of npm test`. */
  readonly name: string;
  readonly text: string;
  /** Number of its first line in the file that it was taken from; 1 if it was taken from none. */
  readonly firstLine?: number;
  /** Minutes ahead of UTC of stamps that tell no zone. */
  readonly zone: number;
  /** What there is to know about it: sentences. */
  readonly notes?: readonly string[];
  /** When it was taken, ms since the Unix epoch: stamps without a year or date are not later. */
  readonly takenAt: number;
}

/** Takes time in the order of the text's length. An empty text gives a report that says what is missing. */
export function reportOfText({ name, text, firstLine = 1, zone, notes = [], takenAt }: LogText, sha256: Sha256): LogReport {
  const bytes = new TextEncoder().encode(text);
  const analysis = new LogAnalysis({ clock: { zone, reference: takenAt }, sha256, linesBefore: firstLine - 1 });
  analysis.push(bytes);
  analysis.end();
  return reportLogs([{ name, bytes: bytes.length, sha256: sha256(text), data: analysis.data(), notes }], { selection: [], missing: [] });
}
