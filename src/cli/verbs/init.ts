/** `casebook init`: makes `.casebook/` with its configuration, so that this folder is the root. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_CONFIG } from '../../core/config.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../../node/errorCode.js';
import { createFile } from '../../node/files/createFile.js';
import { ensureGitignore } from '../../node/run/gitignore.js';
import { installGitHook } from '../../node/gitHook.js';
import { configPath, openWorkspace } from '../../node/workspace.js';
import { writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface InitOptions extends CommonOptions {
  readonly gitHook?: true;
}

export const verb: Verb = {
  define(command, act) {
    command.option('--git-hook', 'put the active work item into commit messages: a prepare-commit-msg hook; one that is there is kept and called first').action(
      act(async (context, options: InitOptions) => {
        const root = path.resolve(context.cwd, options.cwd ?? '.');
        const created = await init(root);
        const hook = options.gitHook ? await installGitHook(await openWorkspace(root), context.signal) : undefined;
        if (options.json) writeJson(context.out, { root, created, ...(hook !== undefined && { hook }) });
        else context.out.write(created.length > 0 ? `Made ${created.join(', ')} in ${root}.\n` : `${root} is already a Casebook workspace; nothing was changed.\n`);
        if (hook !== undefined && !options.json) context.out.write(`Commit hook: ${hook}\n`);
        return EXIT.ok;
      }),
    );
  },
};

/** Makes what is missing and changes nothing that is there. Gives what was made, relative to the root. */
async function init(root: string): Promise<string[]> {
  const config = configPath(root);
  try {
    await mkdir(path.dirname(config), { recursive: true });
    const made = await Promise.all([
      createFile(config, `${JSON.stringify({ workItems: { folders: DEFAULT_CONFIG.workItems.folders, template: DEFAULT_CONFIG.workItems.template } }, null, 2)}\n`).then((wrote) => (wrote ? ['.casebook/config.json'] : [])),
      ensureGitignore(root).then((wrote) => (wrote ? ['.casebook/.gitignore'] : [])),
    ]);
    return made.flat();
  } catch (error) {
    throw new Refusal('unable', `${path.dirname(config)} cannot be made (${errorCode(error) ?? String(error)}): make the folder writable, or choose another with --cwd.`);
  }
}
