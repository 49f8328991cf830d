/** A wait's report as a block of a work item. It is of the kind `probe`: what it holds are answers to probes. */
import type { HostInfo } from '../run/events.js';
import type { WaitReport } from '../wait/timeline.js';
import { shellWord } from '../probe/replay.js';
import { redact } from '../evidence/redact.js';
import type { EvidenceBlock } from './block.js';
import { durationArgument } from './format.js';
import { cellCode, clean, inlineCode } from './untrusted.js';

export interface WaitBlockContext {
  /** The id of its ledger. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Of the whole wait, ms. */
  readonly timeoutMs: number;
  readonly host: HostInfo;
  /** Version of Casebook. */
  readonly casebook: string;
}

export function waitBlock(report: WaitReport, { id, startedAt, timeoutMs, host, casebook }: WaitBlockContext): EvidenceBlock {
  const { firstAcceptMs, firstByteMs, first2xxMs, stableSinceMs, failures, lastError, target, condition, wanted } = report;
  const rows = [['first accept', firstAcceptMs], ['first byte', firstByteMs], ['first 2xx', first2xxMs], ['stable since', stableSinceMs], ['end', report.elapsedMs]] as const;
  const failed = Object.entries(failures).map(([name, count]) => `${cellCode(name)} ${count}`);
  const error = lastError && [lastError.code, lastError.syscall, lastError.reason].filter((part) => part !== undefined).join(', ');
  const command = `casebook wait ${shellWord(redact(target))} --for ${condition} --successes ${wanted} --timeout ${durationArgument(timeoutMs)}`;
  const sections = [
    `**${sentence(report.conclusion)}**`,
    ['| Moment | ms since the start |', '|---|---|', ...rows.map(([name, ms]) => `| ${name} | ${ms === null ? 'never' : Math.round(ms)} |`)].join('\n'),
    ...(failed.length > 0 ? [`Polls that failed, by class: ${failed.join(', ')}; ${report.polls} polls in all.${error === null ? '' : ` The last error: ${inlineCode(error, 400)}.`}`] : []),
    `Waited ${inlineCode(startedAt)} on ${inlineCode(`${host.name} (${host.platform} ${host.release}, ${host.arch})`)} by Casebook ${inlineCode(casebook)}: ${inlineCode(command, 400)}`,
  ];
  return { kind: 'probe', id, body: sections.join('\n\n') };
}

/** A sentence in which nothing opens emphasis, code, a link or HTML. */
function sentence(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim().replace(/[\\`*<]/g, '\\$&').replace(/\](?=[([])/g, ']\\');
}
