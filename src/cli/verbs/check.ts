/** `casebook check [PATH…]`: exits 1 if any file has an error. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { counted } from '../../core/report/format.js';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { FileChecker, type FileCheck } from '../../node/workItem/checkFile.js';
import { resolveReference, workItemFiles } from '../../node/workItem/store.js';
import { relativeTo, type Workspace } from '../../node/workspace.js';
import { oneOf } from '../arguments.js';
import { FORMATS, render, type Format } from '../check/formats.js';
import type { Fixed } from '../check/report.js';
import { workspaceFor, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface CheckOptions extends CommonOptions {
  readonly format?: Format;
  readonly fix?: true;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('[path...]', 'work items, or folders of them; all of the workspace without one')
      .option('--format <format>', `${FORMATS.join(', ')}; github annotates a pull request, sarif is for code scanning`, oneOf(FORMATS))
      .option('--fix', 'first mend what needs no judgement: missing phases, sections and fields, paths that moved, certain secrets')
      .action(
        act(async (context, references: string[], options: CheckOptions) => {
          const format = options.format ?? (options.json ? 'json' : 'human');
          if (options.json && format !== 'json') throw new Refusal('usage', `--json and --format ${format} are two formats: give one of them.`);
          const { workspace, cwd } = await workspaceFor(context, options);
          const paths = references.length === 0 ? await workItemFiles(workspace) : await pathsOf(workspace, references, cwd);
          const checker = await FileChecker.open(workspace, context.templates, context.signal);
          const files: FileCheck[] = [];
          const fixed: Fixed[] = [];
          for (const file of paths) {
            context.signal.throwIfAborted();
            if (options.fix) for (const mend of await checker.fix(file, context.signal)) fixed.push({ path: file, ...mend });
            files.push(await checker.check(file));
          }
          const problems = files.flatMap((file) => file.problems);
          const number = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
          const [errors, warnings, hints] = [number('error'), number('warning'), number('hint')];
          // CI gives the top of its checkout: annotations are placed by paths from there.
          const top = format === 'github' ? context.env['GITHUB_WORKSPACE'] : undefined;
          const shown = (file: string) => (top === undefined ? file : relativeTo(top, path.resolve(workspace.root, file)));
          context.out.write(render(format, { files, errors, warnings, hints, version: context.version, shown, ...(options.fix && { fixed }) }));
          for (const { path: file, rule, title } of fixed) if (format !== 'json') context.err.write(plain(`${file}: ${title} (${rule})\n`));
          if (format !== 'json') context.err.write(`${counted(files.length, 'file')} checked: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}${hints > 0 ? `, ${counted(hints, 'hint')}` : ''}${options.fix ? `; ${counted(fixed.length, 'problem')} fixed` : ''}.\n`);
          return errors > 0 ? EXIT.found : EXIT.ok;
        }),
      );
  },
};

/** Files that the references mean, each once; a folder means the markdown files below it. */
async function pathsOf(workspace: Workspace, references: readonly string[], cwd: string): Promise<string[]> {
  const found = new Set<string>();
  for (const reference of references) {
    const full = path.resolve(cwd, reference);
    if (!(statSync(full, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
      found.add(await resolveReference(workspace, reference, cwd));
      continue;
    }
    const folder = relativeTo(workspace.root, full);
    const inside = await workItemFiles({ ...workspace, config: { ...workspace.config, workItems: { ...workspace.config.workItems, folders: [folder] } } });
    if (inside.length === 0) throw new Refusal('usage', `There is no markdown file below ${reference}: name a work item, or a folder that holds some.`);
    for (const file of inside) found.add(file);
  }
  return [...found];
}
