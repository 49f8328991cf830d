/** Targets on this machine: processes, files, commands. */
import { clean } from '../report/untrusted.js';
import { shellWord } from './replay.js';
import { COMMAND_WORD, type CommandTarget, type FileTarget, type ProcessTarget } from './types.js';

/** A `process:` or `file:` target; undefined if the text is neither, a problem if it is half of one. */
export function localTarget(written: string): ProcessTarget | FileTarget | { readonly problem: string } | undefined {
  if (written === COMMAND_WORD || /^(?:cmd|command):/i.test(written)) {
    return { problem: 'A command is probed by its words, so that no text can start one: write `casebook probe cmd -- COMMAND ARGUMENTS`.' };
  }
  // eslint-disable-next-line no-control-regex -- control characters are the subject
  const match = /^(?<kind>process|file):(?!\/\/)(?<rest>[^\u0000-\u001f\u007f]*)$/i.exec(written)?.groups;
  if (!match) return undefined;
  const rest = match['rest'] ?? '';
  if (match['kind']?.toLowerCase() === 'file') return rest === '' ? { problem: 'Which file? Write file:PATH, such as file:logs/server.log.' } : { kind: 'file', text: clean(written), path: rest };
  return processTarget(written, rest);
}

function processTarget(written: string, rest: string): ProcessTarget | { readonly problem: string } {
  const numbered = /^(?<pid>\d{1,10})(?:@(?<startTime>\d{1,20}))?$/.exec(rest)?.groups;
  const text = clean(written);
  if (numbered) {
    const pid = Number(numbered['pid']);
    if (pid < 1) return { problem: `${text}: processes are numbered from 1.` };
    return { kind: 'process', text, pid, ...(numbered['startTime'] !== undefined && { startTime: numbered['startTime'] }) };
  }
  if (rest === '' || rest.includes('/')) return { problem: 'Which process? Write process:NAME with the name of its program, such as process:postgres, or process:PID.' };
  return { kind: 'process', text, name: rest };
}

/** The target of `casebook probe cmd -- WORDS`. */
export function commandTarget(words: readonly string[]): CommandTarget {
  return { kind: 'command', text: `${COMMAND_WORD} -- ${clean(words.map(shellWord).join(' '))}`, words };
}
