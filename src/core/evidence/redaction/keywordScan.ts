/**
 * Which lines of a text hold one of many keywords, in one pass: an automaton after Aho and Corasick (1975), with one step per character however
 * many keywords there are. Upper and lower case of ASCII letters are one. It is the first look of redaction at everything that is printed.
 */

/** Keywords are ASCII; each stands for some of up to 31 bits. */
export interface Keyword {
  readonly text: string;
  readonly bits: number;
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

  constructor(keywords: readonly Keyword[]) {
    this.#classCount = this.#classify(keywords);
    const states = 1 + keywords.reduce((sum, { text }) => sum + text.length, 0);
    this.#next = new Int32Array(states * this.#classCount).fill(-1);
    this.#bits = new Int32Array(states);
    this.#close(this.#plant(keywords));
    for (let slot = 0; slot < this.#next.length; slot++) this.#next[slot] = this.#entry(this.#next[slot] ?? 0);
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
      let found = this.#bitsOf(state);
      for (at++; at < end; at++) {
        state = next[(state >> 1) + (classes[text[at] ?? 0] ?? 0)] ?? 0;
        if ((state & 1) !== 0) found |= this.#bitsOf(state);
      }
      state = 0;
      visit(start, end, found);
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
      let found = this.#bitsOf(state);
      for (at++; at < end; at++) {
        state = this.#step(state, text.charCodeAt(at));
        if ((state & 1) !== 0) found |= this.#bitsOf(state);
      }
      state = 0;
      visit(start, end, found);
    }
  }

  #step(state: number, code: number): number {
    return this.#next[(state >> 1) + (code < 256 ? (this.#classes[code] ?? 0) : 0)] ?? 0;
  }

  #bitsOf(entry: number): number {
    return this.#bits[(entry >> 1) / this.#classCount] ?? 0;
  }

  #entry(begin: number): number {
    return begin * 2 + (this.#bits[begin / this.#classCount] === 0 ? 0 : 1);
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

  /** Puts the keywords into a tree; returns its states in the order of their depth, as a parent, a class and a child. */
  #plant(keywords: readonly Keyword[]): [number, number, number][] {
    const edges: [parent: number, letter: number, child: number, depth: number][] = [];
    let states = 1;
    for (const { text, bits } of keywords) {
      let state = 0;
      for (let index = 0; index < text.length; index++) {
        const letter = this.#classes[text.charCodeAt(index)] ?? 0;
        const slot = state * this.#classCount + letter;
        if (this.#next[slot] === -1) {
          this.#next[slot] = states * this.#classCount;
          edges.push([state, letter, states, index]);
          states += 1;
        }
        state = (this.#next[slot] ?? 0) / this.#classCount;
      }
      this.#bits[state] = (this.#bits[state] ?? 0) | bits;
    }
    return edges.sort((a, b) => a[3] - b[3]).map(([parent, letter, child]) => [parent, letter, child]);
  }

  /** Fills in where to go on a character that does not continue a keyword: to the longest suffix that begins one. */
  #close(edges: readonly [number, number, number][]): void {
    const width = this.#classCount;
    const suffix = new Int32Array(this.#bits.length);
    const complete = (state: number): void => {
      for (let letter = 0; letter < width; letter++) {
        const slot = state * width + letter;
        if (this.#next[slot] === -1) this.#next[slot] = state === 0 ? 0 : (this.#next[(suffix[state] ?? 0) * width + letter] ?? 0);
      }
    };
    // A child's suffix is where its parent's suffix goes with the same letter; parents are complete before their children.
    complete(0);
    for (const [parent, letter, child] of edges) {
      suffix[child] = parent === 0 ? 0 : (this.#next[(suffix[parent] ?? 0) * width + letter] ?? 0) / width;
      this.#bits[child] = (this.#bits[child] ?? 0) | (this.#bits[suffix[child]] ?? 0);
      complete(child);
    }
  }
}

function lowerCase(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
