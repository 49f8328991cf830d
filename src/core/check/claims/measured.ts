/** What the evidence in a work item says, from the blocks that Casebook wrote: their headline and the commit that was measured. */
import type { PlacedEvidence } from '../../workItem/model.js';

export interface Measured {
  readonly kind: 'proven' | 'passed' | 'failed';
  /** The first sentence of the block: numbers. */
  readonly headline: string;
  readonly block: PlacedEvidence;
  /** Digits of the commit that was measured; undefined outside of git and with uncommitted changes, which the commit does not name. */
  readonly commit?: string;
}

/** Of the last run or proof in time (ids start with it), what it says; undefined if there is none that says either. */
export function measuredIn(text: string, evidence: readonly PlacedEvidence[]): Measured | undefined {
  const runs = evidence.filter(({ kind, id }) => (kind === 'run' || kind === 'compare') && !id.includes('/'));
  // One run may have both: the proof stands for it.
  const inTime = runs.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : Number(a.kind === 'compare') - Number(b.kind === 'compare')));
  return inTime.map((block) => readBlock(text, block)).findLast((found) => found !== undefined);
}

function readBlock(text: string, block: PlacedEvidence): Measured | undefined {
  const body = text.slice(block.body.start, block.body.end);
  const headline = /^\s*\*\*([^\r\n]{1,600}?)\*\*/.exec(body)?.[1];
  const kind = headline === undefined ? undefined : kindOf(headline);
  if (headline === undefined || kind === undefined) return undefined;
  // The last one is of the run itself; before it stands the one that it is held against.
  const source = [...body.matchAll(/\bcommit `([0-9a-f]{7,64})`(?: on `[^`\r\n]{1,200}`)?, (clean|with uncommitted changes)/g)].at(-1);
  return { kind, headline, block, ...(source?.[1] !== undefined && source[2] === 'clean' && { commit: source[1] }) };
}

function kindOf(headline: string): Measured['kind'] | undefined {
  if (headline.startsWith('Proven ')) return 'proven';
  if (headline.startsWith('Not proven')) return 'failed';
  const counts = /^(\d{1,9}) of \d{1,9} attempts? (?:failed|showed)/.exec(headline);
  if (counts) return counts[1] === '0' ? 'passed' : 'failed';
  return /^(?:The first failure came|Failed )/.test(headline) ? 'failed' : undefined;
}
