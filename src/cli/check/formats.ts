/** How the problems of a check are told. Each format is a pure function of what was found. */
import { githubCommands } from './github.js';
import { humanText } from './human.js';
import type { Report } from './report.js';
import { sarifLog } from './sarif.js';

export const FORMATS = ['human', 'json', 'github', 'sarif'] as const;

export type Format = (typeof FORMATS)[number];

/** What goes to standard output. */
export function render(format: Format, report: Report): string {
  if (format === 'human') return humanText(report.files);
  if (format === 'github') return githubCommands(report.files, report.shown);
  return `${JSON.stringify(format === 'sarif' ? sarifLog(report) : jsonDocument(report), null, 2)}\n`;
}

/** DESIGN 5.4. */
function jsonDocument({ files, errors, warnings, fixed }: Report) {
  return { files: files.map(({ path, problems }) => ({ path, problems })), errors, warnings, ...(fixed && { fixed }) };
}
