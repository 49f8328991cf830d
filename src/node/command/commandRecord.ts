/** What the ledger of a command holds that ran once, checked when it is read: it may be of another machine. */
import * as v from 'valibot';
import { COMMAND_OUTCOMES, type CommandReport } from '../../core/command/types.js';
import type { CommandBlockContext } from '../../core/report/commandBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { asRecord, readRunJson } from '../run/runJson.js';
import { check, duration, git, host, kindOf, natural, path, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of the `run.json` of a command. It is written once the command has ended. */
export interface CommandRecord extends CommandBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'command';
  readonly report: CommandReport;
  readonly writeBack?: WriteBack;
}

const word = v.pipe(v.string(), v.maxLength(2 * 1024 * 1024));

/** As many characters as bytes are kept, and some for what stands in place of secrets. */
const part = v.pipe(v.string(), v.maxLength(1024 * 1024));

const report = v.object({
  command: v.pipe(v.array(word), v.minLength(1), v.maxLength(100_000), v.readonly()),
  shell: v.boolean(),
  folder: path,
  timeoutMs: duration,
  git: v.exactOptional(git),
  fence: v.exactOptional(v.object({ line: v.pipe(natural, v.minValue(1)), nth: natural, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
  outcome: v.picklist(COMMAND_OUTCOMES),
  exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())),
  signal: v.nullable(v.pipe(v.string(), v.regex(/^SIG[A-Z0-9]{1,12}$/))),
  durationMs: duration,
  leftBehind: natural,
  reason: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
  output: v.object({ head: part, tail: part, bytes: natural, leftOut: natural }),
});

const record = v.object({ schema: v.literal(LEDGER_SCHEMA), id: runId, kind: v.literal('command'), startedAt: stamp, host, casebook: short, report, writeBack: v.exactOptional(writeBack) });

/** The record, or what is wrong with it, in a few words. */
function checkCommandRecord(value: unknown): Checked<CommandRecord> {
  return check<CommandRecord>(record, value);
}

/**
 * The record of a command that ran once; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readCommand(folder: string): Promise<CommandRecord | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'command' ? asRecord(value, folder, checkCommandRecord) : undefined;
}
