/** `casebook lessons QUERY`: what past work items teach about a problem; `casebook lessons harvest` writes all of it into one file. */
import path from 'node:path';
import type { RankedLesson } from '../../core/lessons/rank.js';
import { bounded, plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { lessonsFor, lessonsForWorkItem, writeHarvest } from '../../node/workItem/lessons.js';
import { resolveReference } from '../../node/workItem/store.js';
import { wholeNumber } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface LessonsOptions extends CommonOptions {
  readonly for?: string;
  readonly limit: number;
  readonly out?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('[query...]', 'words or an error message; `harvest` alone writes all lessons by topic into a file')
      .option('--for <ref>', 'lessons for a work item: its title and error messages are the query')
      .option('--limit <n>', 'at most so many', wholeNumber, 10)
      .option('--out <file>', 'where `harvest` writes (default: LESSONS.md in the first folder of work items)')
      .action(
        act(async (context, words: string[], options: LessonsOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          const query = words.join(' ').trim();
          if (query === 'harvest' && options.for === undefined) {
            const file = await writeHarvest(workspace, options.out === undefined ? undefined : path.resolve(cwd, options.out), context.signal);
            if (options.json) writeJson(context.out, { path: file });
            else context.out.write(`${file}\n`);
            return EXIT.ok;
          }
          if (options.out !== undefined) throw new Refusal('usage', '--out is for `casebook lessons harvest` only.');
          if ((query === '') === (options.for === undefined)) throw new Refusal('usage', 'Say what about: `casebook lessons "connection reset"`, or `casebook lessons --for WI4`, one of them.');
          if (options.limit < 1) throw new Refusal('usage', 'The limit must be at least 1: try `--limit 10`.');
          const found =
            options.for === undefined
              ? await lessonsFor(workspace, { words: query, errors: query }, options.limit, context.signal)
              : await lessonsForWorkItem(workspace, await resolveReference(workspace, options.for, cwd), options.limit, context.signal);
          if (options.json) writeJson(context.out, { lessons: found.map(describe) });
          else if (found.length === 0) context.err.write('No work item has recorded a lesson on that.\n');
          else context.out.write(found.map(shown).join(''));
          return EXIT.ok;
        }),
      );
  },
};

function describe({ path: file, line, topic, text, alias, title, sameFailure, score }: RankedLesson) {
  return { path: file, line, topic, text, alias: alias ?? null, title, sameFailure, score: Math.round(score * 1000) / 1000 };
}

function shown({ path: file, line, topic, text, sameFailure }: RankedLesson): string {
  return plain(`${file}:${line} ${topic}${sameFailure ? ' (the same error message)' : ''}\n  ${bounded(text, 300)}\n`);
}
