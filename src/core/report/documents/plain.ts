/** Evidence that has no picture: what it says, in sentences and tables. */
import { SECTION_LIMITS, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import { listsOf, summaryLines } from '../../snapshot/lines.js';
import type { Snapshot } from '../../snapshot/types.js';
import type { WaitReport } from '../../wait/timeline.js';
import type { LogReport } from '../../evidence/logs/types.js';
import { duration } from '../format.js';
import type { LogBlockContext } from '../logBlock.js';
import { headline, logSentences } from '../logSentences.js';
import type { SnapshotBlockContext } from '../snapshotBlock.js';
import type { WaitBlockContext } from '../waitBlock.js';
import { cellText, origin } from './shared.js';

export function waitDocument(report: WaitReport, context: WaitBlockContext): ReportDocument {
  const moments = [['First accept', report.firstAcceptMs], ['First byte', report.firstByteMs], ['First 2xx', report.first2xxMs], ['Stable since', report.stableSinceMs], ['End', report.elapsedMs]] as const;
  return {
    name: 'Wait',
    word: report.ready ? 'Ready' : 'Not ready',
    tone: report.ready ? 'good' : 'bad',
    headline: cellText(report.conclusion),
    remarks: ['A wait has no picture: its moments stand in the table.'],
    sections: [{ heading: 'Moments', paragraphs: [], table: { columns: [{ title: 'Moment' }, { title: 'Since the start', numeric: true }], rows: moments.map(([name, ms]) => [{ text: name }, { text: ms === null ? 'never' : duration(ms) }]) } }],
    facts: [{ name: 'Target', value: cellText(report.target), code: true }, { name: 'Condition', value: cellText(report.condition), code: true }, ...origin(context)],
    links: [],
  };
}

export function logDocument(report: LogReport, context: LogBlockContext): ReportDocument {
  const { signatures, templates, missing } = report;
  const failed = signatures.length > 0 || report.otherFailures > 0;
  return {
    name: 'Analysis of logs',
    word: failed ? 'Failures found' : 'No failure found',
    tone: failed ? 'bad' : 'unclear',
    headline: cellText(headline(report)),
    remarks: ['An analysis of logs has no picture: what was found stands in lists and tables.'],
    sections: [
      { heading: 'What the logs tell', paragraphs: missing.slice(0, SECTION_LIMITS.paragraphs).map(cellText), items: shown(logSentences(report, (text) => `“${text}”`)) },
      ...tableSection('Failures', ['Failure', 'Times', 'First', 'Last'], signatures.map(({ title, count, first, last }) => [title, String(count), first ?? '', last ?? ''])),
      ...tableSection('What repeats', ['Record', 'Times', 'First', 'Last'], templates.map(({ template, count, first, last }) => [template, String(count), first ?? '', last ?? ''])),
    ],
    facts: origin(context),
    links: [],
  };
}

/** Rows of a table of logs; the ledger has all. */
const MAX_ROWS = 200;

function tableSection(heading: string, titles: readonly string[], rows: readonly (readonly string[])[]): ReportSection[] {
  if (rows.length === 0) return [];
  const table = { columns: titles.map((title) => ({ title, ...(title === 'Times' && { numeric: true }) })), rows: rows.slice(0, MAX_ROWS).map((row) => row.map((text, column) => ({ text: cellText(text), ...(column === 0 && { code: true }) }))) };
  return [{ heading, paragraphs: rows.length > MAX_ROWS ? [`${rows.length - MAX_ROWS} more are in the ledger.`] : [], table }];
}

export function snapshotDocument(snapshot: Snapshot, context: SnapshotBlockContext): ReportDocument {
  const name = 'value' in snapshot.system ? snapshot.system.value.name : 'this machine';
  return {
    name: 'Snapshot',
    word: 'Snapshot',
    tone: 'unclear',
    headline: cellText(`State of ${name} at ${context.startedAt}.`),
    remarks: ['A snapshot has no picture: what the machine told stands in tables and lists.'],
    sections: [
      { heading: 'Machine', paragraphs: [], table: { columns: [{ title: 'What' }, { title: 'State' }], rows: summaryLines(snapshot).map(([what, text]) => [{ text: cellText(what) }, { text: cellText(text) }]) } },
      ...listsOf(snapshot).map(([heading, lines]): ReportSection => ({ heading, paragraphs: [], items: shown(lines) })),
    ],
    facts: [{ name: 'Taken in', value: duration(context.tookMs) }, ...origin(context)],
    links: [],
  };
}

function shown(lines: readonly string[]): string[] {
  const max = SECTION_LIMITS.items - 1;
  return [...lines.slice(0, max).map(cellText), ...(lines.length > max ? [`and ${lines.length - max} more in the ledger`] : [])];
}
