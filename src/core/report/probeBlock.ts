/** A probe's report as a block of a work item: of a ladder here, of a matrix in a file of its own. */
import { replayProbe } from '../probe/replay.js';
import type { ProbeReport, ProbeResult, RawError } from '../probe/types.js';
import type { MatrixReport } from '../probe/matrix/types.js';
import type { EvidenceBlock } from './block.js';
import { probeMatrixBlock } from './probeMatrixBlock.js';
import { escapedSentence, type ProbeBlockContext } from './probeContext.js';
import { cellCode, fenced, inlineCode } from './untrusted.js';

/** The conclusion, each rung with its class and times, raw errors, what the target said, how to ask again, and where this comes from. */
export function probeBlock(report: ProbeReport | MatrixReport, context: ProbeBlockContext): EvidenceBlock {
  if ('cells' in report) return probeMatrixBlock(report, context);
  const { results } = report;
  const sections = [
    `**${escapedSentence(report.conclusion)}**`,
    ...(results.length > 0 ? [table(results)] : []),
    ...section('Raw errors:', results.flatMap(errorItem).join('\n')),
    ...section('What was said:', results.some(({ excerpt }) => excerpt !== undefined) ? fenced(results.flatMap(excerptLines).join('\n')) : ''),
    ...section('To ask again:', results.length > 0 ? fenced(results.map(({ replay }) => replay).join('\n'), 'sh') : ''),
    provenance(report, context),
  ];
  return { kind: 'probe', id: context.id, body: sections.join('\n\n') };
}

function table(results: readonly ProbeResult[]): string {
  const rows = results.map(({ probe, address, class: answer, phases, httpStatus, alpn, withheld }) => {
    const answered = [answer, httpStatus !== undefined && `HTTP ${httpStatus}`, alpn !== undefined && cellCode(alpn === '' ? 'none' : alpn), withheld && `${withheld} withheld`].filter((part) => typeof part === 'string').join(', ');
    return `| ${probe} | ${cellCode(address)} | ${answered} | ${Object.entries(phases).map(phase).join(', ')} |`;
  });
  return ['| Rung | Address | Class | Time (ms) |', '|---|---|---|---|', ...rows].join('\n');
}

function phase([name, ms]: [string, number]): string {
  return `${name.replace(/[^A-Za-z0-9]/g, '')} ${ms < 10 ? ms.toFixed(1) : Math.round(ms)}`;
}

function errorItem({ probe, address, error }: ProbeResult): string[] {
  return error ? [`- ${probe} ${inlineCode(address)}: ${inlineCode(errorText(error), 400)}`] : [];
}

function errorText({ code, syscall, errno, reason }: RawError): string {
  const signal = [code, syscall && `syscall ${syscall}`, errno !== undefined && `errno ${errno}`].filter((part) => typeof part === 'string').join(', ');
  return [signal, reason].filter((part) => part !== undefined && part !== '').join(': ');
}

function excerptLines({ probe, address, excerpt }: ProbeResult): string[] {
  return excerpt === undefined ? [] : [`[${probe} ${address}]`, excerpt];
}

function section(title: string, content: string): string[] {
  return content === '' ? [] : [title, content];
}

function provenance({ target, results }: ProbeReport, { startedAt, host, casebook, timeoutMs }: ProbeBlockContext): string {
  const runtimes = [...new Set(results.map(({ runtime }) => runtime))];
  const from = `${host.name} (${host.platform} ${host.release}, ${host.arch})`;
  return `Asked ${inlineCode(startedAt)} from ${inlineCode(from)}${runtimes.length > 0 ? ` with ${inlineCode(runtimes.join('; '))}` : ''} by Casebook ${inlineCode(casebook)}: ${inlineCode(replayProbe(target, timeoutMs), 400)}`;
}
