/** What the ledger of a wait holds, checked when it is read. */
import * as v from 'valibot';
import { PROBE_CLASSES } from '../../core/probe/types.js';
import type { WaitBlockContext } from '../../core/report/waitBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import type { WaitReport } from '../../core/wait/timeline.js';
import { check, duration, host, natural, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of a wait's `run.json`. It is written once the wait has ended. */
export interface WaitRecord extends WaitBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'wait';
  readonly report: WaitReport;
  readonly writeBack?: WriteBack;
}

const long = v.pipe(v.string(), v.maxLength(100_000));

const moment = v.nullable(duration);

const record = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: runId,
  kind: v.literal('wait'),
  startedAt: stamp,
  timeoutMs: duration,
  host,
  casebook: short,
  report: v.object({
    target: long,
    condition: short,
    ready: v.boolean(),
    successes: natural,
    wanted: natural,
    polls: natural,
    flaps: natural,
    firstAcceptMs: moment,
    firstByteMs: moment,
    first2xxMs: moment,
    stableSinceMs: moment,
    elapsedMs: duration,
    lastGood: v.nullable(short),
    firstBad: v.nullable(short),
    lastClass: v.nullable(v.picklist(PROBE_CLASSES)),
    lastError: v.nullable(v.object({ code: v.exactOptional(short), syscall: v.exactOptional(short), errno: v.exactOptional(v.number()), reason: v.exactOptional(short) })),
    failures: v.record(short, natural),
    conclusion: long,
  }),
  writeBack: v.exactOptional(writeBack),
});

/** The record, or what is wrong with it, in a few words. */
export function checkWaitRecord(value: unknown): Checked<WaitRecord> {
  return check(record, value);
}
