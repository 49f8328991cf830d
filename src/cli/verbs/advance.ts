/** `casebook advance REF`: moves a work item to the next phase. Exits 1, and says what is missing, if it may not leave the one it is in. */
import path from 'node:path';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { stageNamed, STAGES, type Stage } from '../../core/workItem/gate.js';
import { gitUserName } from '../../node/git.js';
import { advance, type AdvanceRequest, type AdvanceResult } from '../../node/workItem/advance.js';
import { resolveReference } from '../../node/workItem/store.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface AdvanceOptions extends CommonOptions {
  readonly to?: string;
  readonly force?: true;
  readonly reason?: string;
  readonly by?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<ref>', 'path, file name or alias of a work item')
      .option('--to <phase>', `where to, by name or number (default: the next one): ${STAGES.join(', ')}`)
      .option('--force', 'although something is missing')
      .option('--reason <text>', 'why, with --force; it is written into the work item')
      .option('--by <name>', "who accepts, when Owner Acceptance is left (default: git's user.name)")
      .action(
        act(async (context, reference: string, options: AdvanceOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          const request = requestOf(options, workspace.root, context);
          const file = await resolveReference(workspace, reference, cwd);
          const result = await advance(workspace, context.templates, file, request, new Date().toISOString().slice(0, 10), context.signal);
          if (options.json) writeJson(context.out, describe(path.join(workspace.root, file), file, result, options));
          else tell(context, file, result);
          return result.missing.length > 0 && !result.advanced ? EXIT.found : EXIT.ok;
        }),
      );
  },
};

function requestOf(options: AdvanceOptions, root: string, { signal }: Context): AdvanceRequest {
  const reason = options.reason?.trim() ?? '';
  if (options.force && reason === '') throw new Refusal('usage', 'Leaving a phase by force needs a reason, which is written into the work item: add `--reason "Why"`.');
  if (!options.force && options.reason !== undefined) throw new Refusal('usage', 'A reason is for `--force` only: add --force, or leave out --reason.');
  const to = options.to === undefined ? undefined : stage(options.to);
  const by = options.by;
  return { ...(to !== undefined && { to }), ...(options.force && { force: reason }), acceptedBy: () => (by === undefined ? gitUserName(root, signal) : Promise.resolve(by)) };
}

function stage(name: string): Stage {
  const found = stageNamed(name);
  if (found === undefined) throw new Refusal('usage', `There is no phase ${JSON.stringify(name)}: choose one of ${STAGES.join(', ')}, or a number from 1 to 6.`);
  return found;
}

function describe(full: string, workItem: string, { from, to, advanced, missing, acceptedBy }: AdvanceResult, { reason }: AdvanceOptions) {
  return {
    path: full,
    workItem,
    from,
    to,
    advanced,
    missing: missing.map(({ phase, message, line }) => ({ phase, message, line: line ?? null })),
    forced: advanced && missing.length > 0 ? (reason ?? null) : null,
    acceptedBy: acceptedBy ?? null,
  };
}

function tell({ out, err }: Context, file: string, { from, to, advanced, missing, acceptedBy }: AdvanceResult): void {
  const list = missing.map(({ phase, message, line }) => `  ${line === undefined ? '' : `${file}:${line} `}${phase}: ${message}\n`).join('');
  if (!advanced && missing.length === 0) err.write(`${file} is in ${to} already; nothing was changed.\n`);
  else if (!advanced) err.write(plain(`${file} stays in ${from}. Before ${to} it needs:\n${list}`));
  else {
    if (missing.length > 0) err.write(plain(`By force, without:\n${list}`));
    out.write(plain(`${file}: ${from} -> ${to}${acceptedBy === undefined ? '' : `, accepted by ${acceptedBy}`}\n`));
  }
}
