/** The command under test as a person would type it. */
import { shellWord } from '../probe/replay.js';
import type { RunHeader } from './events.js';

/** The words quoted for a POSIX shell; with `plan.shell` the line as it was given. It may hold secrets. */
export function commandLine({ command, plan }: RunHeader): string {
  return plan.shell ? command.join(' ') : wordsLine(command);
}

/** Executable and arguments, quoted for a POSIX shell. */
export function wordsLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
