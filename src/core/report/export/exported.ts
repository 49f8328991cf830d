/** A report as it is exported: the same sections as the panel has, with their plots. */
import { SECTION_LIMITS, type DocumentTone, type ReportDocument, type ReportFact, type ReportSection, type ReportTable } from '../../../protocol/document.js';
import type { ReportHead, ReportModel } from '../../../protocol/report.js';
import { remarkText } from '../remarkText.js';
import { MAX_ROWS } from '../plots/attemptsTable.js';
import type { Figure } from '../plots/figure.js';
import { figureOf } from '../plots/figureOf.js';
import { histogramFigure } from '../plots/histogram.js';
import { overTimeFigure } from '../plots/overTime.js';
import { rateFigure } from '../plots/rate.js';
import { stripFigure } from '../plots/stripPlot.js';
import { headingOf } from '../reportWords.js';
import { runFacts } from '../runFacts.js';
import { testsSection } from '../testsReport.js';

export interface ExportedSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly items: readonly string[];
  readonly figure?: Figure;
  readonly table?: ReportTable;
  /** The table has a row for each attempt: too long for a terminal. */
  readonly listsAttempts?: true;
}

export interface ExportedReport {
  readonly name: string;
  readonly word: string;
  readonly tone: DocumentTone;
  readonly headline: string;
  readonly remarks: readonly string[];
  readonly sections: readonly ExportedSection[];
  readonly facts: readonly ReportFact[];
}

export function exportedDocument({ name, word, tone, headline, remarks, note, sections, facts }: ReportDocument): ExportedReport {
  return { name, word, tone, headline, remarks: note === undefined ? remarks : [...remarks, note], sections: sections.map(exportedSection), facts };
}

export function exportedRun(model: ReportModel): ExportedReport {
  const { head, attempts } = model;
  const titles = new Map(head.groups.map(({ index, title }) => [index, title]));
  const note = attempts.outcome.length <= MAX_ROWS ? undefined : `The table lists the attempts that did not pass, at most ${MAX_ROWS} of them; all are in the ledger.`;
  const made = attempts.outcome.length > 0;
  const sections: ExportedSection[] = [
    ...rateSection(head),
    ...(head.sections ?? []).map(exportedSection),
    ...(made ? [{ heading: 'Attempts', paragraphs: note === undefined ? [] : [note], items: [], figure: stripFigure(attempts, titles, head.outcomes), listsAttempts: true as const }] : []),
    ...(head.durations ? [{ heading: 'Durations', paragraphs: [], items: [], figure: histogramFigure(attempts) }, { heading: 'Durations over the run', paragraphs: [], items: [], figure: overTimeFigure(attempts) }] : []),
    ...failuresSection(head),
    ...(head.tests ? [exportedSection(testsSection(head.tests))] : []),
    ...(head.remarks.length > 0 ? [{ heading: 'Remarks', paragraphs: [], items: head.remarks.map((remark) => remarkText(remark, remark.reason)) }] : []),
  ];
  return { name: 'Run', ...headingOf(head), sections, facts: runFacts(model, (iso) => iso) };
}

function exportedSection({ heading, paragraphs, items = [], figure, table }: ReportSection): ExportedSection {
  return { heading, paragraphs, items, ...(figure && { figure: figureOf(figure) }), ...(table && { table }) };
}

/** The rate with its interval; nothing without data. */
function rateSection({ verdict }: ReportHead): ExportedSection[] {
  const figure = rateFigure(verdict);
  return figure ? [{ heading: 'Failure rate', paragraphs: [], items: [], figure }] : [];
}

function failuresSection({ groups, failuresNotListed }: ReportHead): ExportedSection[] {
  if (groups.length === 0) return [];
  const rows = groups.slice(0, SECTION_LIMITS.rows).map(({ count, title, location, attempts, position, divergence }) => [
    { text: String(count) },
    { text: title, code: true },
    { text: location ?? '' },
    { text: `${attempts.join(', ')}${count > attempts.length ? ', …' : ''}` },
    { text: [position, divergence].filter((part) => part !== undefined).join('; ') },
  ]);
  const table = { columns: [{ title: 'Count', numeric: true }, { title: 'Message' }, { title: 'Place' }, { title: 'Attempts' }, { title: 'Seen' }], rows };
  return [{ heading: 'Failures by message', paragraphs: failuresNotListed > 0 ? [`${failuresNotListed} further failures with other messages are not listed here.`] : [], items: [], table }];
}
