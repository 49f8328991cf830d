/** `casebook check [PATH…]`: exits 1 if any file has an error. */
import { plain } from '../../core/report/untrusted.js';
import { checkFile, type FileCheck, type FileProblem } from '../../node/workItem/checkFile.js';
import { resolveReference, workItemFiles } from '../../node/workItem/store.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

export const verb: Verb = {
  define(command, act) {
    command.argument('[path...]', 'work items; all of them without one').action(
      act(async (context, references: string[], options: CommonOptions) => {
        const { workspace, cwd } = await workspaceFor(context, options);
        const paths = references.length === 0 ? await workItemFiles(workspace) : await Promise.all(references.map((reference) => resolveReference(workspace, reference, cwd)));
        const files: FileCheck[] = [];
        for (const file of paths) files.push(await checkFile(workspace, context.templates, file));
        const problems = files.flatMap((file) => file.problems);
        const errors = problems.filter(({ severity }) => severity === 'error').length;
        const warnings = problems.filter(({ severity }) => severity === 'warning').length;
        if (options.json) writeJson(context.out, { files: files.map(({ path, problems: found }) => ({ path, problems: found })), errors, warnings });
        else tell(context, files, errors, warnings);
        return errors > 0 ? EXIT.found : EXIT.ok;
      }),
    );
  },
};

function tell({ out, err }: Context, files: readonly FileCheck[], errors: number, warnings: number): void {
  for (const { path, problems, text } of files) {
    for (const problem of problems) out.write(`${path}:${problem.line}:${problem.column} ${problem.severity} ${problem.rule}\n  ${problem.message}\n${excerpt(text, problem)}`);
  }
  err.write(`${count(files.length, 'work item')} checked: ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`);
}

/** The line that is meant, with a caret under its beginning. */
function excerpt(text: string | undefined, { line, column }: FileProblem): string {
  const source = text?.replace(/^\ufeff/, '').split(/\r\n?|\n/)[line - 1];
  if (source === undefined || source.trim() === '') return '';
  const shown = plain(source.slice(0, 120)).replaceAll('\t', ' ');
  return `  | ${shown}\n  | ${' '.repeat(Math.min(column - 1, shown.length))}^\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
