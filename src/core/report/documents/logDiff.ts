/** What separates two sides of logs, as a report. */
import { SECTION_LIMITS, type ReportColumn, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import type { LogDifference } from '../../evidence/logs/diff.js';
import { separates, type LogDiffExcerpt, type LogDiffReport } from '../../evidence/logs/diffReport.js';
import type { LogFileReport } from '../../evidence/logs/types.js';
import { listed } from '../format.js';
import { diffHeadline, diffSentences, excerptTitle, often, type DiffStyle } from '../logDiffSentences.js';
import type { LogBlockContext } from '../logOrigin.js';
import { inEnglish, type Say } from '../say.js';
import { bounded } from '../untrusted.js';
import { cellText, origin } from './shared.js';

const STYLE: DiffStyle = { quote: (text) => `“${bounded(text, 160)}”`, name: (log) => log };

export function logDiffDocument(report: LogDiffReport, context: LogBlockContext, say: Say = inEnglish): ReportDocument {
  const { onlyFailing, onlyPassing, moreOften, numbers, words, excerpts, passingFiles, failingFiles, missing } = report;
  const counts = [{ title: say('Failing logs'), numeric: true }, { title: say('Passing logs'), numeric: true }, { title: say('Where') }];
  const countsOf = (one: LogDifference): string[] => [one.template, `${one.failingLogs}/${failingFiles.length}`, `${one.passingLogs}/${passingFiles.length}`, `${one.log}:${one.line}`];
  const values = [{ title: say('Failing') }, { title: say('Passing') }, { title: say('Where') }];
  const excerptOf = (excerpt: LogDiffExcerpt | undefined): ReportSection[] => (excerpt && excerpt.records.length > 0 ? [{ heading: say('Excerpt'), paragraphs: [cellText(excerptTitle(excerpt, STYLE))], table: { columns: [{ title: say('Line'), numeric: true }, { title: say('Record') }], rows: excerpt.records.map(({ line, text }) => [{ text: String(line) }, { text: cellText(text), code: true }]) } }] : []);
  return {
    name: say('Difference of logs'),
    word: separates(report) ? say('They differ') : say('No difference found'),
    tone: 'unclear',
    headline: cellText(diffHeadline(report, STYLE)),
    remarks: diffSentences(report, STYLE).map(cellText),
    note: say('A difference of logs has no picture: what was found stands in tables.'),
    sections: [
      ...(missing.length > 0 ? [{ heading: say('Missing evidence'), paragraphs: missing.slice(0, SECTION_LIMITS.paragraphs).map(cellText) }] : []),
      ...tableSection(say('Only in failing'), [{ title: say('Record') }, ...counts], onlyFailing.map(countsOf)),
      ...tableSection(say('Only in passing'), [{ title: say('Record') }, ...counts], onlyPassing.map(countsOf)),
      ...tableSection(say('Much more often in one'), [{ title: say('Record') }, { title: say('In a failing log'), numeric: true }, { title: say('In a passing log'), numeric: true }], moreOften.map((one) => [one.template, often(one.failingCount), often(one.passingCount)])),
      ...tableSection(say('Numbers and words that have no value in common'), [{ title: say('Record') }, ...values], [...numbers, ...words].map((one) => [one.template, listed(one.failing, say), listed(one.passing, say), `${one.log}:${one.line}`])),
      ...excerptOf(excerpts.failing),
      ...excerptOf(excerpts.passing),
      ...filesSection(say('Passing'), passingFiles, say),
      ...filesSection(say('Failing'), failingFiles, say),
    ],
    facts: origin(context, say),
    links: [],
  };
}

/** The first column is code. */
function tableSection(heading: string, columns: readonly ReportColumn[], rows: readonly (readonly string[])[]): ReportSection[] {
  if (rows.length === 0) return [];
  return [{ heading, paragraphs: [], table: { columns, rows: rows.map((row) => row.map((text, column) => ({ text: cellText(text), ...(column === 0 && { code: true }) }))) } }];
}

function filesSection(heading: string, files: readonly LogFileReport[], say: Say): ReportSection[] {
  const columns = [{ title: say('Log') }, { title: say('Lines'), numeric: true }, { title: say('Bytes'), numeric: true }, { title: say('SHA-256') }];
  return tableSection(heading, columns, files.map(({ name, lines, bytes, sha256 }) => [name, String(lines), String(bytes), sha256 ?? '']));
}
