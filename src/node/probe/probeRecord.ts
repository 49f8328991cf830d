/** What the ledger of a probe holds, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import { PROBE_CLASSES, PROBE_NAMES, type ProbeReport } from '../../core/probe/types.js';
import type { ProbeBlockContext } from '../../core/report/probeBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { check, duration, host, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of a probe's `run.json`. It is written once the probe has ended, so a probe is never seen half-way. */
export interface ProbeRecord extends ProbeBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'probe';
  /** As the user wrote it, without userinfo, redacted. */
  readonly target: string;
  readonly report: ProbeReport;
  readonly writeBack?: WriteBack;
}

const long = v.pipe(v.string(), v.maxLength(100_000));

const result = v.object({
  probe: v.picklist(PROBE_NAMES),
  address: short,
  class: v.picklist(PROBE_CLASSES),
  phases: v.record(short, duration),
  error: v.exactOptional(v.object({ code: v.exactOptional(short), syscall: v.exactOptional(short), errno: v.exactOptional(v.number()), reason: v.exactOptional(short) })),
  httpStatus: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  alpn: v.exactOptional(short),
  grpcStatus: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  withheld: v.exactOptional(v.picklist(['authorisation', 'meaning'])),
  excerpt: v.exactOptional(long),
  runtime: short,
  startedAt: stamp,
  replay: long,
});

const record = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: runId,
  kind: v.literal('probe'),
  target: long,
  timeoutMs: duration,
  startedAt: stamp,
  host,
  casebook: short,
  report: v.object({
    target: long,
    results: v.pipe(v.array(result), v.maxLength(1_000), v.readonly()),
    lastGood: v.nullable(short),
    firstBad: v.nullable(short),
    conclusion: long,
  }),
  writeBack: v.exactOptional(writeBack),
});

/** The record, or what is wrong with it, in a few words. */
export function checkProbeRecord(value: unknown): Checked<ProbeRecord> {
  return check(record, value);
}
