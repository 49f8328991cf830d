/** What the ledger of a probe holds, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import { PROBE_CLASSES, PROBE_NAMES, type ProbeReport } from '../../core/probe/types.js';
import type { ProbeBlockContext } from '../../core/report/probeBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { isRunId } from '../../core/run/id.js';
import type { WriteBack } from '../run/records.js';

/** All of a probe's `run.json`. It is written once the probe has ended, so a probe is never seen half-way. */
export interface ProbeRecord extends ProbeBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'probe';
  /** As the user wrote it, without userinfo, redacted. */
  readonly target: string;
  readonly report: ProbeReport;
  readonly writeBack?: WriteBack;
}

const short = v.pipe(v.string(), v.maxLength(1_000));
const long = v.pipe(v.string(), v.maxLength(100_000));
const stamp = v.pipe(v.string(), v.maxLength(40), v.check((text) => !Number.isNaN(Date.parse(text)), 'is no time'));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

const result = v.object({
  probe: v.picklist(PROBE_NAMES),
  address: short,
  class: v.picklist(PROBE_CLASSES),
  phases: v.record(short, milliseconds),
  error: v.exactOptional(v.object({ code: v.exactOptional(short), syscall: v.exactOptional(short), errno: v.exactOptional(v.number()), reason: v.exactOptional(short) })),
  httpStatus: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  excerpt: v.exactOptional(long),
  runtime: short,
  startedAt: stamp,
  replay: long,
});

const record = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: v.pipe(v.string(), v.check(isRunId, 'is no id of a run')),
  kind: v.literal('probe'),
  target: long,
  timeoutMs: milliseconds,
  startedAt: stamp,
  host: v.object({ name: short, platform: short, release: short, arch: short, node: short, cpus: v.number() }),
  casebook: short,
  report: v.object({
    target: long,
    results: v.pipe(v.array(result), v.maxLength(1_000), v.readonly()),
    lastGood: v.nullable(short),
    firstBad: v.nullable(short),
    conclusion: long,
  }),
  writeBack: v.exactOptional(v.object({ state: v.picklist(['pending', 'written']), workItem: long, at: stamp })),
});

/** The record, or what is wrong with it, in a few words. */
export function checkProbeRecord(value: unknown): { readonly value: ProbeRecord } | { readonly problem: string } {
  const parsed = v.safeParse(record, value, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  return { problem: place === null ? issue.message : `${place}: ${issue.message}` };
}
