/** How the problems of a check are told. Each format is a pure function of what was found. */
import type { FileCheck } from '../../node/workItem/checkFile.js';
import { githubCommands } from './github.js';
import { humanText } from './human.js';
import { sarifLog } from './sarif.js';

export const FORMATS = ['human', 'json', 'github', 'sarif'] as const;

export type Format = (typeof FORMATS)[number];

export interface Report {
  readonly files: readonly FileCheck[];
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** Version of Casebook. */
  readonly version: string;
  /** A path of {@link files} relative to where the reader of the format starts. */
  readonly shown: (path: string) => string;
}

/** What goes to standard output. */
export function render(format: Format, report: Report): string {
  if (format === 'human') return humanText(report.files);
  if (format === 'github') return githubCommands(report.files, report.shown);
  return `${JSON.stringify(format === 'sarif' ? sarifLog(report) : jsonDocument(report), null, 2)}\n`;
}

/** DESIGN 5.4. */
function jsonDocument({ files, errors, warnings }: Report) {
  return { files: files.map(({ path, problems }) => ({ path, problems })), errors, warnings };
}
