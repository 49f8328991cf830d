/** Evidence that has no picture: what it says, in sentences and tables. */
import { SECTION_LIMITS, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import { containerLines, environmentLines, listenerLines, processLines, summaryLines, toolLines } from '../../snapshot/lines.js';
import type { Snapshot } from '../../snapshot/types.js';
import type { WaitReport } from '../../wait/timeline.js';
import { duration } from '../format.js';
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

export function snapshotDocument(snapshot: Snapshot, context: SnapshotBlockContext): ReportDocument {
  const lists = [
    ['Tools', toolLines(snapshot.tools)],
    ['Listening ports', listenerLines(snapshot.listeners)],
    ['Processes of the workspace', processLines(snapshot.processes)],
    ['Environment', environmentLines(snapshot.environment)],
    ['Containers', containerLines(snapshot.containers)],
  ] as const;
  const name = 'value' in snapshot.system ? snapshot.system.value.name : 'this machine';
  return {
    name: 'Snapshot',
    word: 'Snapshot',
    tone: 'unclear',
    headline: cellText(`State of ${name} at ${context.startedAt}.`),
    remarks: ['A snapshot has no picture: what the machine told stands in tables and lists.'],
    sections: [
      { heading: 'Machine', paragraphs: [], table: { columns: [{ title: 'What' }, { title: 'State' }], rows: summaryLines(snapshot).map(([what, text]) => [{ text: cellText(what) }, { text: cellText(text) }]) } },
      ...lists.map(([heading, lines]): ReportSection => ({ heading, paragraphs: [], items: shown(lines) })),
    ],
    facts: [{ name: 'Taken in', value: duration(context.tookMs) }, ...origin(context)],
    links: [],
  };
}

function shown(lines: readonly string[]): string[] {
  const max = SECTION_LIMITS.items - 1;
  return [...lines.slice(0, max).map(cellText), ...(lines.length > max ? [`and ${lines.length - max} more in the ledger`] : [])];
}
