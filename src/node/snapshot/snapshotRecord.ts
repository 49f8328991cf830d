/** What the ledger of a snapshot holds, checked when it is read: it may be of another machine. */
import * as v from 'valibot';
import type { SnapshotBlockContext } from '../../core/report/snapshotBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import type { Asked, Item, Snapshot } from '../../core/snapshot/types.js';
import { asRecord, readRunJson } from '../run/runJson.js';
import { check, duration, git, kindOf, natural, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';
import { Refusal } from '../../core/refusal.js';

/** All of a snapshot's `run.json`. */
export interface SnapshotRecord extends SnapshotBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'snapshot';
  readonly snapshot: Snapshot;
  /** Absent in the ledger of a version that did not keep it. */
  readonly asked?: Asked;
  readonly writeBack?: WriteBack;
}

const item = <T>(value: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Item<T>> => v.union([v.object({ value, incomplete: v.exactOptional(short) }), v.object({ missing: short })]);

/** A list of at most so many, as one that is not changed. */
const list = <T>(of: v.GenericSchema<unknown, T>, max = 10_000): v.GenericSchema<unknown, readonly T[]> => v.pipe(v.array(of), v.maxLength(max), v.readonly());

const port = v.pipe(natural, v.maxValue(65_535));

const snapshot = v.object({
  system: item(v.object({ name: short, platform: short, release: short, arch: short, version: short, uptimeS: natural, node: short })),
  load: item(v.object({ cpus: natural, model: short, averages: v.exactOptional(list(duration, 3)) })),
  memory: item(v.object({ total: natural, available: natural, swapTotal: v.exactOptional(natural), swapFree: v.exactOptional(natural) })),
  clock: item(v.object({ offsetMs: v.exactOptional(v.pipe(v.number(), v.finite())), synchronised: v.exactOptional(v.boolean()), source: short })),
  tools: item(list(v.object({ name: short, manifest: short, version: item(short) }), 100)),
  git: item(git),
  listeners: item(list(v.object({ address: short, port, processes: list(v.object({ pid: natural, name: short, startedAt: v.exactOptional(stamp) })) }))),
  processes: item(list(v.object({ pid: natural, parent: natural, command: short, startedAt: v.exactOptional(stamp), depth: natural }))),
  environment: item(v.pipe(v.record(short, v.pipe(v.string(), v.maxLength(10_000))), v.readonly())),
  containers: item(v.object({ runtime: short, list: list(v.object({ name: short, image: short, status: short, ports: v.pipe(v.string(), v.maxLength(10_000)) })) })),
});

const record = v.object({ schema: v.literal(LEDGER_SCHEMA), id: runId, kind: v.literal('snapshot'), startedAt: stamp, tookMs: duration, casebook: short, snapshot, asked: v.exactOptional(v.object({ processes: list(short, 1_000), environment: list(short, 1_000) })), writeBack: v.exactOptional(writeBack) });

/** The record, or what is wrong with it, in a few words. */
export function checkSnapshotRecord(value: unknown): Checked<SnapshotRecord> {
  return check<SnapshotRecord>(record, value);
}

/**
 * The record of a snapshot; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readSnapshot(folder: string): Promise<SnapshotRecord | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'snapshot' ? asRecord(value, folder, checkSnapshotRecord) : undefined;
}

/** @throws Refusal as {@link readSnapshot}, `usage` also for evidence of another kind */
export async function requireSnapshot(folder: string): Promise<SnapshotRecord> {
  const found = await readSnapshot(folder);
  if (!found) throw new Refusal('usage', `${folder} holds no snapshot: name one that \`casebook snapshot\` made.`);
  return found;
}
