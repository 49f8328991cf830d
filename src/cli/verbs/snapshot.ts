/** `casebook snapshot`: the state of this machine into a ledger, and into a work item. `casebook snapshot diff A B`: what differs. */
import path from 'node:path';
import { isRunId, newRunId } from '../../core/run/id.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { Refusal } from '../../core/refusal.js';
import { plain } from '../../core/report/untrusted.js';
import { diffSnapshots } from '../../core/snapshot/diff.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { runFolder } from '../../node/run/folders.js';
import { writeNewRecord } from '../../node/run/newRecord.js';
import { requireSnapshot, type SnapshotRecord } from '../../node/snapshot/snapshotRecord.js';
import { takeSnapshot } from '../../node/snapshot/take.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { relativeTo } from '../../node/workspace.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { differenceLines, snapshotLines } from '../snapshotLines.js';
import { writeBack } from '../writeBack.js';

interface SnapshotOptions extends CommonOptions {
  readonly wi?: string;
  readonly process?: readonly string[];
}

export const verb: Verb = {
  define(command, act) {
    command
      .usage('[options] | diff [options] <a> <b>')
      .argument('[words...]', 'diff A B: what differs between two snapshots, each the id or the folder of one')
      .option('--wi <ref>', 'write it into this work item (path, file name or alias)')
      .option('--process <name>', 'show processes of this program, too; may be repeated', (name: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), name])
      .action(act((context, words: readonly string[], options: SnapshotOptions) => (words.length === 0 ? take(context, options) : diff(context, words, options))));
  },
};

async function take(context: Context, options: SnapshotOptions): Promise<ExitCode> {
  if (options.process?.some((name) => name.trim() === '') === true) throw new Refusal('usage', 'Name the program whose processes are to be shown: --process NAME.');
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root, config } = workspace;
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(root, workItem));
  const now = systemClock.now();
  const started = systemClock.monotonic();
  const snapshot = await takeSnapshot({ root, workItemFolders: config.workItems.folders, allowed: config.environment, processes: options.process ?? [], environment: context.env }, context.signal);
  const startedAt = new Date(now).toISOString();
  const tookMs = Math.round(systemClock.monotonic() - started);
  const record: SnapshotRecord = { schema: LEDGER_SCHEMA, kind: 'snapshot', id: newRunId(now, randomBytes), startedAt, tookMs, casebook: context.version, snapshot, asked: { processes: options.process ?? [], environment: config.environment }, ...(workItem !== undefined && { writeBack: { state: 'pending', workItem, at: startedAt } }) };
  const { id } = await writeNewRecord(root, record);
  const ledger = relativeTo(root, runFolder(root, id));
  if (options.json === true) writeJson(context.out, { id, startedAt, tookMs, ledger, snapshot });
  else context.out.write(`${snapshotLines(snapshot)}\n${plain(`Snapshot ${id}: ${ledger}`)}\n`);
  return workItem === undefined ? EXIT.ok : writeBack(context, root, id, workItem);
}

async function diff(context: Context, words: readonly string[], options: SnapshotOptions): Promise<ExitCode> {
  const [word, a, b] = words;
  if (word !== 'diff' || a === undefined || b === undefined || words.length > 3 || options.wi !== undefined || options.process !== undefined) {
    throw new Refusal('usage', 'Write `casebook snapshot` to take one, or `casebook snapshot diff A B` with the ids, or the folders, of two.');
  }
  const { workspace, cwd } = await workspaceFor(context, options);
  const folderOf = (name: string): string => (isRunId(name) ? runFolder(workspace.root, name) : path.resolve(cwd, name));
  const [left, right] = await Promise.all([requireSnapshot(folderOf(a)), requireSnapshot(folderOf(b))]);
  const difference = diffSnapshots(left.snapshot, right.snapshot, { a: left.asked, b: right.asked });
  if (options.json === true) writeJson(context.out, { a: { id: left.id, startedAt: left.startedAt }, b: { id: right.id, startedAt: right.startedAt }, ...difference });
  else context.out.write(`A: ${plain(`${left.id}, taken ${left.startedAt}`)}\nB: ${plain(`${right.id}, taken ${right.startedAt}`)}\n${differenceLines(difference)}`);
  return EXIT.ok;
}
