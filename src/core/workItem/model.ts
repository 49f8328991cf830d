/** A work item as it was read: what it says and where it says it. Positions are offsets into the text as read. */
import type { EvidenceKind } from '../evidence/kinds.js';
import type { Phase } from './phases.js';
import type { Eol, Span } from './text.js';

export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Without quotes and surrounding white space; the lines and list items of a longer one in one line. */
  readonly value: string;
  /** From its first to its last character, quotes or backticks included, a comment behind it not; empty where a value would start. */
  readonly valueSpan: Span;
  /** From the beginning of its line to the end of its last one. */
  readonly span: Span;
}

export interface Header {
  readonly form: 'front-matter' | 'bold' | 'none';
  readonly fields: readonly HeaderField[];
}

/** A heading with what stands under it. */
export interface Section {
  /** 1–6. */
  readonly level: number;
  /** Without emphasis marks and white space around it. */
  readonly title: string;
  readonly heading: Span;
  /** From behind the heading's line to the next heading of any level. */
  readonly own: Span;
  /** From the heading to the next heading of the same or a higher level. */
  readonly whole: Span;
  readonly children: readonly Section[];
}

export interface PhaseSection {
  readonly phase: Phase;
  readonly section: Section;
}

/** A block that Casebook wrote. */
export interface PlacedEvidence {
  readonly kind: EvidenceKind;
  readonly id: string;
  /** From the begin marker to the end of the end marker's line, without its line ending. */
  readonly span: Span;
  /** Between the markers' lines. */
  readonly body: Span;
  /** `sha256:…` as the end marker says. */
  readonly hash: string;
}

/** Where the work item stands. */
export interface Status {
  /** As written; undefined if the header has none. */
  readonly text?: string;
  /** The phase that its words name; undefined if they name none. */
  readonly phase?: Phase;
  readonly closed: boolean;
}

/** A Status line in the footer: behind the last rule, or the last paragraph. */
export interface FooterStatus extends Status {
  readonly text: string;
  readonly valueSpan: Span;
  /**
   * How it stands to the header's: `same` words, other `wording` for what may be the same, or another `meaning` (one closes and the other
   * does not, or they name two phases); `alone` if the header has none.
   */
  readonly agreement: 'same' | 'wording' | 'meaning' | 'alone';
}

export interface WorkItem {
  /** From the header, else the first heading, without the alias. */
  readonly title: string;
  /** `WI4`: from the header or the first heading. A display name; need not be unique. */
  readonly alias?: string;
  readonly header: Header;
  readonly status: Status;
  readonly footerStatus?: FooterStatus;
  /** The top of the tree of headings. */
  readonly sections: readonly Section[];
  /** In the order of the file; a phase may occur twice. */
  readonly phases: readonly PhaseSection[];
  readonly evidence: readonly PlacedEvidence[];
  /** The line ending that most lines have. */
  readonly eol: Eol;
  /** The opening line of a fence that nothing closes. */
  readonly openFence?: Span;
}

export type Severity = 'error' | 'warning' | 'hint';

/** Something wrong with a file, where it is, in a sentence that says what to do. */
export interface Problem extends Span {
  /** Id of the rule; a stable name. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}
