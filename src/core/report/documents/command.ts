/** One execution of a command as a report. */
import { SECTION_LIMITS, type ReportDocument } from '../../../protocol/document.js';
import type { CommandReport } from '../../command/types.js';
import { wordsLine } from '../../run/commandLine.js';
import type { CommandBlockContext } from '../commandBlock.js';
import { commandHeadline, commandRemarks } from '../commandSentences.js';
import { counted, durationArgument } from '../format.js';
import { cellText, origin } from './shared.js';

/** Lines that are shown from the beginning of the output, and from its end. */
const SHOWN = SECTION_LIMITS.rows / 2;

export function commandDocument(report: CommandReport, context: CommandBlockContext): ReportDocument {
  const { command, shell, folder, timeoutMs, git, outcome, output } = report;
  const good = outcome === 'pass' || outcome === 'leak';
  return {
    name: 'Recorded command',
    word: good ? 'Exited with 0' : outcome === 'timeout' ? 'Timed out' : outcome === 'cancelled' ? 'Cancelled' : 'Failed',
    tone: good || outcome === 'cancelled' ? 'unclear' : 'bad',
    headline: cellText(commandHeadline(report)),
    remarks: [...commandRemarks(report).map(cellText), 'It ran once: how often it does so, `casebook run` tells.'],
    sections: outputSections(output),
    facts: [
      { name: 'Command', value: cellText(shell ? command.join(' ') : wordsLine(command)), code: true },
      { name: 'Folder', value: folder === '' ? '.' : cellText(folder), code: true },
      { name: 'Timeout', value: durationArgument(timeoutMs) },
      { name: 'Sources', value: git ? cellText(`commit ${git.commit.slice(0, 12)}${git.branch === undefined ? '' : ` on ${git.branch}`}, ${git.dirty ? 'with uncommitted changes' : 'clean'}`) : 'no git checkout' },
      ...origin(context),
    ],
    links: [],
  };
}

function outputSections({ head, tail, leftOut }: CommandReport['output']): ReportDocument['sections'] {
  const [first, last] = [linesOf(head), linesOf(tail)];
  const all = [...first, ...last];
  if (all.length === 0) return [];
  const border = leftOut > 0 ? Math.min(first.length, SHOWN) : Math.min(all.length, SHOWN);
  const end = Math.max(border, all.length - SHOWN);
  const missing = end - border;
  const between = [...(leftOut > 0 ? [`${leftOut} bytes between the two parts were not kept.`] : []), ...(missing > 0 ? [`${counted(missing, 'line')} between the two parts ${missing === 1 ? 'is' : 'are'} in the ledger.`] : [])];
  const table = (lines: readonly string[]) => ({ columns: [{ title: 'Line' }], rows: lines.map((text) => [{ text: cellText(text), code: true }]) });
  if (between.length === 0) return [{ heading: 'Output', paragraphs: [], table: table(all) }];
  return [
    { heading: 'The first of its output', paragraphs: between, table: table(all.slice(0, border)) },
    { heading: 'The end of its output', paragraphs: [], table: table(all.slice(end)) },
  ];
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
