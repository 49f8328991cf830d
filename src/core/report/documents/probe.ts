/** A probe as a report: its rungs, or the cells of its matrix, as a table with marks. */
import { SECTION_LIMITS, type ReportCell, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import { holds } from '../../probe/ladder.js';
import { OWN, type CellResult, type MatrixReport } from '../../probe/matrix/types.js';
import { replayProbe } from '../../probe/replay.js';
import type { ProbeReport, ProbeResult, RawError } from '../../probe/types.js';
import type { ProbeBlockContext } from '../probeContext.js';
import { inEnglish, type Say } from '../say.js';
import { cellText, origin } from './shared.js';

export function probeDocument(report: ProbeReport | MatrixReport, context: ProbeBlockContext, say: Say = inEnglish): ReportDocument {
  const matrix = 'cells' in report;
  const bad = matrix ? report.cells.some(({ passed, alternative }) => !passed && !alternative) : report.firstBad !== null;
  return {
    name: matrix ? say('Probe matrix') : say('Probe'),
    word: bad ? say('Something is wrong') : say('Nothing wrong found'),
    tone: bad ? 'bad' : 'good',
    headline: cellText(report.conclusion),
    remarks: [],
    sections: matrix ? matrixSections(report, say) : ladderSections(report, say),
    facts: [
      { name: say('Target'), value: cellText(report.target), code: true },
      { name: say('Ask again'), value: cellText(`${replayProbe(report.target, context.timeoutMs)}${matrix ? ' --matrix' : ''}`), code: true },
      ...origin(context, say),
    ],
    links: [],
  };
}

function ladderSections({ results }: ProbeReport, say: Say): ReportSection[] {
  if (results.length === 0) return [];
  const rows = results.slice(0, SECTION_LIMITS.rows).map((result): ReportCell[] => [{ text: result.probe }, { text: cellText(result.address), code: true }, { text: answerOf(result), mark: holds(result) ? 'good' : 'bad' }, { text: phases(result) }, { text: cellText(errorText(result.error)) }]);
  const table = { columns: [say('Rung'), say('Address'), say('Class'), say('Time'), say('Error')].map((title) => ({ title })), rows };
  return [{ heading: say('Rungs'), paragraphs: [], figure: { type: 'grid', title: say('Rungs of the probe'), table }, table }];
}

function matrixSections({ cells, difference, environment }: MatrixReport, say: Say): ReportSection[] {
  const separating = new Set(difference ? [difference.pair.pass, difference.pair.fail] : []);
  const rows = cells.slice(0, SECTION_LIMITS.rows).map((cell, index): ReportCell[] => [
    { text: cellText(separating.has(index) ? say('{0} (the pair that separates)', cell.client) : cell.client) }, { text: cell.address === OWN ? OWN : cellText(cell.address) }, { text: cell.protocol }, { text: cell.verification },
    { text: cellAnswer(cell, say), ...(cell.passed ? { mark: 'good' as const } : cell.alternative ? {} : { mark: 'bad' as const }) }, { text: millis(cell.totalMs) },
  ]);
  const table = { columns: [{ title: say('Client') }, { title: say('Address') }, { title: say('Protocol') }, { title: say('Verification') }, { title: say('Result') }, { title: say('Time'), numeric: true }], rows };
  const errors = cells.flatMap(({ passed, client, address, protocol, error }) => (passed || !error ? [] : [cellText(`${client} ${address} ${protocol}: ${errorText(error)}`)]));
  const variables = environment.map(({ clients, variables: set }) => cellText(`${clients.join(', ')}: ${Object.entries(set).map(([name, value]) => `${name}=${value}`).join(', ')}`));
  return [
    { heading: say('Ways of asking'), paragraphs: [], figure: { type: 'grid', title: say('Ways of asking'), table }, table },
    ...(errors.length > 0 ? [{ heading: say('Raw errors'), paragraphs: [], items: errors.slice(0, SECTION_LIMITS.items) }] : []),
    ...(variables.length > 0 ? [{ heading: say('Environment'), paragraphs: [], items: variables.slice(0, SECTION_LIMITS.items) }] : []),
  ];
}

function answerOf({ class: answer, httpStatus, alpn, withheld }: ProbeResult): string {
  return cellText([answer, httpStatus !== undefined && `HTTP ${httpStatus}`, alpn !== undefined && (alpn === '' ? 'none' : alpn), withheld && `${withheld} withheld`].filter((part) => typeof part === 'string').join(', '));
}

/** Nobody promises an alternative protocol: that it is not spoken is no failure. */
function cellAnswer({ passed, alternative, class: answer, httpStatus, attempted, via }: CellResult, say: Say): string {
  return cellText([passed ? 'pass' : answer, httpStatus !== undefined && `HTTP ${httpStatus}`, via, attempted === 'no' && say('no connect attempted'), !passed && alternative && say('not promised')].filter((part) => typeof part === 'string').join(', '));
}

function phases({ phases: taken }: ProbeResult): string {
  return Object.entries(taken).map(([name, ms]) => `${name.replace(/[^A-Za-z0-9]/g, '')} ${millis(ms)}`).join(', ');
}

function millis(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function errorText(error: RawError | undefined): string {
  return [error?.code, error?.syscall, error?.reason].filter((part) => part !== undefined && part !== '').join(', ');
}
