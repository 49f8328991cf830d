/** Secrets in a command line that is given as words, where an option and its value are two of them. */
import { redact, redaction } from './redact.js';

/** Words that are a user and a password, after options of curl's. */
const USER_OPTION = /^(?:-u|--user|-U|--proxy-user)$/;

/** The words with their secrets replaced, as many as they were. */
export function redactWords(words: readonly string[]): string[] {
  const curl = words.some((word) => /(?:^|[/\\])curl(?:\.exe)?$/.test(word));
  return words.map((word, index) => {
    const alone = redact(word);
    const option = words[index - 1];
    if (alone !== word || option === undefined || !/^--?[A-Za-z]/.test(option) || /\s/.test(option) || word === '') return alone;
    const before = `${curl && USER_OPTION.test(option) ? 'curl ' : ''}${option} `;
    const both = redact(before + word);
    if (both === before + word || !both.startsWith(before)) return alone;
    // A value of several words is a secret as a whole.
    return /\s/.test(word) ? redaction().replacement('value', word) : both.slice(before.length);
  });
}
