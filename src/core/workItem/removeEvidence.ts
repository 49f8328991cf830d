/** Takes an evidence block out again. */
import type { EvidenceKind } from '../evidence/kinds.js';
import { blockHash } from '../report/block.js';
import type { Sha256 } from '../ports.js';
import { checkedEdit, type EditResult } from './edit.js';
import { parse } from './parse.js';
import { positionAt } from './text.js';

/**
 * The edit that removes the block with its markers and the blank line that it came with: the file is then as it was before `upsertEvidence`, but for a
 * placeholder that it replaced and headings that it made. A block that is not there is no edit; one that was edited by hand is a conflict.
 */
export function removeEvidence(text: string, kind: EvidenceKind, id: string, sha256: Sha256): EditResult {
  const placed = parse(text).item.evidence.find((candidate) => candidate.kind === kind && candidate.id === id);
  if (!placed) return { edit: { start: 0, end: 0, text: '' } };
  const body = text.slice(placed.body.start, placed.body.end).replace(/\r\n?/g, '\n').replace(/\n$/, '');
  if (blockHash(body, sha256) !== placed.hash) return { conflict: `The ${kind} block ${id} in line ${positionAt(text, placed.span.start).line} was edited by hand: move your text out of its markers, then remove it again.` };
  const gap = /(?:\r\n|\n|\r){2}$/.exec(text.slice(Math.max(0, placed.span.start - 4), placed.span.start))?.[0] ?? '';
  const end = trailing(text, placed.span.end);
  return checkedEdit(text, { start: placed.span.start - gapLength(gap), end, text: '' }, { belowLevel: 6 });
}

/** The last two line endings of a run of them. */
function gapLength(gap: string): number {
  const breaks = gap.match(/\r\n|\n|\r/g) ?? [];
  return breaks.slice(-2).join('').length;
}

/** White space behind the end marker, on its line. */
function trailing(text: string, offset: number): number {
  let end = offset;
  while (/[ \t]/.test(text.charAt(end))) end += 1;
  return end;
}
