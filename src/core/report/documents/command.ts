/** One execution of a command as a report. */
import { SECTION_LIMITS, type ReportDocument } from '../../../protocol/document.js';
import type { CommandReport } from '../../command/types.js';
import { wordsLine } from '../../run/commandLine.js';
import type { CommandBlockContext } from '../commandBlock.js';
import { commandHeadline, commandRemarks } from '../commandSentences.js';
import { durationArgument } from '../format.js';
import { sourcesText } from '../runFacts.js';
import { inEnglish, type Say } from '../say.js';
import { cellText, origin } from './shared.js';

/** Lines that are shown from the beginning of the output, and from its end. */
const SHOWN = SECTION_LIMITS.rows / 2;

export function commandDocument(report: CommandReport, context: CommandBlockContext, say: Say = inEnglish): ReportDocument {
  const { command, shell, folder, timeoutMs, git, outcome, output } = report;
  const good = outcome === 'pass' || outcome === 'leak';
  return {
    name: say('Recorded command'),
    word: good ? say('Exited with 0') : outcome === 'timeout' ? say('Timed out') : outcome === 'cancelled' ? say('Cancelled') : say('Failed'),
    tone: good || outcome === 'cancelled' ? 'unclear' : 'bad',
    headline: cellText(commandHeadline(report)),
    remarks: commandRemarks(report).map(cellText),
    note: say('It ran once: how often it does so, `casebook run` tells.'),
    sections: outputSections(output, say),
    facts: [
      { name: say('Command'), value: cellText(shell ? command.join(' ') : wordsLine(command)), code: true },
      { name: say('Folder'), value: folder === '' ? '.' : cellText(folder), code: true },
      { name: say('Timeout'), value: durationArgument(timeoutMs) },
      { name: say('Sources'), value: cellText(sourcesText(git, say)) },
      ...origin(context, say),
    ],
    links: [],
  };
}

function outputSections({ head, tail, leftOut }: CommandReport['output'], say: Say): ReportDocument['sections'] {
  const [first, last] = [linesOf(head), linesOf(tail)];
  const all = [...first, ...last];
  if (all.length === 0) return [];
  const border = leftOut > 0 ? Math.min(first.length, SHOWN) : Math.min(all.length, SHOWN);
  const end = Math.max(border, all.length - SHOWN);
  const missing = end - border;
  const between = [...(leftOut > 0 ? [leftOut === 1 ? say('1 byte between the two parts was not kept.') : say('{0} bytes between the two parts were not kept.', leftOut)] : []), ...(missing > 0 ? [missing === 1 ? say('1 line between the two parts is in the ledger.') : say('{0} lines between the two parts are in the ledger.', missing)] : [])];
  const table = (lines: readonly string[]) => ({ columns: [{ title: say('Line') }], rows: lines.map((text) => [{ text: cellText(text), code: true }]) });
  if (between.length === 0) return [{ heading: say('Output'), paragraphs: [], table: table(all) }];
  return [
    { heading: say('The first of its output'), paragraphs: between, table: table(all.slice(0, border)) },
    { heading: say('The end of its output'), paragraphs: [], table: table(all.slice(end)) },
  ];
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
