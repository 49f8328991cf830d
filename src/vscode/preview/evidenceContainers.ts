/**
 * Evidence blocks in the markdown preview: what stands between two marker comments gets a container, so that a style sheet can show where measured
 * evidence begins and ends. The tokens of the content stay as they are, with the lines by which the preview scrolls along.
 */

import type { EvidenceKind } from '../../core/evidence/kinds.js';

/** The part of markdown-it that is used. */
export interface MarkdownIt {
  readonly core: { readonly ruler: { after(known: string, name: string, rule: (state: State) => void): void } };
}

interface State {
  tokens: Token[];
  readonly Token: new (type: string, tag: string, nesting: 1 | -1) => Token;
}

interface Token {
  readonly type: string;
  readonly level: number;
  readonly content: string;
  block: boolean;
  attrSet(name: string, value: string): void;
}

/** A marker that is a line of its own. Nothing that it lets through can leave an attribute. */
const MARKER = /^<!-- casebook:(begin|end) (run|compare|probe|matrix|fault|snapshot|log|command) ([A-Za-z0-9][A-Za-z0-9._/-]{0,99})(?: sha256:[0-9a-f]{64})? -->\s*$/;

/** @param labelOf what a screen reader says of a block */
export function evidenceContainers(md: MarkdownIt, labelOf: (kind: EvidenceKind, id: string) => string): void {
  md.core.ruler.after('block', 'casebook_evidence', (state) => {
    const pairs = pairsIn(state.tokens);
    if (pairs.size === 0) return;
    const ends = new Set([...pairs.values()].map(({ end }) => end));
    state.tokens = state.tokens.flatMap((token, index) => {
      const pair = pairs.get(index);
      if (pair) return [opening(state, pair, labelOf(pair.kind, pair.id)), token];
      return ends.has(index) ? [token, closing(state)] : [token];
    });
  });
}

interface Pair {
  readonly kind: EvidenceKind;
  readonly id: string;
  readonly end: number;
}

/** By the index of the begin marker. As a work item is read: a marker without its partner is none. */
function pairsIn(tokens: readonly Token[]): Map<number, Pair> {
  const pairs = new Map<number, Pair>();
  let open: { readonly index: number; readonly kind: string; readonly id: string } | undefined;
  tokens.forEach(({ type, level, content }, index) => {
    const [, edge, kind = '', id = ''] = type === 'html_block' && level === 0 ? (MARKER.exec(content) ?? []) : [];
    if (edge === 'begin') open = { index, kind, id };
    if (edge !== 'end') return;
    if (open?.kind === kind && open.id === id) pairs.set(open.index, { kind: kind as EvidenceKind, id, end: index }); // the expression lets no other one through
    open = undefined;
  });
  return pairs;
}

function opening({ Token }: State, { kind, id }: Pair, label: string): Token {
  const token = new Token('casebook_evidence_open', 'div', 1);
  token.block = true;
  token.attrSet('class', `casebook-evidence casebook-${kind}`);
  token.attrSet('role', 'group');
  token.attrSet('aria-label', label);
  token.attrSet('data-casebook', `${kind} ${id}`);
  return token;
}

function closing({ Token }: State): Token {
  const token = new Token('casebook_evidence_close', 'div', -1);
  token.block = true;
  return token;
}
