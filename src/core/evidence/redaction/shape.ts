/** A shape that gives a secret away, and what is common to all of them. */

import type { Place } from './keywordPlaces.js';

/** Each shape is looked for only in lines that hold one of its keywords. */
export interface Shape {
  /** Names the kind of secret in its replacement: lower-case letters and `-`. */
  readonly type: string;
  /** In lower-case ASCII: one of them stands in every text that the pattern matches. */
  readonly keywords: readonly string[];
  /** Where each of its keywords has to stand. */
  readonly where?: Place;
  /** Global. Matches within a line, in linear time. Group `keep` (optional) stands before the secret and stays; group `secret` is replaced. */
  readonly pattern: RegExp;
  /** A further look at the value, without its quotes. */
  readonly accept?: (value: string) => boolean;
}

/** A value in quotes, also escaped ones, or up to what separates it from the next. */
export const VALUE = String.raw`"(?:[^"\\\n]|\\.)+"?|'[^'\n]+'?|\\+"[^"\n]+"?|[^\s"',;&\\]+`;

/** A secret's text without the quotes, also escaped ones, around it: equal secrets are equal however they are quoted. */
export function unquoted(secret: string): string {
  return secret.replace(/^\\*["'`]+|\\*["'`]+$/g, '');
}

/**
 * Shannon's entropy of the characters of a text, in bits per character. Random letters and digits have some 4.5 at a length of 32,
 * random hexadecimal digits 3.5, words of a language 2.5 to 3.
 */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
