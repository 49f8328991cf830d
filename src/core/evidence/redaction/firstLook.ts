/**
 * The first look of redaction at a text: which lines hold a keyword. What is short is searched for one keyword after the other, which needs nothing made
 * beforehand; the automaton takes some 30 ms of a process that has just begun, and is made once there is more to look at.
 */
import { KeywordScan, type Keyword, type LineVisitor } from './keywordScan.js';

/** Characters that are searched without the automaton, in all calls together. */
const PATIENCE = 32 * 1024;

/** What a call costs however short its text is, as that many characters. */
const CALL = 256;

export class FirstLook {
  readonly #keywords: readonly Keyword[];
  #patience: number;
  #scan: KeywordScan | undefined;

  /** @param patience characters that are searched without the automaton */
  constructor(keywords: readonly Keyword[], patience = PATIENCE) {
    this.#keywords = keywords.map((keyword) => ({ ...keyword, text: lowerCase(keyword.text) }));
    this.#patience = patience;
  }

  /** As {@link KeywordScan.lines}; of a short text without a look at where the keywords stand. */
  lines(text: string | Uint8Array, visit: LineVisitor): void {
    if (text.length === 0) return;
    this.#patience -= text.length + CALL;
    if (this.#patience < 0) {
      this.#scan ??= new KeywordScan(this.#keywords);
      this.#scan.lines(text, visit);
      return;
    }
    const lower = lowerCase(typeof text === 'string' ? text : Array.from(text, (byte) => String.fromCharCode(byte)).join(''));
    // Most texts hold none, and few hold more than one or two.
    const present = this.#keywords.filter((keyword) => lower.includes(keyword.text));
    if (present.length === 0) return;
    for (let start = 0; start < lower.length; ) {
      const feed = lower.indexOf('\n', start);
      const end = feed < 0 ? lower.length : feed;
      const line = lower.slice(start, end);
      const bits = present.reduce((all, keyword) => (line.includes(keyword.text) ? all | keyword.bits : all), 0);
      if (bits !== 0) visit(start, end, bits);
      start = end + 1;
    }
  }
}

/** Of ASCII letters alone: the lower case of others may have another length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
