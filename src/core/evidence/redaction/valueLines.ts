/**
 * Values that stand on the lines below their names, as YAML and JSON that is set out have them: below the name alone, as a block (`|`, `>-`), in quotes
 * that go on, in a list or an object, and in a pair of a name and a value. Each line may have a stamp before it, with other writers' lines in between.
 */
import { behindPrefix, isBlank, textEnd, textStart, type Hidden } from './linePrefix.js';
import { NAMED, NAMES } from './names.js';
import { VALUE } from './shape.js';
import { isPassword, isToken, isValue } from './values.js';

/** Characters of a line's end in which a name is looked for. */
const TAIL = 200;

/** What stands before a text on its line, at most. */
const MAX_PREFIX = 400;

/** Lines of a value; lines of other writers in a row between them; and lines of an object or a pair before its value. */
const MAX_LINES = 1_000;
const MAX_OTHERS = 8;
const MAX_SIBLINGS = 6;

const NAME_AT_END = new RegExp(String.raw`(?:${NAMES})(?:(?<!secret|token)s)?\\*["'${'`'}]?$`, 'i');
const TOKEN_AT_END = /(?<![\w.-])token\\*["'`]?$/i;
const PASS_AT_END = /(?:(?<![\w.-])|(?<=[A-Za-z0-9][_.-]))(?:pass|pw|PASS|PW)\\*["'`]?$/;

/** The name of a pair's secret, behind `name:`. */
const NAMED_ALONE = new RegExp(String.raw`^\\*["'${'`'}]?[\w./:-]{0,80}?${NAMED}\\*["'${'`'}]?,?$`, 'i');
const NAME_OF_PAIR = /(?<![\w.-])\\*["'`]?(?:name|key)\\*["'`]?[ \t]*$/i;

/** What opens a value at the end of a line, behind the name's colon. */
const OPENING = /(?<=[:=])[ \t]*(?:![\w!]{1,20}[ \t]*)?([|>](?:[-+]?\d?|\d?[-+]?)|[[{])?$/;

const OPENING_ALONE = /^(?:![\w!]{1,20}[ \t]*)?([|>](?:[-+]?\d?|\d?[-+]?)|[[{])?$/;

/** Characters of a name, its quotes and brackets. */
const OF_NAME = /[\w.\-/\\"'`[\]]/;

/** The key of a map, with what stands behind its colon. */
const ENTRY = /^\\*["'`]?[\w./-]{1,100}\\*["'`]?[ \t]*:(?=[ \t]|$)/;
const VALUE_ENTRY = /^\\*["'`]?value\\*["'`]?[ \t]*[:=][ \t]*/i;

/** One value up to the end of its line. */
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=[,;\]}) \t]*$)/;
const UNCLOSED = /^(?:"(?:[^"\\]|\\.)*\\?|'(?:[^']|'')*)$/;
const SINGLE = /^[^ \t"',]+(?=,?(?:[ \t]+#.*)?$)/;
const INLINE = new RegExp(`^(?:${VALUE})`);

/** What code has below a label or a condition. */
const CODE = /[;{(]$|^[\w.]+\(.*\)$|^<|^(?:[A-Za-z_]\w*\.)+\w+$/;

/** What was replaced already. */
// eslint-disable-next-line no-control-regex -- what stands in place of a mark while secrets are looked for
const MARKED = /^["']?(?:\u0001|‹secret:)/;

/** Of a line that has no stamp though the one with the name has. */
const BARE = { prefix: '', column: 0 };

type Judge = (value: string) => boolean;

/** What stands before a text on its lines, and how far behind that the name stands. */
interface Place {
  readonly prefix: string;
  readonly column: number;
}

/** Where a value is expected, and until when. */
interface Expected {
  /** A dash before the name may be that of a list or the logger's: the longest prefix that a line has is the one. */
  readonly places: readonly Place[];
  /** Of the place that the current line has. */
  readonly prefix: string;
  readonly column: number;
  readonly judge: Judge;
  /** Of what comes: anything; a block's text; the rest of quotes; items; words below a first one; a map's `value`; a pair's. */
  readonly kind: 'any' | 'block' | 'quoted' | 'items' | 'array' | 'words' | 'map' | 'pair';
  /** Of quotes, the sign; of items and words their column. */
  readonly quote?: string;
  readonly at?: number;
}

export class ValueLines {
  #expected: Expected | undefined;
  #lines = 0;
  #others = 0;

  get open(): boolean {
    return this.#expected !== undefined;
  }

  /** Adds what is hidden in the next line. */
  next(line: string, hidden: Hidden[]): void {
    if (this.#expected && this.#goesOn(line, this.#expected, hidden)) return;
    const opened = openedBy(line);
    // A name within what another one opened: the nearer one tells what comes.
    if (opened) this.#expect(opened);
  }

  #expect(expected: Expected | undefined): void {
    this.#expected = expected;
    this.#lines = 0;
    this.#others = 0;
  }

  /** Whether the line is part of what is expected, and no name itself. */
  #goesOn(line: string, expected: Expected, hidden: Hidden[]): boolean {
    const { places, kind } = expected;
    this.#lines += 1;
    if (this.#lines > MAX_LINES) {
      this.#expect(undefined);
      return false;
    }
    let place = places.find(({ prefix }) => behindPrefix(line, prefix) >= 0);
    // A logger stamps the first line of what it is given, and not the others.
    if (!place && isBlank(line.charCodeAt(0)) && places.some(({ prefix }) => /\d:\d\d/.test(prefix))) place = BARE;
    if (!place) {
      this.#others += 1;
      if (this.#others > MAX_OTHERS || places.some(({ prefix }) => prefix === '')) this.#expect(undefined);
      return false;
    }
    const behind = behindPrefix(line, place.prefix);
    const start = textStart(line, behind);
    const end = textEnd(line);
    if (start >= end) {
      if (kind !== 'block' && kind !== 'quoted') this.#expect(undefined);
      return true;
    }
    const text = line.slice(start, end);
    const hide = (length: number): void => void hidden.push({ type: 'value', start, end: start + length });
    return this.#take(text, start - behind, { ...expected, ...place }, hide, (from, length) => hidden.push({ type: 'value', start: start + from, end: start + from + length }));
  }

  #take(text: string, column: number, expected: Expected, hide: (length: number) => void, hidePart: (from: number, length: number) => void): boolean {
    const close = (): false => {
      this.#expect(undefined);
      return false;
    };
    const deeper = column > expected.column;
    if (MARKED.test(text) && expected.kind !== 'pair' && expected.kind !== 'map') {
      // What was replaced before: words may stand below it.
      if (expected.kind === 'any') this.#expect(deeper ? { ...expected, kind: 'words', at: column } : undefined);
      return deeper || close();
    }
    const mayBelong = expected.kind === 'pair' ? column === expected.column && ENTRY.test(text) : deeper || ENTRY.test(text) || /^[-\])}]/.test(text);
    if (!mayBelong && expected.prefix !== '') {
      // Of another writer, whose lines have the same stamp.
      this.#others += 1;
      if (this.#others > MAX_OTHERS) return close();
      return false;
    }
    this.#others = 0;
    switch (expected.kind) {
      case 'block':
        if (!deeper) return close();
        hide(text.length);
        return true;
      case 'quoted': {
        if (!deeper) return close();
        const rest = expected.quote === '"' ? /^(?:[^"\\]|\\.)*"/.exec(text) : /^(?:[^']|'')*'/.exec(text);
        hide(rest ? rest[0].length : text.length);
        if (rest) this.#expect(undefined);
        return true;
      }
      case 'words':
        if (column !== expected.at || ENTRY.test(text)) return close();
        return this.#single(text, expected, hide) || close();
      case 'items': {
        const item = /^-[ \t]+/.exec(text);
        if (!item || column !== expected.at) return close();
        this.#item(text, item[0].length, expected, hidePart);
        return true;
      }
      case 'array':
        if (/^[\])}]/.test(text)) return close();
        if (!this.#item(text, 0, expected, hidePart)) return close();
        return true;
      case 'map':
        if (!deeper) return close();
        return this.#valueOf(text, column, expected, hidePart);
      case 'pair':
        if (column !== expected.column) return close();
        return this.#valueOf(text, column, expected, hidePart);
      case 'any':
        if (deeper && ENTRY.test(text)) {
          this.#expected = { ...expected, kind: 'map' };
          return this.#valueOf(text, column, expected, hidePart);
        }
        return this.#any(text, column, deeper, expected, hide, hidePart) || close();
    }
  }

  #any(text: string, column: number, deeper: boolean, expected: Expected, hide: (length: number) => void, hidePart: (from: number, length: number) => void): boolean {
    const item = /^-[ \t]+/.exec(text);
    if (item && column >= expected.column) {
      if (!this.#item(text, item[0].length, expected, hidePart)) return false;
      this.#expect({ ...expected, kind: 'items', at: column });
      return true;
    }
    if (!deeper) return false;
    if (UNCLOSED.test(text) && !QUOTED.test(text)) {
      hide(text.length);
      this.#expect({ ...expected, kind: 'quoted', quote: text.charAt(0) });
      return true;
    }
    if (!this.#single(text, expected, hide)) return false;
    this.#expect({ ...expected, kind: 'words', at: column });
    return true;
  }

  #single(text: string, { judge }: Expected, hide: (length: number) => void): boolean {
    const [value] = QUOTED.exec(text) ?? SINGLE.exec(text) ?? [];
    if (value === undefined || !judge(value.replace(/^["']|["']$/g, '')) || (!/^["']/.test(value) && CODE.test(value))) return false;
    hide(value.length);
    return true;
  }

  #item(text: string, from: number, expected: Expected, hidePart: (from: number, length: number) => void): boolean {
    const item = text.slice(from);
    return !ENTRY.test(item) && this.#single(item, expected, (length) => hidePart(from, length));
  }

  /** An entry of a map: its value, if it is the one named so; what else stands beside that is passed by. */
  #valueOf(text: string, column: number, expected: Expected, hidePart: (from: number, length: number) => void): boolean {
    const entry = VALUE_ENTRY.exec(text);
    if (!entry) {
      if (this.#lines > MAX_SIBLINGS || /^[-\]}]/.test(text) || !ENTRY.test(text)) this.#expect(undefined);
      return false;
    }
    const rest = text.slice(entry[0].length);
    const opening = OPENING_ALONE.exec(rest);
    const moved = column - expected.column;
    const below = { ...expected, places: expected.places.map((place) => ({ ...place, column: place.column + moved })) };
    if (opening) this.#expect({ ...below, kind: kindOf(opening[1]) });
    else {
      const value = INLINE.exec(rest)?.[0];
      if (value !== undefined && isValue(value.replace(/^["']|["']$/g, ''))) hidePart(entry[0].length, value.length);
      this.#expect(UNCLOSED.test(rest) && !QUOTED.test(rest) ? { ...below, kind: 'quoted', quote: rest.charAt(0) } : undefined);
    }
    return true;
  }
}

function kindOf(opening: string | undefined): Expected['kind'] {
  return opening === undefined ? 'any' : opening === '[' ? 'array' : opening === '{' ? 'map' : 'block';
}

/** Whether a value may stand on the lines below this one. */
export function opensValue(line: string): boolean {
  return openedBy(line) !== undefined;
}

function openedBy(line: string): Expected | undefined {
  const end = textEnd(line);
  const from = Math.max(0, end - TAIL);
  const tail = line.slice(from, end);
  return named(line, from, tail) ?? pairOf(line, from, tail) ?? quotedBy(line, from, tail);
}

/** `password:`, `password: |`, `"password": [`. */
function named(line: string, from: number, tail: string): Expected | undefined {
  // Most lines end otherwise.
  if (!/[:|>+\-\d[{]$/.test(tail)) return undefined;
  const opening = OPENING.exec(tail);
  if (!opening) return undefined;
  const colon = opening.index - 1;
  if (tail.charAt(colon) === '=' && opening[1] !== '[' && opening[1] !== '{') return undefined;
  return expectedBehind(line, from, tail.slice(0, colon), kindOf(opening[1]));
}

/** `password: "the beginning of`. */
function quotedBy(line: string, from: number, tail: string): Expected | undefined {
  const sign = Math.max(tail.lastIndexOf('"'), tail.lastIndexOf("'"));
  if (sign < 3 || !/:[ \t]+$/.test(tail.slice(Math.max(0, sign - 8), sign))) return undefined;
  const expected = expectedBehind(line, from, tail.slice(0, tail.lastIndexOf(':', sign)), 'quoted');
  return expected && { ...expected, quote: tail.charAt(sign) };
}

/** `- name: DB_PASSWORD`. */
function pairOf(line: string, from: number, tail: string): Expected | undefined {
  const colon = tail.lastIndexOf(':');
  if (colon < 3 || !NAME_OF_PAIR.test(tail.slice(Math.max(0, colon - 12), colon)) || !NAMED_ALONE.test(tail.slice(textStart(tail, colon + 1)))) return undefined;
  return expectedAt(line, from + textEnd(tail.slice(0, colon)), isValue, 'pair');
}

function expectedBehind(line: string, from: number, head: string, kind: Expected['kind']): Expected | undefined {
  const name = head.slice(0, textEnd(head));
  const judge = NAME_AT_END.test(name) ? isValue : TOKEN_AT_END.test(name) ? isToken : PASS_AT_END.test(name) ? isPassword : undefined;
  return judge && expectedAt(line, from + name.length, judge, kind);
}

/** @param end where the name ends */
function expectedAt(line: string, end: number, judge: Judge, kind: Expected['kind']): Expected | undefined {
  let start = end;
  while (start > 0 && end - start < TAIL && OF_NAME.test(line.charAt(start - 1))) start -= 1;
  // So much is said once, and not on each line.
  if (start > MAX_PREFIX) return { places: [BARE], ...BARE, judge, kind };
  const places: Place[] = [];
  for (let prefix = trimmed(line, start); ; prefix = trimmed(line, prefix.length - 1)) {
    places.push({ prefix, column: start - prefix.length });
    if (!/(?:^|[ \t])[-?]$/.test(prefix)) break;
  }
  return { places, ...BARE, judge, kind };
}

function trimmed(line: string, end: number): string {
  return line.slice(0, textEnd(line.slice(0, end)));
}
