/** The form of sections and documents, checked when a message comes. */
import { either, flag, fraction, list, measure, nullable, oneOf, optional, REFUSED, shape, text, whole, type Check, type Checked } from './check.js';
import {
  CELL_MARKS, DOCUMENT_TONES, MOMENT_KINDS, SECTION_LIMITS,
  type IntervalRow, type ReportDocument, type ReportFigure, type ReportSection, type ReportTable, type TimelineLane,
} from './document.js';

const cellText = text(SECTION_LIMITS.cell);
const opens = { attempt: optional(whole(1)), link: optional(whole(0)) };

const rawTable = shape({
  columns: list(shape({ title: cellText, numeric: optional(flag) }), SECTION_LIMITS.columns, 1),
  rows: list(list(shape({ text: cellText, mark: optional(oneOf(CELL_MARKS)), code: optional(flag), ...opens }), SECTION_LIMITS.columns), SECTION_LIMITS.rows),
});

function table(value: unknown): Checked<ReportTable> {
  const taken = rawTable(value);
  return taken === REFUSED || taken.rows.some((row) => row.length !== taken.columns.length) ? REFUSED : taken;
}

const interval = shape({ label: cellText, rate: nullable(fraction), low: nullable(fraction), high: nullable(fraction), words: cellText, ...opens }) satisfies Check<IntervalRow>;

const lane = shape({
  label: cellText,
  words: cellText,
  spans: list(shape({ fromMs: measure, toMs: measure, kind: oneOf(['fault', 'waiting', 'calm']) }), SECTION_LIMITS.marks),
  moments: list(shape({ atMs: measure, kind: oneOf(MOMENT_KINDS), words: cellText, ...opens }), SECTION_LIMITS.marks),
  ...opens,
}) satisfies Check<TimelineLane>;

const figure: Check<ReportFigure> = either<ReportFigure>(
  shape({ type: oneOf(['intervals']), title: cellText, rows: list(interval, SECTION_LIMITS.rows) }),
  shape({ type: oneOf(['timeline']), title: cellText, toMs: measure, lanes: list(lane, SECTION_LIMITS.lanes) }),
  shape({ type: oneOf(['grid']), title: cellText, table }),
);

const section = shape({
  heading: cellText,
  paragraphs: list(cellText, SECTION_LIMITS.paragraphs),
  items: optional(list(cellText, SECTION_LIMITS.items)),
  figure: optional(figure),
  table: optional(table),
}) satisfies Check<ReportSection>;

export const sections = list(section, SECTION_LIMITS.sections);
export const links = list(cellText, SECTION_LIMITS.links);

export const document = shape({
  name: cellText,
  word: cellText,
  tone: oneOf(DOCUMENT_TONES),
  headline: cellText,
  remarks: list(cellText, SECTION_LIMITS.paragraphs),
  note: optional(cellText),
  sections,
  facts: list(shape({ name: cellText, value: cellText, code: optional(flag) }), SECTION_LIMITS.items),
  links,
}) satisfies Check<ReportDocument>;
