/**
 * Finds secrets and replaces them, in layers: exact values that are known, what the configuration forbids, places that hold a secret by the grammar
 * of the text, tokens that say what they are, and values that only their entropy gives away.
 */
import { FirstLook } from './firstLook.js';
import type { Keyword } from './keywordScan.js';
import type { KnownSecret } from './known.js';
import { escaped, keywordIn, type ListEntry } from './lists.js';
import { unquoted, type Shape } from './shape.js';
import { PRIVATE_KEY, PROGRAMS, STRUCTURAL } from './structural.js';
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

/**
 * What stands in place of a mark while secrets are looked for, of its length: what is in no shape, and at its end a letter, as at that of most secrets, so that
 * what stood directly behind one does not become a word of its own.
 */
function filled(mark: string): string {
  return `${'\u0001'.repeat(mark.length - 1)}x`;
}

/** The bit of a private key, of a line that must be looked at whatever it holds, and the first of the shapes'. */
const KEY_BIT = 1;
const SHAPE_BITS = 30;

/** Of those, the last ones are for shapes with rare keywords, which share them: a line with a keyword of many lines tries no more than its own. */
const RARE_BITS = 8;

/** In place of the bits of a line: of a text that is to be looked at as a whole. */
const WHOLE = -1;

/** Shapes as they are tried, with the bits of the keywords that call for each. */
interface Layered extends Shape {
  readonly bits: number;
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
    this.#scan = new FirstLook([{ text: '-----begin', bits: KEY_BIT }, ...keywords]);
  }

  /** Whether nothing may pass. */
  get withholds(): boolean {
    return this.#policy.withhold === true;
  }

  /**
   * The lines of a text that may hold a secret, in their order: what is in no line of them, {@link redact} leaves unchanged. The whole text as one
   * where a secret may go on over several lines.
   */
  suspects(text: string | Uint8Array): Suspect[] {
    const found: Suspect[] = [];
    let whole = this.withholds || this.#always !== 0;
    this.#scan.lines(text, (start, end, bits) => {
      if ((bits & KEY_BIT) !== 0) whole = true;
      else found.push({ start, end, bits });
    });
    return whole && text.length > 0 ? [{ start: 0, end: text.length, bits: WHOLE }] : found;
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

  /** {@link redact} for a line of {@link suspects}, or for several with the bits of all of them. */
  redactLines(line: string, bits: number): string {
    if (this.withholds || bits === WHOLE || line.includes('‹secret:')) return this.redact(line);
    const found: Found[] = [];
    this.#findIn(line, 0, bits, found);
    return this.#replaced(line, merged(found));
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
    const found: Found[] = [];
    const marks = text.includes('‹secret:') ? Array.from(text.matchAll(MARK), ({ index, 0: mark }) => ({ start: index, end: index + mark.length })) : [];
    const masked = marks.length > 0 ? text.replace(MARK, filled) : text;
    const lines: [number, number, number][] = [];
    this.#scan.lines(masked, (start, end, bits) => {
      lines.push([start, end, bits | this.#always]);
    });
    if (lines.some(([, , bits]) => (bits & KEY_BIT) !== 0)) for (const match of masked.matchAll(PRIVATE_KEY)) found.push({ type: 'private-key', start: match.index, end: match.index + match[0].length, layer: -1, secretOf: unquoted });
    for (const [start, end, bits] of this.#always === 0 ? lines : everyLine(masked, this.#always, lines)) this.#findIn(masked.slice(start, end), start, bits, found);
    return merged(marks.length === 0 ? found : found.filter((secret) => !beginsInMark(masked, secret, marks)));
  }

  #findIn(line: string, offset: number, bits: number, found: Found[]): void {
    for (let layer = 0; layer < this.#shapes.length; layer++) {
      const shape = this.#shapes[layer];
      if (!shape || (shape.bits & bits) === 0) continue;
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
  return marks.some((mark) => mark.start <= start + opens && start + opens < mark.end);
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

function everyLine(text: string, always: number, found: readonly [number, number, number][]): [number, number, number][] {
  const bitsAt = new Map(found.map(([start, , bits]) => [start, bits]));
  const lines: [number, number, number][] = [];
  for (let start = 0; start <= text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    lines.push([start, end, bitsAt.get(start) ?? always]);
    start = end + 1;
  }
  return lines;
}

/** The shapes of a policy, in the order of their layers, and the keywords that call for them. */
function layers({ known = [], deny = [] }: RedactionPolicy): { shapes: Layered[]; keywords: Keyword[]; always: number } {
  const keywords: Keyword[] = [];
  const shapes: Layered[] = [];
  let always = 0;
  let common = 0;
  let rare = 0;
  const add = (shape: Omit<Layered, 'bits'>, isRare = false): void => {
    // Bits are shared in turn where there are more shapes than bits: then a shape is tried in vain, never left out.
    const bits = 1 << (1 + (isRare ? SHAPE_BITS - RARE_BITS + (rare++ % RARE_BITS) : common++ % (SHAPE_BITS - RARE_BITS)));
    shapes.push({ ...shape, bits });
    if (shape.keywords.length === 0) always |= bits;
    for (const text of shape.keywords) keywords.push({ text, bits });
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
function knownShape(known: readonly KnownSecret[]): Omit<Layered, 'bits'> {
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
