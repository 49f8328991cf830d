/** The part of a work item that Casebook owns: text between two marker comments, with a hash that shows an edit by hand. */
import { EVIDENCE_KINDS, type EvidenceKind } from '../evidence/kinds.js';
import type { Sha256 } from '../ports.js';

export interface EvidenceBlock {
  readonly kind: EvidenceKind;
  /** The run's id, or `<run>/errors` for the failure excerpts of a run. */
  readonly id: string;
  /** Markdown with LF line endings, without the markers; made by `src/core/report`, every text from outside fenced. */
  readonly body: string;
}

/** What an id in a marker may hold: nothing that could end the comment or the line. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/;

/** The hash over a block's text that its end marker carries. The text is taken with LF line endings, so an editor's CRLF does not change it. */
export function blockHash(body: string, sha256: Sha256): string {
  return `sha256:${sha256(body.replace(/\r\n?/g, '\n'))}`;
}

/**
 * The block as it stands in a file: begin marker, body, end marker, no newline after it.
 * @param eol the line ending of the place where it goes
 * @throws an error if the id is none, or the body holds a marker: whoever made the body let text from outside through
 */
export function renderBlock(block: EvidenceBlock, eol: '\n' | '\r\n', sha256: Sha256): string {
  if (!ID.test(block.id)) throw new RangeError(`Not an evidence id: ${JSON.stringify(block.id)}`);
  const all = block.body.replace(/\r\n?/g, '\n').split('\n');
  if (all.some((line) => parseMarker(line))) throw new Error(`A marker inside the evidence block ${block.id}`);
  const body = all.slice(all.findIndex((line) => line !== ''), all.findLastIndex((line) => line !== '') + 1).join('\n');
  const lines = [`<!-- casebook:begin ${block.kind} ${block.id} -->`, body, `<!-- casebook:end ${block.kind} ${block.id} ${blockHash(body, sha256)} -->`];
  return lines.join('\n').replaceAll('\n', eol);
}

/** A marker found in one line of a file. */
export type BlockMarker =
  | { readonly type: 'begin'; readonly kind: EvidenceKind; readonly id: string }
  | { readonly type: 'end'; readonly kind: EvidenceKind; readonly id: string; readonly hash: string };

const MARKER = /^<!-- casebook:(begin|end) ([a-z]+) (\S+?)(?: (sha256:[0-9a-f]{64}))? -->\s*$/;

/** The marker that a line is, if it is one. */
export function parseMarker(line: string): BlockMarker | undefined {
  const match = MARKER.exec(line);
  if (!match) return undefined;
  const [, type, kindText, id = '', hash] = match;
  const kind = EVIDENCE_KINDS.find((known) => known === kindText);
  if (!kind || !ID.test(id)) return undefined;
  if (type === 'begin') return { type, kind, id };
  return hash === undefined ? undefined : { type: 'end', kind, id, hash };
}
