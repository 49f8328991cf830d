/** What the ledger of a probe holds, of a ladder or of a matrix, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import { PROBE_CLASSES, PROBE_NAMES, type ProbeReport } from '../../core/probe/types.js';
import { AXES, OWN, type MatrixReport } from '../../core/probe/matrix/types.js';
import type { ProbeBlockContext } from '../../core/report/probeContext.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { check, duration, host, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of a probe's `run.json`. It is written once the probe has ended, so a probe is never seen half-way. */
export interface ProbeRecord extends ProbeBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'probe' | 'matrix';
  /** As the user wrote it, without userinfo, redacted. */
  readonly target: string;
  readonly report: ProbeReport | MatrixReport;
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
  trust: v.exactOptional(v.picklist(['none', 'file'])),
  excerpt: v.exactOptional(long),
  runtime: short,
  startedAt: stamp,
  replay: long,
});

const report = v.object({
  target: long,
  results: v.pipe(v.array(result), v.maxLength(1_000), v.readonly()),
  lastGood: v.nullable(short),
  firstBad: v.nullable(short),
  conclusion: long,
});

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const cell = v.object({
  client: short,
  address: short,
  verification: v.picklist(['verify', 'insecure', 'none', OWN]),
  protocol: v.picklist(['tcp', 'tls', 'http1', 'http2', 'h2c', 'websocket', 'grpc', OWN]),
  alternative: v.boolean(),
  passed: v.boolean(),
  class: v.picklist(PROBE_CLASSES),
  totalMs: duration,
  httpStatus: result.entries.httpStatus,
  error: result.entries.error,
  attempted: v.exactOptional(v.picklist(['yes', 'no', 'unknown'])),
  witness: v.exactOptional(v.picklist(['listener', 'count', 'both'])),
  via: v.exactOptional(short),
  excerpt: v.exactOptional(long),
  replay: long,
});

const where = v.object({ client: v.exactOptional(short), address: v.exactOptional(short), verification: v.exactOptional(short), protocol: v.exactOptional(short) });

const matrix = v.object({
  target: long,
  cells: v.pipe(v.array(cell), v.maxLength(1_000), v.readonly()),
  difference: v.nullable(
    v.object({
      outcome: v.picklist(['fail', 'pass']),
      rules: v.pipe(v.array(v.object({ where, cells: index, classes: v.pipe(v.array(v.picklist(PROBE_CLASSES)), v.readonly()) })), v.readonly()),
      pair: v.object({ pass: index, fail: index, differs: v.pipe(v.array(v.picklist(AXES)), v.readonly()) }),
    }),
  ),
  environment: v.pipe(v.array(v.object({ clients: v.pipe(v.array(short), v.readonly()), variables: v.record(short, long) })), v.maxLength(100), v.readonly()),
  conclusion: long,
});

const common = {
  schema: v.literal(LEDGER_SCHEMA),
  id: runId,
  target: long,
  timeoutMs: duration,
  startedAt: stamp,
  host,
  casebook: short,
  writeBack: v.exactOptional(writeBack),
};

const record = v.variant('kind', [v.object({ ...common, kind: v.literal('probe'), report }), v.object({ ...common, kind: v.literal('matrix'), report: matrix })]);

/** The record, or what is wrong with it, in a few words. */
export function checkProbeRecord(value: unknown): Checked<ProbeRecord> {
  return check(record, value);
}
