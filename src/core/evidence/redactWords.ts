/** Secrets in a command line that is given as words, where an option and its value are two of them. */
import { redact, redaction } from './redact.js';

/** The secrets that a command line holds, as they stand there: what the command prints of them has no name beside it any more. Of at most {@link MOST_LOOKED_AT} characters. */
export function secretsOfWords(words: readonly string[]): string[] {
  const text = words.join(' ').slice(0, MOST_LOOKED_AT);
  return [...new Set(redaction().find(text).map(({ start, end }) => unquoted(text.slice(start, end))))];
}

const MOST_LOOKED_AT = 64 * 1024;

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}

/** Programs of which an option of one letter takes a password. */
const PROGRAM = /(?:^|[/\\])(curl|sshpass|redis-cli|(?:mysql|mariadb)[a-z]*|docker|podman|buildah|skopeo|oras)(?:\.exe)?$/;

/** The words with their secrets replaced, as many as they were. */
export function redactWords(words: readonly string[]): string[] {
  const program = words.map((word) => PROGRAM.exec(word)?.[1]).find((name) => name !== undefined);
  // What the options mean follows from it, and of some from what it is to do.
  const lead = program === undefined ? '' : words.includes('login') ? `${program} login ` : `${program} `;
  const behind = (before: string, word: string): string => {
    const both = redact(before + word);
    return both.startsWith(before) ? both.slice(before.length) : word;
  };
  return words.map((word, index) => {
    const alone = redact(word);
    const option = words[index - 1];
    if (alone !== word || word === '') return alone;
    const first = lead === '' ? word : behind(lead, word);
    if (first !== word || option === undefined || !/^--?[A-Za-z]/.test(option) || /\s/.test(option)) return first;
    const value = behind(`${lead}${option} `, word);
    // A value of several words is a secret as a whole.
    return value !== word && /\s/.test(word) ? redaction().replacement('value', word) : value;
  });
}
