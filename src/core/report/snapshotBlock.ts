/** A snapshot as a block of a work item. */
import { listsOf, summaryLines } from '../snapshot/lines.js';
import type { Snapshot } from '../snapshot/types.js';
import type { EvidenceBlock } from './block.js';
import { duration } from './format.js';
import { cellCode, fenced, inlineCode } from './untrusted.js';

export interface SnapshotBlockContext {
  /** The id of its ledger. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ms */
  readonly tookMs: number;
  /** Version of Casebook. */
  readonly casebook: string;
}

/** Lines of a part that are shown; all of them are in the ledger. */
const MAX_LINES = 40;

export function snapshotBlock(snapshot: Snapshot, { id, startedAt, tookMs, casebook }: SnapshotBlockContext): EvidenceBlock {
  const name = 'value' in snapshot.system ? inlineCode(snapshot.system.value.name) : 'this machine';
  const sections = [
    `**State of ${name} at ${inlineCode(startedAt)}.**`,
    ['| What | State |', '|---|---|', ...summaryLines(snapshot).map(([what, text]) => `| ${what} | ${cellCode(text, 300)} |`)].join('\n'),
    ...listsOf(snapshot).flatMap(([title, lines]) => [`${title}:`, fenced(shown(lines))]),
    `Taken in ${duration(tookMs)} by Casebook ${inlineCode(casebook)}; compare with \`casebook snapshot diff ${id} OTHER\`.`,
  ];
  return { kind: 'snapshot', id, body: sections.join('\n\n') };
}

function shown(lines: readonly string[]): string {
  const more = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(more > 0 ? [`… and ${more} more in the ledger`] : [])].join('\n');
}
