/** A probe as a report: its rungs, or the cells of its matrix, as a table with marks. */
import { SECTION_LIMITS, type ReportCell, type ReportDocument, type ReportSection } from '../../../protocol/document.js';
import { holds } from '../../probe/ladder.js';
import { OWN, type CellResult, type MatrixReport } from '../../probe/matrix/types.js';
import { replayProbe } from '../../probe/replay.js';
import type { ProbeReport, ProbeResult, RawError } from '../../probe/types.js';
import type { ProbeBlockContext } from '../probeContext.js';
import { cellText, origin } from './shared.js';

export function probeDocument(report: ProbeReport | MatrixReport, context: ProbeBlockContext): ReportDocument {
  const matrix = 'cells' in report;
  const bad = matrix ? report.cells.some(({ passed, alternative }) => !passed && !alternative) : report.firstBad !== null;
  return {
    name: matrix ? 'Probe matrix' : 'Probe',
    word: bad ? 'Something is wrong' : 'Nothing wrong found',
    tone: bad ? 'bad' : 'good',
    headline: cellText(report.conclusion),
    remarks: [],
    sections: matrix ? matrixSections(report) : ladderSections(report),
    facts: [
      { name: 'Target', value: cellText(report.target), code: true },
      { name: 'Ask again', value: cellText(`${replayProbe(report.target, context.timeoutMs)}${matrix ? ' --matrix' : ''}`), code: true },
      ...origin(context),
    ],
    links: [],
  };
}

function ladderSections({ results }: ProbeReport): ReportSection[] {
  if (results.length === 0) return [];
  const rows = results.slice(0, SECTION_LIMITS.rows).map((result): ReportCell[] => [{ text: result.probe }, { text: cellText(result.address), code: true }, { text: answerOf(result), mark: holds(result) ? 'good' : 'bad' }, { text: phases(result) }, { text: cellText(errorText(result.error)) }]);
  const table = { columns: ['Rung', 'Address', 'Class', 'Time', 'Error'].map((title) => ({ title })), rows };
  return [{ heading: 'Rungs', paragraphs: [], figure: { type: 'grid', title: 'Rungs of the probe', table }, table }];
}

function matrixSections({ cells, difference, environment }: MatrixReport): ReportSection[] {
  const separating = new Set(difference ? [difference.pair.pass, difference.pair.fail] : []);
  const rows = cells.slice(0, SECTION_LIMITS.rows).map((cell, index): ReportCell[] => [
    { text: cellText(`${cell.client}${separating.has(index) ? ' (the pair that separates)' : ''}`) }, { text: cell.address === OWN ? OWN : cellText(cell.address) }, { text: cell.protocol }, { text: cell.verification },
    { text: cellAnswer(cell), ...(cell.passed ? { mark: 'good' as const } : cell.alternative ? {} : { mark: 'bad' as const }) }, { text: millis(cell.totalMs) },
  ]);
  const table = { columns: ['Client', 'Address', 'Protocol', 'Verification', 'Result', 'Time'].map((title) => ({ title, ...(title === 'Time' && { numeric: true }) })), rows };
  const errors = cells.flatMap(({ passed, client, address, protocol, error }) => (passed || !error ? [] : [cellText(`${client} ${address} ${protocol}: ${errorText(error)}`)]));
  const variables = environment.map(({ clients, variables: set }) => cellText(`${clients.join(', ')}: ${Object.entries(set).map(([name, value]) => `${name}=${value}`).join(', ')}`));
  return [
    { heading: 'Ways of asking', paragraphs: [], figure: { type: 'grid', title: 'Ways of asking', table }, table },
    ...(errors.length > 0 ? [{ heading: 'Raw errors', paragraphs: [], items: errors.slice(0, SECTION_LIMITS.items) }] : []),
    ...(variables.length > 0 ? [{ heading: 'Environment', paragraphs: [], items: variables.slice(0, SECTION_LIMITS.items) }] : []),
  ];
}

function answerOf({ class: answer, httpStatus, alpn, withheld }: ProbeResult): string {
  return cellText([answer, httpStatus !== undefined && `HTTP ${httpStatus}`, alpn !== undefined && (alpn === '' ? 'none' : alpn), withheld && `${withheld} withheld`].filter((part) => typeof part === 'string').join(', '));
}

/** Nobody promises an alternative protocol: that it is not spoken is no failure. */
function cellAnswer({ passed, alternative, class: answer, httpStatus, attempted }: CellResult): string {
  return [passed ? 'pass' : answer, httpStatus !== undefined && `HTTP ${httpStatus}`, attempted === 'no' && 'no connect attempted', !passed && alternative && 'not promised'].filter((part) => typeof part === 'string').join(', ');
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
