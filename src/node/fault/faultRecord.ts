/** What the ledger of a fault test holds, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import type { Exchanges } from '../../core/fault/exchanges/types.js';
import type { Observed } from '../../core/fault/measure.js';
import { parseAction, type Action } from '../../core/fault/action.js';
import { FAULT_VERDICTS } from '../../core/fault/verdict.js';
import type { FaultReport } from '../../core/report/faultBlock.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { check, duration, host, natural, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of a fault test's `run.json`, written once it has ended. */
export interface FaultRecord extends FaultReport {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'fault';
  /** Options of the command line that are not the default's, for doing it again. */
  readonly options: readonly string[];
  /** As it was given: a built-in name, or a path. */
  readonly scenarioName: string;
  readonly workItem?: string;
  readonly writeBack?: WriteBack;
}

const long = v.pipe(v.string(), v.maxLength(100_000));
const count = natural;
const lane = v.object({ relayed: count, withheld: count, lost: count, late: count });

const messages = v.object({ sent: count, delivered: count, lost: count, underWay: count });

const exchanges: v.GenericSchema<unknown, Exchanges> = v.object({
  requests: v.nullable(v.object({ begun: count, answered: count, lost: count, underWay: count, again: count, twice: count })),
  messages: v.nullable(v.object({ up: messages, down: messages, again: count, twice: count })),
  untold: v.object({ tls: count, http2: count, other: count, silent: count }),
});

const backoff = v.object({ baseMs: duration, factor: duration, capMs: v.nullable(duration), constantMs: duration, gaps: natural, residualMs: duration, relativeResidual: duration });

const observed: v.GenericSchema<unknown, Observed> = v.object({
  client: v.object({ by: v.picklist(['itself', 'casebook', 'timeout']), exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())), signal: v.nullable(short) }),
  connections: natural,
  reconnects: natural,
  open: v.exactOptional(v.object({ most: natural, growing: v.boolean() })),
  traffic: v.boolean(),
  upstreamError: v.exactOptional(short),
  witness: v.nullable(v.object({ atMs: duration, type: v.picklist(['withheld', 'broken', 'syn-dropped']), by: v.exactOptional(v.picklist(['kill', 'orphan', 'reset-at-accept', 'reset-idle', 'cut', 'reset-after', 'end'])) })),
  detection: v.nullable(v.object({ ms: duration, by: v.picklist(['fin', 'rst', 'connection', 'exit']) })),
  refused: v.exactOptional(v.literal(true)),
  attempts: v.pipe(v.array(duration), v.maxLength(100_000), v.readonly()),
  backoff: v.nullable(backoff),
  recovery: v.nullable(v.object({ ms: duration, asked: v.boolean() })),
  up: lane,
  down: lane,
  exchanges: v.exactOptional(exchanges),
});

/** In the ledger an action stands as its words. */
const action: v.GenericSchema<unknown, Action> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseAction(dataset.value);
    if (!('problem' in parsed)) return parsed;
    addIssue({ message: parsed.problem });
    return NEVER;
  }),
);

const scenario = v.object({
  name: short,
  description: short,
  from: v.picklist(['start', 'traffic']),
  steps: v.pipe(v.array(v.object({ atMs: duration, action })), v.maxLength(1_000), v.readonly()),
  steady: v.boolean(),
  expect: v.object({ detectionMs: v.exactOptional(duration), reconnect: v.exactOptional(v.boolean()), recoveryMs: duration, lost: v.exactOptional(v.boolean()) }),
  upstream: v.exactOptional(short),
});

const row = v.object({ what: short, expected: short, control: short, observed: short, holds: v.nullable(v.boolean()) });

const record = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: runId,
  kind: v.literal('fault'),
  scenario,
  scenarioName: long,
  command: v.pipe(v.array(long), v.maxLength(10_000), v.readonly()),
  options: v.pipe(v.array(long), v.maxLength(100), v.readonly()),
  upstream: short,
  seed: natural,
  startedAt: stamp,
  host,
  casebook: short,
  control: observed,
  fault: v.nullable(observed),
  verdict: v.object({ kind: v.picklist(FAULT_VERDICTS), sentence: long, rows: v.pipe(v.array(row), v.maxLength(100), v.readonly()) }),
  workItem: v.exactOptional(long),
  writeBack: v.exactOptional(writeBack),
});

/** The record, or what is wrong with it, in a few words. */
export function checkFaultRecord(value: unknown): Checked<FaultRecord> {
  return check(record, value);
}
