/** Puts the evidence of shell code under its fence with one edit, in place of what an earlier run of it left there. */
import { renderBlock, type EvidenceBlock } from '../report/block.js';
import type { Sha256 } from '../ports.js';
import { checkedEdit, type EditResult } from './edit.js';
import type { PlacedEvidence, WorkItem } from './model.js';
import { parse } from './parse.js';
import { fenceOfRef, shellFencesOf, type FenceRef } from './shellFences.js';
import { replacement } from './upsertEvidence.js';

/**
 * - `superseded` id of a later run of the same fence whose evidence stands there already: that stays
 * - `missing` the fence is not there as it was run
 */
export type UnderFence = EditResult | { readonly superseded: string } | { readonly missing: true };

/**
 * The edit that makes `block` stand right under the fence. The block of kind `command` that stands there is replaced, unless it was edited by hand, which is a
 * conflict. A block of the same id is replaced where it stands, wherever that is.
 */
export function upsertUnderFence(text: string, block: EvidenceBlock, ref: FenceRef, sha256: Sha256): UnderFence {
  const { item } = parse(text);
  const rendered = renderBlock(block, item.eol, sha256);
  const same = item.evidence.find(({ kind, id }) => kind === block.kind && id === block.id);
  if (same) return replacement(text, same, rendered, sha256);
  const fence = fenceOfRef(shellFencesOf(text), ref, sha256);
  if (!fence) return { missing: true };
  const earlier = evidenceBehind(text, item, fence.span.end);
  if (earlier && earlier.id > block.id) return { superseded: earlier.id };
  if (earlier) return replacement(text, earlier, rendered, sha256);
  // An end marker's line ends its block: nothing has to stand behind it.
  return checkedEdit(text, { start: fence.span.end, end: fence.span.end, text: `${item.eol}${item.eol}${rendered}` }, { belowLevel: 6, markers: true });
}

/** Whether a text has what was to stand under its fence: the block, or in its place that of a later run. */
export function standsUnderFence(text: string, { kind, id }: Pick<EvidenceBlock, 'kind' | 'id'>, ref: FenceRef, sha256: Sha256): boolean {
  const { item } = parse(text);
  if (item.evidence.some((placed) => placed.kind === kind && placed.id === id)) return true;
  const fence = fenceOfRef(shellFencesOf(text), ref, sha256);
  const there = fence && evidenceBehind(text, item, fence.span.end);
  return there !== undefined && there.id >= id;
}

/** The evidence of a command that nothing but blank lines separates from the fence. */
function evidenceBehind(text: string, { evidence }: WorkItem, end: number): PlacedEvidence | undefined {
  return evidence.find(({ kind, span }) => kind === 'command' && span.start >= end && text.slice(end, span.start).trim() === '');
}
