/** For people: place, rule, message, and the line that is meant with a caret. */
import { plain } from '../../core/report/untrusted.js';
import { linesOf } from '../../core/workItem/text.js';
import type { FileCheck, FileProblem } from '../../node/workItem/checkFile.js';

/** Of a longer line only the part around the caret is shown, characters. */
const WIDTH = 120;

/** Of a longer line, so much before the caret. */
const BEFORE = 40;

export function humanText(files: readonly FileCheck[]): string {
  return files.map((file) => (file.problems.length === 0 ? '' : fileText(file))).join('');
}

function fileText({ path, problems, text }: FileCheck): string {
  const lines = text === undefined ? [] : [...linesOf(text)].map(({ start, end }) => ({ start, end }));
  return problems
    .map((problem) => {
      const line = lines[problem.line - 1];
      const source = line === undefined || text === undefined ? '' : text.slice(line.start, line.end);
      return `${oneLine(path)}:${problem.line}:${problem.column} ${problem.severity} ${problem.rule}\n  ${oneLine(problem.message)}\n${excerpt(source, problem)}`;
    })
    .join('');
}

/** The line that is meant, with carets under what is meant of it. A secret is not printed: its characters are dots. */
function excerpt(source: string, problem: FileProblem): string {
  if (source.trim() === '') return '';
  const from = problem.column - 1;
  const to = problem.endLine === problem.line ? problem.endColumn - 1 : source.length;
  const told = problem.rule === 'secret-in-text' ? `${source.slice(0, from)}${'•'.repeat(Math.min(8, to - from))}` : source;
  const skipped = told.length <= WIDTH || from <= BEFORE ? 0 : from - BEFORE;
  const before = shown(told.slice(skipped, from));
  const all = shown(told.slice(skipped, skipped + WIDTH));
  const length = Math.max(1, Math.min(shown(told.slice(from, to)).trimEnd().length, all.length - before.length));
  const lead = skipped > 0 ? '…' : '';
  return `  | ${lead}${all}${skipped + WIDTH < told.length ? '…' : ''}\n  | ${' '.repeat(lead.length + before.length)}${'^'.repeat(length)}\n`;
}

function shown(text: string): string {
  return oneLine(text).replaceAll('\t', ' ');
}

function oneLine(text: string): string {
  return plain(text).replaceAll('\n', ' ');
}
