/** The parts that reports of every kind are made of: sections with plots and tables, as plain JSON that is bounded in every part. */

/** Upper bounds of what a section may hold. Whoever makes one keeps them, and says what was left out. */
export const SECTION_LIMITS = {
  sections: 12,
  paragraphs: 20,
  items: 60,
  rows: 1_000,
  columns: 16,
  links: 400,
  lanes: 20,
  marks: 1_000,
  /** Characters. */
  cell: 1_000,
} as const;

/** Whether something is as it should be; drawn as a mark beside its text, so that colour is never all. */
export const CELL_MARKS = ['good', 'bad'] as const;
export type CellMark = (typeof CELL_MARKS)[number];

/** What opens at a click: a log by the number of its attempt, or an entry of the report's `links`. */
export interface Opens {
  readonly attempt?: number;
  /** Index in `links`. */
  readonly link?: number;
}

export interface ReportCell extends Opens {
  readonly text: string;
  readonly mark?: CellMark;
  /** It is shown as code. */
  readonly code?: boolean;
}

export interface ReportColumn {
  readonly title: string;
  readonly numeric?: boolean;
}

export interface ReportTable {
  readonly columns: readonly ReportColumn[];
  /** Each with as many cells as there are columns. */
  readonly rows: readonly (readonly ReportCell[])[];
}

/** A rate and its interval, or that there are no data. */
export interface IntervalRow extends Opens {
  readonly label: string;
  /** Fractions 0–1; null without data. The rate is null, too, where it is no estimate. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The numbers beside the label, such as `3 of 100 failed`. */
  readonly words: string;
}

export const MOMENT_KINDS = ['fault', 'heal', 'witness', 'detected', 'attempt', 'recovered', 'none'] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

/** Something that happened at a time. */
export interface TimelineMoment extends Opens {
  readonly atMs: number;
  readonly kind: MomentKind;
  readonly words: string;
}

export interface TimelineSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'fault' | 'waiting' | 'calm';
}

export interface TimelineLane extends Opens {
  readonly label: string;
  /** What the lane tells, in words. */
  readonly words: string;
  readonly spans: readonly TimelineSpan[];
  readonly moments: readonly TimelineMoment[];
}

export type ReportFigure =
  | { readonly type: 'intervals'; readonly title: string; readonly rows: readonly IntervalRow[] }
  | { readonly type: 'timeline'; readonly title: string; readonly toMs: number; readonly lanes: readonly TimelineLane[] }
  /** A table that is a picture: marks in cells. */
  | { readonly type: 'grid'; readonly title: string; readonly table: ReportTable };

export interface ReportSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly items?: readonly string[];
  readonly figure?: ReportFigure;
  /** What the figure shows as a table, or a table that stands for itself. */
  readonly table?: ReportTable;
}

export interface ReportFact {
  readonly name: string;
  readonly value: string;
  /** It is shown as code. */
  readonly code?: boolean;
}

/** What can be opened from sections; the extension knows where to. The text says what opens. */
export type ReportLinks = readonly string[];

export const DOCUMENT_TONES = ['good', 'bad', 'unclear'] as const;
export type DocumentTone = (typeof DOCUMENT_TONES)[number];

/** A report of evidence that is whole: of two runs held against each other, of a probe, a matrix, a fault test, a snapshot. */
export interface ReportDocument {
  /** What it is, such as `Fault test`. */
  readonly name: string;
  /** The verdict in a word or two, such as `Not as expected`. */
  readonly word: string;
  readonly tone: DocumentTone;
  /** A sentence that stands in the work item, too: in English, as its remarks are. */
  readonly headline: string;
  readonly remarks: readonly string[];
  /** What the report says of its kind of evidence, in the language of the reader. */
  readonly note?: string;
  readonly sections: readonly ReportSection[];
  readonly facts: readonly ReportFact[];
  readonly links: ReportLinks;
}
