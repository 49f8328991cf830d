/** `casebook explain TEXT`: exits 1 if nothing in the text is known. */
import { text as readText } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { explain, MAX_EXPLAINED } from '../../core/explain/explain.js';
import { SYSTEMS, type System } from '../../core/explain/errno/tables.js';
import { Refusal } from '../../core/refusal.js';
import { oneOf } from '../arguments.js';
import { writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { explanationLines } from '../explainLines.js';

interface ExplainOptions extends CommonOptions {
  readonly os?: System;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<text...>', 'the error as it was printed, its number, or - for standard input')
      .addOption(command.createOption('--os <system>', 'read numbers as that system does: linux, macos, windows').argParser(oneOf(SYSTEMS)))
      .addHelpText('after', "\nA text that begins with a minus goes after `--`: casebook explain -- -111")
      .action(act(run));
  },
};

async function run(context: Context, words: readonly string[], { os, json }: ExplainOptions): Promise<ExitCode> {
  const text = words.length === 1 && words[0] === '-' ? await standardInput(context) : words.join(' ');
  if (text.trim() === '') throw new Refusal('usage', 'There is no text to explain: give the error as it was printed, in quotes.');
  if (text.length > MAX_EXPLAINED) context.err.write(`Only the first ${MAX_EXPLAINED / 1024 / 1024} Mi characters are explained.\n`);
  const explanations = explain(text, os);
  if (json === true) writeJson(context.out, { os: os ?? null, explanations });
  else if (explanations.length > 0) context.out.write(explanations.map(explanationLines).join('\n'));
  else context.out.write('Nothing in this text is a known spelling of an error. A number alone is read as an error number; beside words it counts only where the words call it one (errno 111, error 10061).\n');
  return explanations.length > 0 ? EXIT.ok : EXIT.found;
}

/** What is there, up to a little more than is explained. */
async function standardInput({ signal }: Context): Promise<string> {
  let left = MAX_EXPLAINED * 4 + 4; // bytes of UTF-8
  async function* bounded(): AsyncGenerator<Buffer> {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      yield chunk;
      left -= chunk.length;
      if (left <= 0) return;
    }
  }
  return readText(Readable.from(bounded(), { signal }));
}
