/** Workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
import { plain } from '../../core/report/untrusted.js';
import type { FileCheck, FileProblem } from '../../node/workItem/checkFile.js';

const COMMANDS = { error: 'error', warning: 'warning', hint: 'notice' } as const;

/** @param shown gives a path from the top of the repository */
export function githubCommands(files: readonly FileCheck[], shown: (path: string) => string): string {
  return files.flatMap(({ path, problems }) => problems.map((problem) => command(shown(path), problem))).join('');
}

function command(file: string, { rule, severity, message, line, column, endLine, endColumn }: FileProblem): string {
  // Columns are taken within one line only.
  const columns = line === endLine ? { col: `${column}`, endColumn: `${endColumn}` } : {};
  const place = { file, line: `${line}`, endLine: `${endLine}`, ...columns, title: `casebook ${rule}` };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${property(value)}`);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(plain(message))}\n`;
}

/** Escaping of actions/toolkit, packages/core/src/command.ts: a line ending would end the command, and could start another one. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
