/** Evidence that has no picture: what it says, in sentences and tables. */
import { SECTION_LIMITS, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import { listsOf, summaryLines } from '../../snapshot/lines.js';
import type { Snapshot } from '../../snapshot/types.js';
import type { WaitReport } from '../../wait/timeline.js';
import type { LogReport } from '../../evidence/logs/types.js';
import { duration } from '../format.js';
import type { LogBlockContext } from '../logOrigin.js';
import { headline, logSentences } from '../logSentences.js';
import type { SnapshotBlockContext } from '../snapshotBlock.js';
import type { WaitBlockContext } from '../waitBlock.js';
import { inEnglish, type Say } from '../say.js';
import { cellText, origin } from './shared.js';

export function waitDocument(report: WaitReport, context: WaitBlockContext, say: Say = inEnglish): ReportDocument {
  const moments = [[say('First accept'), report.firstAcceptMs], [say('First byte'), report.firstByteMs], [say('First 2xx'), report.first2xxMs], [say('Stable since'), report.stableSinceMs], [say('End'), report.elapsedMs]] as const;
  return {
    name: say('Wait'),
    word: report.ready ? say('Ready') : say('Not ready'),
    tone: report.ready ? 'good' : 'bad',
    headline: cellText(report.conclusion),
    remarks: [],
    note: say('A wait has no picture: its moments stand in the table.'),
    sections: [{ heading: say('Moments'), paragraphs: [], table: { columns: [{ title: say('Moment') }, { title: say('Since the start'), numeric: true }], rows: moments.map(([name, ms]) => [{ text: name }, { text: ms === null ? say('never') : duration(ms) }]) } }],
    facts: [{ name: say('Target'), value: cellText(report.target), code: true }, { name: say('Condition'), value: cellText(report.condition), code: true }, ...origin(context, say)],
    links: [],
  };
}

export function logDocument(report: LogReport, context: LogBlockContext, say: Say = inEnglish): ReportDocument {
  const { signatures, templates, missing } = report;
  const failed = signatures.length > 0 || report.otherFailures > 0;
  return {
    name: say('Analysis of logs'),
    word: failed ? say('Failures found') : say('No failure found'),
    tone: failed ? 'bad' : 'unclear',
    headline: cellText(headline(report)),
    remarks: [],
    note: say('An analysis of logs has no picture: what was found stands in lists and tables.'),
    sections: [
      { heading: say('What the logs tell'), paragraphs: missing.slice(0, SECTION_LIMITS.paragraphs).map(cellText), items: shown(logSentences(report, (text) => `“${text}”`), say) },
      ...tableSection(say('Failures'), say('Failure'), say, signatures.map(({ title, count, first, last }) => [title, String(count), first ?? '', last ?? ''])),
      ...tableSection(say('What repeats'), say('Record'), say, templates.map(({ template, count, first, last }) => [template, String(count), first ?? '', last ?? ''])),
    ],
    facts: origin(context, say),
    links: [],
  };
}

/** Rows of a table of logs; the ledger has all. */
const MAX_ROWS = 200;

function tableSection(heading: string, what: string, say: Say, rows: readonly (readonly string[])[]): ReportSection[] {
  if (rows.length === 0) return [];
  const table = { columns: [{ title: what }, { title: say('Times'), numeric: true }, { title: say('First') }, { title: say('Last') }], rows: rows.slice(0, MAX_ROWS).map((row) => row.map((text, column) => ({ text: cellText(text), ...(column === 0 && { code: true }) }))) };
  return [{ heading, paragraphs: rows.length > MAX_ROWS ? [rows.length - MAX_ROWS === 1 ? say('1 more is in the ledger.') : say('{0} more are in the ledger.', rows.length - MAX_ROWS)] : [], table }];
}

export function snapshotDocument(snapshot: Snapshot, context: SnapshotBlockContext, say: Say = inEnglish): ReportDocument {
  return {
    name: say('Snapshot'),
    word: say('Snapshot'),
    tone: 'unclear',
    headline: cellText(`State of ${'value' in snapshot.system ? snapshot.system.value.name : 'this machine'} at ${context.startedAt}.`),
    remarks: [],
    note: say('A snapshot has no picture: what the machine told stands in tables and lists.'),
    sections: [
      { heading: say('Machine'), paragraphs: [], table: { columns: [{ title: say('What') }, { title: say('State') }], rows: summaryLines(snapshot).map(([what, text]) => [{ text: cellText(what) }, { text: cellText(text) }]) } },
      ...listsOf(snapshot).map(([heading, lines]): ReportSection => ({ heading, paragraphs: [], items: shown(lines, say) })),
    ],
    facts: [{ name: say('Taken in'), value: duration(context.tookMs) }, ...origin(context, say)],
    links: [],
  };
}

function shown(lines: readonly string[], say: Say): string[] {
  const max = SECTION_LIMITS.items - 1;
  return [...lines.slice(0, max).map(cellText), ...(lines.length > max ? [say('and {0} more in the ledger', lines.length - max)] : [])];
}
