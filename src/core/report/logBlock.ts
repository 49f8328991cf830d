/** What logs tell, as a block of a work item. */
import type { LogExcerptPart, LogReport } from '../evidence/logs/types.js';
import type { EvidenceBlock } from './block.js';
import { counted, duration } from './format.js';
import { shownExcerpt } from './logExcerpt.js';
import { fileNotes, filesTable, missingEvidence, readBy, type LogBlockContext } from './logOrigin.js';
import { backoffFormula, backoffPlace, headline, logSentences, place } from './logSentences.js';
import { cellCode, fenced, inlineCode } from './untrusted.js';

/** Rows of a table. */
const MAX_ROWS = 12;

/** Characters of the excerpt. */
const MAX_EXCERPT = 6_000;

export function logBlock(report: LogReport, context: LogBlockContext): EvidenceBlock {
  const rest = logSentences(report, (text) => inlineCode(text, 160));
  const sections = [
    `**${headline(report)}**${rest.length === 0 ? '' : ` ${rest.slice(0, 1).join(' ')}`}`,
    ...(rest.length > 1 ? [rest.slice(1).map((sentence) => `- ${sentence}`).join('\n')] : []),
    ...failureTable(report),
    ...templateTable(report),
    ...intervalTable(report),
    ...backoffTable(report),
    ...timeline(report),
    ...excerpt(report),
    ...missingEvidence(report.missing),
    ...filesTable(report.files),
    ...fileNotes(report.files),
    readBy(context, report.selection),
  ];
  return { kind: 'log', id: context.id, body: sections.join('\n\n') };
}

function failureTable(report: LogReport): string[] {
  const { signatures, otherFailures } = report;
  if (signatures.length === 0) return [];
  const rows = signatures.slice(0, MAX_ROWS).map((one) => `| ${cellCode(one.title, 200)} | ${one.count} | ${one.first ?? ''} | ${one.last ?? ''} | ${place(report, one)} |`);
  const more = signatures.length - MAX_ROWS;
  const said = [...(more > 0 ? [`${counted(more, 'more kind')} in the ledger.`] : []), ...(otherFailures > 0 ? [`${counted(otherFailures, 'more failure')} ${otherFailures === 1 ? 'was' : 'were'} not told apart.`] : [])];
  return [['| Failure | Times | First | Last | Where |', '|---|---|---|---|---|', ...rows].join('\n'), ...(said.length > 0 ? [said.join(' ')] : [])];
}

function templateTable(report: LogReport): string[] {
  const { templates, moreTemplates } = report;
  if (templates.length === 0) return [];
  const rows = templates.slice(0, MAX_ROWS).map((one) => `| ${cellCode(one.template, 160)} | ${one.count} | ${one.first ?? ''} | ${one.last ?? ''} | ${one.isNew ? 'new' : one.vanished ? 'vanished' : ''} | ${one.rate === '' || one.count < 3 ? '' : `\`${one.rate}\``} |`);
  const more = templates.length - MAX_ROWS + moreTemplates;
  const basis = report.selection.some((word) => word.startsWith('--since') || word.startsWith('--around') || word.startsWith('--until'))
    ? 'New: not before the time that was asked for; vanished: only before it.'
    : 'New: only in the second half of its log; vanished: only in the first.';
  return [['| What happened | Times | First | Last | | Over time |', '|---|---|---|---|---|---|', ...rows].join('\n'), `${basis}${more > 0 ? ` ${counted(more, 'more template')} in the ledger.` : ''}`];
}

function intervalTable(report: LogReport): string[] {
  if (report.intervals.length === 0) return [];
  const rows = report.intervals.slice(0, MAX_ROWS).map((one) => {
    const spread = one.madMs < one.resolutionMs ? `under ${duration(one.resolutionMs)}` : duration(one.madMs);
    const drift = one.driftMs === null ? 'none seen' : `${one.driftMs > 0 ? '+' : '−'}${duration(Math.abs(one.driftMs))}`;
    return `| ${cellCode(one.template, 120)} | ${duration(one.periodMs)}${one.stated ? ' (stated)' : ''} | ${spread} | ${one.count} of ${one.expected} in ${duration(one.windowMs)} | ${one.missed} | ${one.merged} | ${drift} |`;
  });
  return [['| Repeats | Period | Spread (MAD) | Count, of expected | Missed | Merged | Drift |', '|---|---|---|---|---|---|---|', ...rows].join('\n')];
}

function backoffTable(report: LogReport): string[] {
  if (report.backoffs.length === 0) return [];
  const rows = report.backoffs.slice(0, MAX_ROWS).map((one) => `| ${cellCode(one.template, 120)} | ${one.attempts}${(one.episodes ?? 1) > 1 ? `, the most of ${one.episodes} episodes` : ''} | ${backoffFormula(report, one)} | ${one.from} | ${backoffPlace(report, one)} |`);
  return [['| Backs off | Attempts | Fit | From | Where |', '|---|---|---|---|---|', ...rows].join('\n')];
}

function timeline(report: LogReport): string[] {
  if (report.timeline.length < 2) return [];
  const rows = report.timeline.map((one) => `| ${one.at} | ${one.what}${one.text === '' ? '' : ` ${cellCode(one.text, 120)}`} | ${place(report, one)} |`);
  return [['| Time | What | Where |', '|---|---|---|', ...rows].join('\n')];
}

function excerpt(report: LogReport): string[] {
  const textsOf = (part: LogExcerptPart): string[] => part.text.split('\n').map((text, index) => `${String(part.line + index).padStart(7)}  ${text.slice(0, 500)}`);
  const { before, left, after, outside } = shownExcerpt(report, MAX_EXCERPT, (part) => textsOf(part).reduce((sum, text) => sum + text.length + 1, 0));
  const lines: string[] = [];
  let previous: { file: number; line: number } | undefined;
  const add = (part: LogExcerptPart): void => {
    const texts = textsOf(part);
    if (report.files.length > 1 && previous?.file !== part.file) lines.push(`── ${report.files[part.file]?.name ?? ''}`);
    else if (previous !== undefined && part.line > previous.line + 1) lines.push('      …');
    lines.push(...texts);
    previous = { file: part.file, line: part.line + texts.length - 1 };
  };
  before.forEach(add);
  if (left > 0 && after.length > 0) {
    lines.push(`      … ${counted(left, 'record')} left out`);
    previous = undefined;
  }
  after.forEach(add);
  const more = outside > 0 ? [`${counted(outside, 'more record')} of what was asked for ${outside === 1 ? 'is' : 'are'} not shown.`] : left > 0 && after.length === 0 ? [`${counted(left, 'more record')} left out.`] : [];
  return lines.length === 0 ? [] : ['Excerpt, with line numbers:', fenced(lines.join('\n')), ...more];
}
