/**
 * Which lines of a text hold one of many keywords, in one pass: an automaton after Aho and Corasick (1975), with one step per character however
 * many keywords there are. Upper and lower case of ASCII letters are one. It is the first look of redaction at everything that is printed.
 */
import type { Place } from './keywordPlaces.js';

/** Keywords are ASCII; each stands for some of up to 31 bits. */
export interface Keyword {
  readonly text: string;
  readonly bits: number;
  /** What else has to be so where it stands. */
  readonly where?: Place;
}

interface Conditional {
  readonly length: number;
  readonly bits: number;
  readonly where: Place;
}

/** A line without its line feed, half-open, and the bits of all keywords in it. */
export type LineVisitor = (start: number, end: number, bits: number) => void;

const LF = 0x0a;

export class KeywordScan {
  /** The class of each byte: 0 for what is in no keyword. */
  readonly #classes = new Uint8Array(256);
  readonly #classCount: number;
  /** By state and class: where the next state's entries begin, times two, plus one if a keyword ends there. A state's entries begin at its number times the number of classes. */
  readonly #next: Int32Array;
  /** By state: the bits of the keywords that end there. */
  readonly #bits: Int32Array;
  /** By state: the keywords that end there and count only in some places. */
  readonly #conditional: readonly (readonly Conditional[] | undefined)[];

  constructor(keywords: readonly Keyword[]) {
    this.#classCount = this.#classify(keywords);
    const tree = new KeywordTree(keywords, this.#classes, this.#classCount);
    this.#bits = tree.bits;
    this.#conditional = tree.conditional;
    this.#next = tree.transitions();
  }

  /** Calls `visit` for each line that holds a keyword, in their order. */
  lines(text: string | Uint8Array, visit: LineVisitor): void {
    if (typeof text === 'string') this.#linesOfString(text, visit);
    else this.#linesOfBytes(text, visit);
  }

  #linesOfBytes(text: Uint8Array, visit: LineVisitor): void {
    const next = this.#next;
    const classes = this.#classes;
    const { length } = text;
    let state = 0;
    for (let at = 0; at < length; at++) {
      state = next[(state >> 1) + (classes[text[at] ?? 0] ?? 0)] ?? 0;
      if ((state & 1) === 0) continue;
      const start = text.lastIndexOf(LF, at) + 1;
      const feed = text.indexOf(LF, at);
      const end = feed < 0 ? length : feed;
      let found = this.#bitsOf(state, text, at);
      for (at++; at < end; at++) {
        state = next[(state >> 1) + (classes[text[at] ?? 0] ?? 0)] ?? 0;
        if ((state & 1) !== 0) found |= this.#bitsOf(state, text, at);
      }
      state = 0;
      if (found !== 0) visit(start, end, found);
    }
  }

  #linesOfString(text: string, visit: LineVisitor): void {
    const { length } = text;
    let state = 0;
    for (let at = 0; at < length; at++) {
      state = this.#step(state, text.charCodeAt(at));
      if ((state & 1) === 0) continue;
      const start = text.lastIndexOf('\n', at) + 1;
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? length : feed;
      let found = this.#bitsOf(state, text, at);
      for (at++; at < end; at++) {
        state = this.#step(state, text.charCodeAt(at));
        if ((state & 1) !== 0) found |= this.#bitsOf(state, text, at);
      }
      state = 0;
      if (found !== 0) visit(start, end, found);
    }
  }

  #step(state: number, code: number): number {
    return this.#next[(state >> 1) + (code < 256 ? (this.#classes[code] ?? 0) : 0)] ?? 0;
  }

  /** @param at the last character of the keywords */
  #bitsOf(entry: number, text: string | Uint8Array, at: number): number {
    const state = (entry >> 1) / this.#classCount;
    let bits = this.#bits[state] ?? 0;
    const conditional = this.#conditional[state];
    if (conditional) for (const one of conditional) if ((bits & one.bits) !== one.bits && one.where(text, at + 1 - one.length, at + 1)) bits |= one.bits;
    return bits;
  }

  /** Gives each letter of the keywords a class; returns how many classes there are. */
  #classify(keywords: readonly Keyword[]): number {
    let count = 1;
    for (const { text } of keywords) {
      for (let index = 0; index < text.length; index++) {
        const lower = lowerCase(text.charCodeAt(index));
        if (lower > 127) throw new Error(`Not an ASCII keyword: ${text}`);
        if (this.#classes[lower] !== 0) continue;
        this.#classes[lower] = count;
        if (lower >= 97 && lower <= 122) this.#classes[lower - 32] = count;
        count += 1;
      }
    }
    return count;
  }
}

/** The keywords as a tree of states, 0 its root, by levels, and the automaton made of it. It is built in every process, so that its time counts. */
class KeywordTree {
  /** By state: the bits of the keywords that end there. */
  readonly bits: Int32Array;
  /** See `KeywordScan.#conditional`. */
  readonly conditional: (readonly Conditional[] | undefined)[] = [];
  /** By depth of the parent. */
  readonly #levels: Edge[][] = [];

  constructor(
    keywords: readonly Keyword[],
    classes: Uint8Array,
    private readonly width: number,
  ) {
    const children = new Map<number, number>();
    const bits = [0];
    for (const keyword of keywords) {
      let parent = 0;
      for (let depth = 0; depth < keyword.text.length; depth++) {
        const letter = classes[keyword.text.charCodeAt(depth)] ?? 0;
        const slot = parent * width + letter;
        let child = children.get(slot);
        if (child === undefined) {
          child = bits.push(0) - 1;
          children.set(slot, child);
          (this.#levels[depth] ??= []).push({ parent, slot, child });
        }
        parent = child;
      }
      const { where, text } = keyword;
      if (where) this.conditional[parent] = [...(this.conditional[parent] ?? []), { length: text.length, bits: keyword.bits, where }];
      else bits[parent] = (bits[parent] ?? 0) | keyword.bits;
    }
    this.bits = Int32Array.from(bits);
  }

  /** By state and class, see `KeywordScan.#next`. A character that does not continue a keyword leads to the longest suffix that begins one. */
  transitions(): Int32Array {
    const { width, bits } = this;
    const next = new Int32Array(bits.length * width);
    const suffix = new Int32Array(bits.length);
    for (const level of this.#levels) {
      for (const { parent, slot, child } of level) {
        // Where the parent's suffix goes with the same letter: the parent's row is a copy of that one's.
        suffix[child] = parent === 0 ? 0 : (next[slot] ?? 0);
        next[slot] = child;
      }
      // A suffix is nearer to the root than its state, so that its row is complete with this level.
      for (const { child } of level) {
        const from = suffix[child] ?? 0;
        bits[child] = (bits[child] ?? 0) | (bits[from] ?? 0);
        const more = this.conditional[from];
        if (more) this.conditional[child] = [...(this.conditional[child] ?? []), ...more];
        next.copyWithin(child * width, from * width, (from + 1) * width);
      }
    }
    const entries = bits.map((found, state) => state * width * 2 + (found === 0 && this.conditional[state] === undefined ? 0 : 1));
    return next.map((state) => entries[state] ?? 0);
  }
}

interface Edge {
  readonly parent: number;
  /** Of the parent's row. */
  readonly slot: number;
  readonly child: number;
}

function lowerCase(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
