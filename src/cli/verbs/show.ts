/** `casebook show REF`: one work item in short. Exits 0 whatever the file contains. */
import path from 'node:path';
import { plain } from '../../core/report/untrusted.js';
import { readEntry, resolveReference } from '../../node/workItem/store.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';
import { describe } from './list.js';

export const verb: Verb = {
  define(command, act) {
    command.argument('<ref>', 'path, file name or alias of a work item').action(
      act(async (context, reference: string, options: CommonOptions) => {
        const { workspace, cwd } = await workspaceFor(context, options);
        const entry = readEntry(workspace, await resolveReference(workspace, reference, cwd));
        if (options.json) {
          writeJson(context.out, describe(entry, Date.now()));
          return EXIT.ok;
        }
        const { summary, problem } = entry;
        if (!summary) {
          context.err.write(`${problem ?? 'It cannot be read.'}\n`);
          return EXIT.ok;
        }
        const lines = [
          `${summary.alias === undefined ? '' : `${summary.alias}: `}${summary.title}`,
          path.join(workspace.root, entry.path),
          `Status: ${summary.status.text ?? '(none)'}${summary.phase === 'Closed' ? ' (closed)' : ''}`,
          ...summary.phases.map(({ phase, state }, index) => `  ${MARKS[state]} ${index + 1} ${phase}${phase === summary.phase ? '  <- here' : ''}${state === 'filled' ? '' : ` (${state})`}`),
          `Evidence blocks: ${summary.evidence}`,
        ];
        context.out.write(`${lines.map(plain).join('\n')}\n`);
        return EXIT.ok;
      }),
    );
  },
};

const MARKS = { filled: '[x]', empty: '[ ]', missing: '[!]' } as const;
