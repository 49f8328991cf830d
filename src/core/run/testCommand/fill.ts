/** A command template filled in for one test. What is filled in never becomes another word, an option, or something for a shell. */
import { shellWord } from '../../probe/replay.js';
import { commandWords, type CommandWords } from '../commandWords.js';
import { frameworkOfCommand, namePattern } from './frameworks.js';
import type { NamedTest } from './types.js';

const PLACE = /\{(file|name|package)\}/g;

/** What is wrong with a template, as a sentence; undefined if it can be used. */
export function templateProblem(template: string, windows: boolean): string | undefined {
  const parsed = commandWords(template, windows);
  if ('problem' in parsed) return parsed.problem;
  if (template.search(PLACE) < 0) return 'The command would run the same for every test: put {name}, {file} or {package} where it names the test.';
  if ('words' in parsed && /\{(?:file|name|package)\}/.test(parsed.words[0] ?? '')) return 'The command begins with what is filled in: begin with the program that runs the test.';
  if ('shell' in parsed && windows) return `The command needs a shell, because of ${parsed.because}, and what is filled in cannot be quoted safely for the one of Windows: write it without.`;
  return undefined;
}

/** The command for a test, as words or, where the template needs one, as a line for the shell. */
export function fillTemplate(template: string, test: NamedTest, windows: boolean): CommandWords {
  const problem = templateProblem(template, windows) ?? wholeProblem(template, test);
  if (problem !== undefined) return { problem };
  const parsed = commandWords(template, windows);
  const values = valuesOf(template, test);
  if ('words' in parsed) return { words: (test.names.length > 0 ? parsed.words : withoutName(parsed.words)).map((word) => filledWord(word, values)) };
  if ('shell' in parsed) return test.names.length > 0 ? { shell: filledLine(parsed.shell, values), because: parsed.because } : { problem: 'A whole file cannot be repeated by a command that needs a shell: choose a single test.' };
  return parsed;
}

type Values = Readonly<Record<string, string>>;

function valuesOf(template: string, test: NamedTest): Values {
  const folder = test.file.includes('/') ? test.file.slice(0, test.file.lastIndexOf('/')) : '';
  return {
    // A name that begins with a dash would be an option.
    file: test.file.startsWith('-') ? `./${test.file}` : test.file,
    package: folder === '' ? '.' : `./${folder}`,
    name: test.names.length > 0 ? namePattern(template, test) : '',
  };
}

function filledWord(word: string, values: Values): string {
  return word.replace(PLACE, (_, place: string) => values[place] ?? '');
}

function wholeProblem(template: string, { names }: NamedTest): string | undefined {
  if (names.length > 0) return undefined;
  const framework = frameworkOfCommand(template);
  const can = /\{(?:file|package)\}/.test(template) && framework?.wholeFile !== false;
  return can ? undefined : 'This command runs single tests only: choose one test instead of the whole file.';
}

/** The words that run the whole file: without those that select one test, and the option before such a word. */
function withoutName(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (const word of words) {
    if (!word.includes('{name}')) kept.push(word);
    else if (word.includes('{file}')) kept.push(word.replace(/::?\{name\}|\{name\}/, ''));
    else if (!word.startsWith('-') && kept.length > 1 && kept.at(-1)?.startsWith('-') === true) kept.pop();
  }
  return kept;
}

/** Fills a line for a POSIX shell; each value is quoted for where it stands, outside of quotes or in either kind. */
function filledLine(line: string, values: Values): string {
  let filled = '';
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const place = /^\{(file|name|package)\}/.exec(line.slice(at, at + 9));
    if (place) {
      filled += quoted(values[place[1] ?? ''] ?? '', quote);
      at += place[0].length - 1;
      continue;
    }
    if (character === '\\' && quote !== "'") {
      filled += character + line.charAt(at + 1);
      at += 1;
      continue;
    }
    if (quote === undefined && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = undefined;
    filled += character;
  }
  return filled;
}

function quoted(value: string, quote: string | undefined): string {
  if (quote === "'") return value.replaceAll("'", "'\\''");
  if (quote === '"') return value.replace(/["\\$`]/g, '\\$&');
  return shellWord(value);
}
