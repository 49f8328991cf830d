/** One execution of a command as a block of a work item. */
import type { CommandOutput, CommandReport } from '../command/types.js';
import type { HostInfo } from '../run/events.js';
import { wordsLine } from '../run/commandLine.js';
import type { EvidenceBlock } from './block.js';
import { commandHeadline, commandRemarks } from './commandSentences.js';
import { counted, durationArgument } from './format.js';
import { escapedSentence } from './probeContext.js';
import { sources } from './runProvenance.js';
import { bounded, fenced, inlineCode } from './untrusted.js';

export interface CommandBlockContext {
  /** The id of its ledger. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly host: HostInfo;
  /** Version of Casebook. */
  readonly casebook: string;
}

/** Lines of output that are shown from its beginning, and from its end. */
const HEAD_LINES = 30;
const TAIL_LINES = 30;

const MAX_LINE = 300;

/** Characters that are shown from the beginning, and from the end. */
const MAX_PART = 3_000;

/** Characters of a command that are shown; all of it is in the ledger. */
const MAX_COMMAND = 400;

/** Characters of shell code, which stands above in full where it has not changed. */
const MAX_CODE = 160;

/** Digits of the hash of shell code: enough to tell whether the code above is what was run. */
const HASH_DIGITS = 12;

export function commandBlock(report: CommandReport, context: CommandBlockContext): EvidenceBlock {
  const { text, leftOut } = shownOutput(report.output);
  const sections = [
    `**${commandHeadline(report)}** ${commandRemarks(report).map(escapedSentence).join(' ')}`,
    ...(text === '' ? [] : [fenced(text)]),
    ...(leftOut > 0 && report.output.leftOut === 0 ? ['All of it is in the ledger.'] : []),
    provenance(report, context),
  ];
  return { kind: 'command', id: context.id, body: sections.join('\n\n') };
}

/** The beginning and the end, with a line between them that says how many lines are not shown. */
function shownOutput({ head, tail, leftOut }: CommandOutput): { text: string; leftOut: number } {
  const first = linesOf(head);
  const last = linesOf(tail);
  const all = [...first, ...last];
  if (leftOut === 0 && fits(all)) return { text: all.join('\n'), leftOut: 0 };
  const shownFirst = taken(leftOut > 0 ? first : all, HEAD_LINES);
  const shownLast = taken((leftOut > 0 ? last : all.slice(shownFirst.length)).toReversed(), TAIL_LINES).reverse();
  const count = all.length - shownFirst.length - shownLast.length;
  const gap = leftOut > 0 ? `[… ${leftOut} bytes were not kept${count > 0 ? `, ${counted(count, 'line')} more ${count === 1 ? 'is' : 'are'} in the ledger` : ''}]` : `[… ${counted(count, 'line')} left out]`;
  return { text: [...shownFirst, ...(count > 0 || leftOut > 0 ? [gap] : []), ...shownLast].join('\n'), leftOut: count };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => bounded(line, MAX_LINE));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function fits(lines: readonly string[]): boolean {
  return lines.length <= HEAD_LINES + TAIL_LINES && taken(lines, lines.length, 2 * MAX_PART).length === lines.length;
}

/** The first of the lines, as far as there is room. */
function taken(lines: readonly string[], max: number, room = MAX_PART): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines.slice(0, max)) {
    length += line.length + 1;
    if (length > room) break;
    shown.push(line);
  }
  return shown;
}

function provenance({ command, shell, folder, timeoutMs, git, fence }: CommandReport, { id, startedAt, host, casebook }: CommandBlockContext): string {
  const what = fence === undefined ? `${inlineCode(shell ? command.join(' ') : wordsLine(command), MAX_COMMAND)}${shell ? ' in a shell' : ''}` : `the shell code ${inlineCode((command.at(-1) ?? '').replaceAll('\n', ' ⏎ '), MAX_CODE)} with ${inlineCode(command[0] ?? '')} (SHA-256 ${inlineCode(fence.sha256.slice(0, HASH_DIGITS))})`;
  return [
    `recorded once: ${what}`,
    ...(folder === '' ? [] : [`in ${inlineCode(folder)}`]),
    `timeout ${durationArgument(timeoutMs)}`,
    sources(git),
    `host ${inlineCode(`${host.name} (${host.platform} ${host.release}, ${host.arch}, ${counted(host.cpus, 'CPU')}, Node ${host.node})`)}`,
    `started ${inlineCode(startedAt)}`,
    `Casebook ${inlineCode(casebook)}`,
    `ledger ${inlineCode(id)}`,
  ].join(' · ');
}
