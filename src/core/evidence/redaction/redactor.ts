/**
 * Finds secrets and replaces them, in layers: exact values that are known, what the configuration forbids, places that hold a secret by the grammar
 * of the text, tokens that say what they are, and values that only their entropy gives away.
 */
import { FirstLook } from './firstLook.js';
import type { Keyword } from './keywordScan.js';
import type { KnownSecret } from './known.js';
import { escaped, keywordIn, type ListEntry } from './lists.js';
import { OPENERS, OverLines } from './overLines.js';
import { unquoted, type Shape } from './shape.js';
import { PROGRAMS, STRUCTURAL } from './structural.js';
import { RANDOM_VALUES, TOKENS } from './tokens.js';

export interface RedactionPolicy {
  /** Values that are replaced wherever they stand. */
  readonly known?: readonly KnownSecret[];
  /** What a shape takes for a secret, and is none. */
  readonly allow?: readonly ListEntry[];
  /** What is replaced whatever it is, also if it is allowed. */
  readonly deny?: readonly ListEntry[];
  /** Six hexadecimal digits that depend on the secret and on a key that no document holds, so that equal secrets look equal. */
  readonly tag?: (secret: string) => string;
  /** Nothing may pass: which secrets to look for is not known. */
  readonly withhold?: true;
}

/** A secret in a text: half-open, in UTF-16 code units. */
export interface FoundSecret {
  /** The kind, as its replacement names it. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A line that may hold a secret: half-open, in units of the text, and which shapes it may have. */
export interface Suspect {
  readonly start: number;
  readonly end: number;
  readonly bits: number;
}

/** In place of a text of which nothing may pass. */
export const WITHHELD = '‹secret:withheld›';

/** What replaces a secret has no space, so that what stands around it may become one: a key inside the password of a URL. Passes over a text, at most. */
const MOST_PASSES = 4;

/** What was replaced already, by an earlier pass. */
const MARK = /‹secret:[a-z-]+(?::[0-9a-f]{6})?›/g;

/** The same in UTF-8, each byte as a character. */
const MARK_IN_BYTES = /\xe2\x80\xb9secret:[a-z-]+(?::[0-9a-f]{6})?\xe2\x80\xba/g;

/**
 * What stands in place of a mark while secrets are looked for, of its length: what is in no shape, and at its end a letter, as at that of most secrets, so that
 * what stood directly behind one does not become a word of its own.
 */
function filled(mark: string): string {
  return `${'\u0001'.repeat(mark.length - 1)}x`;
}

/** The bit of a line below which a secret may go on, and how many the shapes have. */
const OPENS_BIT = 1;
const SHAPE_BITS = 30;

/** Of those, the last ones are for shapes with rare keywords, which share them: a line with a keyword of many lines tries no more than its own. */
const RARE_BITS = 8;

/** In place of the bits of a line: of a text that is to be looked at as a whole. */
const WHOLE = -1;

/** Shapes as they are tried, with the bits of the keywords that call for each. */
interface Layered extends Shape {
  readonly bits: number;
  /** Its keywords, where no case can differ: bits are shared, and some of these patterns are slow where none of them stands. */
  readonly signs: readonly string[] | undefined;
  /** What the hash is made of, where that is not the text. */
  readonly secretOf?: (text: string) => string;
  /** Is replaced also where the configuration allows it. */
  readonly certain?: true;
}

export class Redactor {
  readonly #policy: RedactionPolicy;
  readonly #shapes: readonly Layered[];
  readonly #scan: FirstLook;
  /** Bits that every line has: of shapes without a keyword. */
  readonly #always: number;

  constructor(policy: RedactionPolicy = {}) {
    this.#policy = policy;
    const { shapes, keywords, always } = layers(policy);
    this.#shapes = shapes;
    this.#always = always;
    this.#scan = new FirstLook([...OPENERS.map((opener) => ({ ...opener, bits: OPENS_BIT })), ...keywords]);
  }

  /** Whether nothing may pass. */
  get withholds(): boolean {
    return this.#policy.withhold === true;
  }

  /** The lines of a text that may hold a secret, in their order: what is in no line of them, nor below one in {@link overLines}, {@link redact} leaves unchanged. */
  suspects(text: string | Uint8Array): Suspect[] {
    if (this.withholds) return text.length > 0 ? [{ start: 0, end: text.length, bits: WHOLE }] : [];
    const found: Suspect[] = [];
    this.#scan.lines(text, (start, end, bits) => {
      found.push({ start, end, bits: bits | this.#always });
    });
    return this.#always === 0 ? found : everyLine(text, this.#always, found);
  }

  /**
   * The secrets of a text that are known by the lines above them, in its order. They may overlap.
   * @param text or its bytes, each as a character
   * @param suspects of the text
   * @param state of the lines before the text; moved on to its end
   */
  overLines(text: string, suspects: readonly Suspect[], state: OverLines): FoundSecret[] {
    const found: FoundSecret[] = [];
    if (this.withholds) return found;
    const masked = text.includes('secret:') ? text.replace(MARK, filled).replace(MARK_IN_BYTES, filled) : text;
    let position = 0;
    const look = (start: number, end: number): void => {
      position = end + 1;
      for (const hidden of state.next(masked.slice(start, end))) if (!this.#allows(unquoted(text.slice(start + hidden.start, start + hidden.end)))) found.push({ type: hidden.type, start: start + hidden.start, end: start + hidden.end });
    };
    const lookUntil = (limit: number): void => {
      while (state.open && position < limit) {
        const feed = text.indexOf('\n', position);
        look(position, feed < 0 ? text.length : feed);
      }
    };
    for (const { start, end, bits } of suspects) {
      lookUntil(start);
      if ((bits & OPENS_BIT) !== 0 && start >= position) look(start, end);
    }
    lookUntil(text.length);
    return found;
  }

  /**
   * The text, of whole lines, without what {@link overLines} finds in it: the other shapes stay for later, which need no line but their own.
   * @param state of the lines before the text; moved on to its end
   */
  hideOverLines(text: string, state: OverLines): string {
    const found = this.overLines(text, everyLine(text, OPENS_BIT, []), state);
    return found.length === 0 ? text : this.#replaced(text, this.#findAll(text, found, () => undefined));
  }

  /** The secrets in a text, in its order, each with what stands in its place; none overlaps another. */
  find(text: string): (FoundSecret & { readonly replacement: string })[] {
    return this.#find(text).map(({ type, start, end, secretOf }) => ({ type, start, end, replacement: this.replacement(type, secretOf(text.slice(start, end))) }));
  }

  /** The text with its secrets replaced by `‹secret:type:hash›`, or `‹secret:type›` without a key. Doing it twice equals once. */
  redact(text: string): string {
    if (this.withholds) return text === '' ? '' : WITHHELD;
    let result = text;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const before = result;
      result = this.#replaced(before, this.#find(before));
      if (result === before) break;
    }
    return result;
  }

  /**
   * {@link redact} for a line of {@link suspects}, or for several with the bits of all of them.
   * @param over what {@link overLines} found in it
   */
  redactLines(line: string, bits: number, over: readonly FoundSecret[] = []): string {
    if (this.withholds) return this.redact(line);
    const found = this.#findAll(line, over, (masked, all) => this.#findIn(masked, 0, bits, all));
    const once = this.#replaced(line, found);
    return found.some((secret) => joins(line, secret)) ? this.redact(once) : once;
  }

  #replaced(text: string, found: readonly Found[]): string {
    if (found.length === 0) return text;
    const parts: string[] = [];
    let position = 0;
    for (const secret of found) {
      parts.push(text.slice(position, secret.start), this.replacement(secret.type, secret.secretOf(text.slice(secret.start, secret.end))));
      position = secret.end;
    }
    parts.push(text.slice(position));
    return parts.join('');
  }

  /** What stands in place of a secret. */
  replacement(type: string, secret: string): string {
    const tag = this.#policy.tag?.(secret);
    return tag === undefined ? `‹secret:${type}›` : `‹secret:${type}:${tag}›`;
  }

  #find(text: string): Found[] {
    return this.#findAll(text, [], (masked, found) => {
      const lines = this.suspects(masked);
      for (const secret of this.overLines(masked, lines, new OverLines())) found.push(ofLines(secret));
      for (const { start, end, bits } of lines) this.#findIn(masked.slice(start, end), start, bits, found);
    });
  }

  /** What was replaced before is taken out of the text first, and stays as it is. */
  #findAll(text: string, over: readonly FoundSecret[], find: (masked: string, found: Found[]) => void): Found[] {
    const found = over.map(ofLines);
    if (!text.includes('‹secret:')) {
      find(text, found);
      return merged(found);
    }
    const marks = Array.from(text.matchAll(MARK), ({ index, 0: mark }) => ({ start: index, end: index + mark.length }));
    const masked = text.replace(MARK, filled);
    find(masked, found);
    return merged(found.filter((secret) => !beginsInMark(masked, secret, marks)));
  }

  #findIn(line: string, offset: number, bits: number, found: Found[]): void {
    for (let layer = 0; layer < this.#shapes.length; layer++) {
      const shape = this.#shapes[layer];
      if (!shape || (shape.bits & bits) === 0 || shape.signs?.some((sign) => line.includes(sign)) === false) continue;
      const { pattern } = shape;
      pattern.lastIndex = 0;
      // Not matchAll, which makes a copy of the pattern for each line.
      for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
        const { keep = '', secret = match[0] } = match.groups ?? {};
        const value = unquoted(secret);
        if (value === '') continue;
        if (shape.accept?.(value) === false || (shape.certain !== true && this.#allows(value))) continue;
        const start = offset + match.index + keep.length;
        found.push({ type: shape.type, start, end: start + secret.length, layer, secretOf: shape.secretOf ?? unquoted });
      }
    }
  }

  #allows(value: string): boolean {
    return this.#policy.allow?.some(({ pattern }) => matchesWhole(pattern, value)) ?? false;
  }
}

interface Found extends FoundSecret {
  readonly layer: number;
  readonly secretOf: (text: string) => string;
}

/** Whether it was replaced before: what begins with a mark, whatever quotes, brackets and wrappers stand before that. */
function beginsInMark(text: string, { start, end }: FoundSecret, marks: readonly { readonly start: number; readonly end: number }[]): boolean {
  const opens = /^(?:[bru]{1,2}|[A-Za-z]{2,12}\()?[\\"'`[({]*/.exec(text.slice(start, Math.min(end, start + 24)))?.[0].length ?? 0;
  const at = start + opens;
  // The last mark that begins at or before it, among many.
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return at < (marks[low - 1]?.end ?? 0);
}

function matchesWhole(pattern: RegExp, value: string): boolean {
  pattern.lastIndex = 0;
  const match = pattern.exec(value);
  return match !== null && match.index === 0 && match[0].length === value.length;
}

/** Secrets that overlap become one, which covers both: nothing of either stays. It is of the larger one's kind, of the earlier layer's among equals. */
function merged(found: Found[]): Found[] {
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end || a.layer - b.layer);
  const result: Found[] = [];
  for (const next of found) {
    const last = result.at(-1);
    if (!last || next.start >= last.end) result.push(next);
    else if (next.end > last.end) result[result.length - 1] = { ...(next.end - next.start > last.end - last.start ? next : last), start: last.start, end: next.end };
    else if (next.start === last.start && next.end === last.end && next.layer < last.layer) result[result.length - 1] = next;
  }
  return result;
}

/** Found by the lines above: of the first layer. */
function ofLines({ type, start, end }: FoundSecret): Found {
  return { type, start, end, layer: -1, secretOf: unquoted };
}

/**
 * Whether the text around a secret may be one by itself once a mark without spaces stands in its place: it held what separates, and what
 * stands beside it does not.
 */
function joins(text: string, { start, end }: FoundSecret): boolean {
  return (end < text.length || start > 0) && SEPARATES.test(text.slice(start, end)) && !(isEdge(text, start - 1) && isEdge(text, end));
}

const SEPARATES = /[\s"'`/?#@:,;&\\()[\]{}<>|=]/;

function isEdge(text: string, at: number): boolean {
  return at < 0 || at >= text.length || ' \t\r\n'.includes(text.charAt(at));
}

function everyLine(text: string | Uint8Array, always: number, found: readonly Suspect[]): Suspect[] {
  const bitsAt = new Map(found.map(({ start, bits }) => [start, bits]));
  const lines: Suspect[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = typeof text === 'string' ? text.indexOf('\n', start) : text.indexOf(LF, start);
    const end = feed < 0 ? text.length : feed;
    lines.push({ start, end, bits: bitsAt.get(start) ?? always });
    start = end + 1;
  }
  return lines;
}

const LF = 0x0a;

/** The shapes of a policy, in the order of their layers, and the keywords that call for them. */
function layers({ known = [], deny = [] }: RedactionPolicy): { shapes: Layered[]; keywords: Keyword[]; always: number } {
  const keywords: Keyword[] = [];
  const shapes: Layered[] = [];
  let always = 0;
  let common = 0;
  let rare = 0;
  const add = (shape: Omit<Layered, 'bits' | 'signs'>, isRare = false): void => {
    // Bits are shared in turn where there are more shapes than bits: then a shape is tried in vain, never left out.
    const bits = 1 << (1 + (isRare ? SHAPE_BITS - RARE_BITS + (rare++ % RARE_BITS) : common++ % (SHAPE_BITS - RARE_BITS)));
    shapes.push({ ...shape, bits, signs: shape.keywords.length > 0 && shape.keywords.every((text) => !/[a-z]/i.test(text)) ? shape.keywords : undefined });
    if (shape.keywords.length === 0) always |= bits;
    for (const text of shape.keywords) keywords.push({ text, bits, ...(shape.where && { where: shape.where }) });
  };
  if (known.length > 0) add(knownShape(known));
  for (const { pattern, keyword } of deny) add({ type: 'denied', keywords: keyword === undefined ? [] : [keyword], pattern, certain: true });
  for (const shape of STRUCTURAL) add(shape);
  for (const shape of PROGRAMS) add(shape, true);
  for (const shape of TOKENS) add(shape, shape.keywords.length < 4 && shape.type !== 'jwt');
  for (const shape of RANDOM_VALUES) add(shape);
  return { shapes, keywords, always };
}

/** Longer values first: one may be the beginning of another. */
function knownShape(known: readonly KnownSecret[]): Omit<Layered, 'bits' | 'signs'> {
  const secrets = new Map(known.map(({ value, secret }) => [value, secret]));
  const values = [...secrets.keys()].sort((a, b) => b.length - a.length);
  const keywords = values.map((value) => keywordIn(value).keyword);
  return {
    type: 'known',
    keywords: keywords.every((keyword) => keyword !== undefined) ? keywords : [],
    pattern: new RegExp(values.map(escaped).join('|'), 'g'),
    secretOf: (text) => secrets.get(text) ?? unquoted(text),
  };
}
