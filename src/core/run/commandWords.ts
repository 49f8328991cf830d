/** A command line as a person types it, taken apart. */

/**
 * - `words` executable and arguments, to be run without a shell
 * - `shell` the line needs one; `because` names the first thing in it that only a shell understands
 * - `problem` it cannot be run, in a sentence that says what to do
 */
export type CommandWords =
  | { readonly words: readonly string[] }
  | { readonly shell: string; readonly because: string }
  | { readonly problem: string };

/** What means something to a shell outside of quotes: pipes, lists, redirections, expansions, patterns. */
const SPECIAL = /[|&;<>()$`*?[]/;

/** What means something at the beginning of a word only: home folders, comments. */
const SPECIAL_FIRST = /[~#]/;

/**
 * Splits at white space outside of quotes, with the quotes of a POSIX shell. A line that uses more of a shell than quotes is handed to it whole.
 * @param windows a backslash separates folders there, and escapes nothing
 */
export function commandWords(text: string, windows: boolean): CommandWords {
  const line = text.trim();
  if (line === '') return { problem: 'The command is empty: write the one that runs your test, as in `npx vitest run orders.test.ts`.' };
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const quoted = quotedPart(line, at, windows);
      if (quoted === undefined) return { problem: `The ${character} in column ${at + 1} is never closed: add the closing quote.` };
      if (quoted.expands !== undefined) return { shell: line, because: quoted.expands };
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\' && !windows) {
      at += 1;
      word = (word ?? '') + line.charAt(at);
    } else if (SPECIAL.test(character) || (word === undefined && SPECIAL_FIRST.test(character))) {
      return { shell: line, because: character };
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  const assignment = /^[A-Za-z_]\w*=/.exec(words[0] ?? '')?.[0];
  return assignment === undefined ? { words } : { shell: line, because: assignment };
}

interface QuotedPart {
  readonly text: string;
  /** Index of the closing quote. */
  readonly end: number;
  /** What a shell would expand in it. */
  readonly expands?: string;
}

/** The quoted part that opens at `start`; undefined if nothing closes it. */
function quotedPart(line: string, start: number, windows: boolean): QuotedPart | undefined {
  const quote = line.charAt(start);
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === quote) return { text, end: at };
    if (quote === '"' && !windows) {
      if (character === '$' || character === '`') return { text, end: at, expands: character };
      if (character === '\\' && /["\\$`]/.test(line.charAt(at + 1))) at += 1;
    }
    text += line.charAt(at);
  }
  return undefined;
}
