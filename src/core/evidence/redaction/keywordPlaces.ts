/**
 * What has to stand beside a keyword so that its line is worth a closer look. Most lines that hold `token`, `key` or `://` hold no secret, and a look at the
 * few characters behind the word tells that a hundred times as fast as the patterns do. Each lets through all that the patterns could find.
 */

/** @param start where the keyword begins, and where it ends, half-open */
export type Place = (text: string | Uint8Array, start: number, end: number) => boolean;

/** Characters by which a name may go on behind its keyword: `secret_key_base`, `credentials`. */
const REST_OF_NAME = 24;

/** It is in lower case, or stands behind `_`. */
export const lowerOrJoined: Place = (text, start) => (codeAt(text, start) & 32) !== 0 || codeAt(text, start - 1) === UNDERSCORE;

/** Behind the name stands `=` or `:`, whatever quotes and brackets close the name; or the keyword has one itself. */
export const assigned: Place = (text, start, end) => {
  for (let at = start; at < end; at++) if (codeAt(text, at) === EQUALS || codeAt(text, at) === COLON) return true;
  const code = codeAt(text, behindBlanks(text, behindName(text, end)));
  return code === EQUALS || code === COLON;
};

/** Behind the name the line ends, or what opens a value on the lines below begins. */
export const opens: Place = (text, _start, end) => {
  const name = behindName(text, end);
  let at = behindBlanks(text, name);
  let code = codeAt(text, at);
  // A line feed that is spelt out.
  if (endsLine(code) || code === COMMA || isSpeltFeed(text, at) || isSpeltFeed(text, name - 1)) return true;
  if (code !== EQUALS && code !== COLON) return false;
  while (code === EQUALS || code === COLON || code === GREATER) code = codeAt(text, ++at);
  const value = behindBlanks(text, at);
  code = codeAt(text, value);
  if (code === QUOTE || code === APOSTROPHE) return value > at;
  return endsLine(code) || code === BACKSLASH || code === BAR || code === GREATER || code === BRACKET || code === BRACE || code === EXCLAMATION;
};

/** Behind `://`, before the path, stands an `@`. */
export const authority: Place = (text, _start, end) => {
  for (let at = end; at < text.length; at++) {
    const code = codeAt(text, at);
    if (code === AT) return true;
    if (code <= SPACE || code === SLASH || code === QUOTE || code === APOSTROPHE || code === QUESTION || code === HASH) return false;
  }
  return false;
};

const [EQUALS, COLON, COMMA, GREATER, QUOTE, APOSTROPHE, BACKSLASH, BAR, BRACKET, CLOSING, BRACE, EXCLAMATION, AT, SPACE, SLASH, QUESTION, HASH, TICK, DASH, UNDERSCORE] = Array.from('=:,>"\'\\|[]{!@ /?#`-_', (sign) => sign.charCodeAt(0)) as [number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number];

/** 0 behind the end. */
function codeAt(text: string | Uint8Array, at: number): number {
  return at < text.length ? (typeof text === 'string' ? text.charCodeAt(at) : (text[at] ?? 0)) : 0;
}

function endsLine(code: number): boolean {
  return code === 0 || code === 0x0a || code === 0x0d;
}

function behindName(text: string | Uint8Array, end: number): number {
  let at = end;
  for (; at < end + REST_OF_NAME; at++) {
    const code = codeAt(text, at);
    const letter = code | 32;
    if (!((letter >= 97 && letter <= 122) || code === DASH || code === UNDERSCORE)) break;
  }
  for (; ; at++) {
    const code = codeAt(text, at);
    if (code !== QUOTE && code !== APOSTROPHE && code !== BACKSLASH && code !== TICK && code !== CLOSING) return at;
  }
}

function behindBlanks(text: string | Uint8Array, from: number): number {
  let at = from;
  while (codeAt(text, at) === SPACE || codeAt(text, at) === 0x09) at += 1;
  return at;
}

/** `\n` or `\r`. */
function isSpeltFeed(text: string | Uint8Array, at: number): boolean {
  const next = codeAt(text, at + 1);
  return codeAt(text, at) === BACKSLASH && (next === 0x6e || next === 0x72);
}
