/** `casebook redact FILE|-`: what Casebook would keep out of a text, to see before it matters. */
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { redaction } from '../../core/evidence/redact.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../../node/errorCode.js';
import { openLog, streamLog } from '../../node/logs/bytesOf.js';
import { RedactingStream } from '../../node/run/redactBytes.js';
import { writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';

/** With `--json` the whole text is held in memory, bytes. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<file>', 'a file, or - for standard input')
      .addHelpText('after', '\nPrints the text with each secret replaced by ‹secret:kind:hash›; equal secrets of this workspace have equal hashes. What is in UTF-16 or compressed with gzip is read as what it is, and printed in UTF-8. With --json: where they stand, never what they are.\nExit codes: 0 done, whether or not something was replaced, 2 bad usage or configuration, 3 the file cannot be read.')
      .action(act(redactFile));
  },
};

async function redactFile(context: Context, file: string, options: CommonOptions): Promise<ExitCode> {
  const input = file === '-' ? undefined : path.resolve(context.cwd, options.cwd ?? '.', file);
  if (input !== undefined) await assertFile(input, file);
  return options.json === true ? list(context, input, file) : print(context, input, file);
}

async function assertFile(input: string, shown: string): Promise<void> {
  const info = await stat(input).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') throw new Refusal('usage', `There is no file ${shown}: name an existing one, or - for standard input.`);
    throw cannotRead(shown, error);
  });
  if (info.isDirectory()) throw new Refusal('usage', `${shown} is a folder: name a file, or - for standard input.`);
}

/** In constant memory. */
async function print(context: Context, input: string | undefined, shown: string): Promise<ExitCode> {
  // As bytes: a log is not always text in UTF-8.
  const stream = new RedactingStream((bytes) => process.stdout.write(bytes));
  for await (const chunk of chunksOf(context, input, shown)) {
    stream.write(chunk);
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal: context.signal });
  }
  stream.end();
  return EXIT.ok;
}

async function list(context: Context, input: string | undefined, shown: string): Promise<ExitCode> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(context, input, shown)) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) throw new Refusal('usage', `${shown} is larger than 256 MiB: leave out --json, which holds all of it in memory.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const found = redaction().find(text);
  let line = 1;
  let position = 0;
  const finds = found.map(({ type, start, end, replacement }) => {
    for (; position < start; position++) if (text.charCodeAt(position) === LF) line += 1;
    return { line, column: start - text.lastIndexOf('\n', start - 1), length: end - start, type, replacement };
  });
  writeJson(context.out, { file: shown, finds });
  return EXIT.ok;
}

const LF = 0x0a;

/** As `logs` reads: of what is in UTF-16 or compressed, the text. What was odd is said on standard error. */
async function* chunksOf(context: Context, input: string | undefined, shown: string): AsyncGenerator<Buffer> {
  try {
    const log = input === undefined ? streamLog(process.stdin, nothing, context.signal) : await openLog(input, nothing, context.signal);
    try {
      // A copy, since the next piece is written over this one, which may not be printed yet.
      for await (const piece of log.pieces) yield Buffer.from(piece);
    } finally {
      await log.close();
    }
    for (const note of log.notes) context.err.write(`${shown}: ${note}\n`);
  } catch (error) {
    if (context.signal.aborted || errorCode(error) === undefined) throw error;
    throw cannotRead(shown, error);
  }
}

const nothing = (): void => undefined;

function cannotRead(shown: string, error: unknown): Refusal {
  return new Refusal('unable', `${shown} cannot be read (${errorCode(error) ?? String(error)}): make it readable, or pipe it in with -.`);
}
