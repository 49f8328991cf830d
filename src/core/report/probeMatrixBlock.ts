/** A probe matrix as a block of a work item. */
import { replayProbe } from '../probe/replay.js';
import { OWN, type CellResult, type MatrixReport } from '../probe/matrix/types.js';
import type { EvidenceBlock } from './block.js';
import { escapedSentence, type ProbeBlockContext } from './probeContext.js';
import { cellCode, fenced, inlineCode } from './untrusted.js';

/** The conclusion, a row for each way of asking, what failing clients said, their environments, how to ask again, and where this comes from. */
export function probeMatrixBlock(report: MatrixReport, context: ProbeBlockContext): EvidenceBlock {
  const { cells, environment } = report;
  const failing = cells.filter(({ passed }) => !passed);
  const sections = [
    `**${escapedSentence(report.conclusion)}**`,
    ['| Client | Address | Protocol | Verification | Result | Time (ms) |', '|---|---|---|---|---|---|', ...cells.map(row)].join('\n'),
    ...section('Raw errors:', failing.flatMap(errorItem).join('\n')),
    ...section('What clients said:', said(failing)),
    ...section('Environment:', environment.map(({ clients, variables }) => `- ${clients.map((client) => inlineCode(client)).join(', ')}: ${Object.entries(variables).map(([name, value]) => inlineCode(`${name}=${value}`)).join(', ')}`).join('\n')),
    ...section('To ask what fails again:', failing.length > 0 ? fenced(failing.map(({ replay }) => replay).join('\n'), 'sh') : ''),
    provenance(report, context),
  ];
  return { kind: 'matrix', id: context.id, body: sections.join('\n\n') };
}

function row({ client, address, protocol, verification, passed, class: answer, httpStatus, attempted, via, totalMs }: CellResult): string {
  const result = [passed ? 'pass' : `**${answer}**`, httpStatus !== undefined && `HTTP ${httpStatus}`, via !== undefined && `through ${cellCode(via)}`, attempted === 'no' && 'no connect attempted'].filter((part) => typeof part === 'string').join(', ');
  return `| ${cellCode(client)} | ${address === OWN ? OWN : cellCode(address)} | ${protocol} | ${verification} | ${result} | ${totalMs < 10 ? totalMs.toFixed(1) : Math.round(totalMs)} |`;
}

function errorItem({ client, address, protocol, error }: CellResult): string[] {
  if (!error) return [];
  const text = [error.code, error.syscall, error.reason].filter((part) => part !== undefined).join(', ');
  return [`- ${inlineCode(`${client} ${address} ${protocol}`)}: ${inlineCode(text, 400)}`];
}

function said(cells: readonly CellResult[]): string {
  const lines = cells.flatMap(({ client, address, excerpt }) => (excerpt === undefined ? [] : [`[${client} ${address}]`, excerpt]));
  return lines.length === 0 ? '' : fenced(lines.join('\n'));
}

function section(title: string, content: string): string[] {
  return content === '' ? [] : [title, content];
}

function provenance({ target }: MatrixReport, { startedAt, host, casebook, timeoutMs }: ProbeBlockContext): string {
  const from = `${host.name} (${host.platform} ${host.release}, ${host.arch})`;
  return `Asked ${inlineCode(startedAt)} from ${inlineCode(from)} with Node ${inlineCode(host.node)} by Casebook ${inlineCode(casebook)}: ${inlineCode(`${replayProbe(target, timeoutMs)} --matrix`, 400)}`;
}
