/** What was expected of a client under a fault beside what was observed, and what follows. No witness, no verdict. */
import { counted, duration, listed } from '../report/format.js';
import type { Backoff } from './backoff.js';
import { exchangeRows } from './exchanges/rows.js';
import type { ClientEnd, Observed } from './measure.js';
import type { FaultRow } from './row.js';
import type { Scenario } from './scenario.js';

export const FAULT_VERDICTS = ['as-expected', 'not-as-expected', 'not-exercised', 'control-failed'] as const;

export interface FaultVerdict {
  readonly kind: (typeof FAULT_VERDICTS)[number];
  readonly sentence: string;
  readonly rows: readonly FaultRow[];
}

/**
 * @param fault undefined where the control failed, after which no fault is tried
 * @param untilExit the client was to end by itself, and its exit code counts
 */
export function faultVerdict(scenario: Scenario, control: Observed, fault: Observed | undefined, untilExit: boolean): FaultVerdict {
  const broken = controlProblem(scenario, control, untilExit);
  if (broken !== undefined || !fault) return { kind: 'control-failed', sentence: `No verdict: ${stopped(broken ?? 'the run with the fault was not made')}`, rows: [] };
  const rows = rowsOf(scenario, control, fault, untilExit);
  if (!fault.witness) {
    const why = fault.traffic ? 'nothing of the client’s traffic was withheld or broken' : 'the client had no traffic that the fault could have met';
    return { kind: 'not-exercised', sentence: `No verdict: the fault was not exercised, since ${why}.`, rows: rows.map((row) => ({ ...row, holds: null })) };
  }
  const failed = rows.filter(({ holds }) => holds === false);
  if (failed.length > 0) return { kind: 'not-as-expected', sentence: `Not as expected under ${scenario.name}: ${failed.map(({ what, observed, expected }) => `${what.toLowerCase()} ${observed}, expected ${expected}`).join('; ')}.${leak(control)}`, rows };
  const recovered = fault.recovery ? ` Traffic flowed again ${duration(fault.recovery.ms)} after the last healing.` : '';
  const untold = rows.filter(({ expected, holds }) => expected !== '-' && holds === null).map(({ what }) => what.toLowerCase());
  const but = untold.length === 0 ? '' : `, but for what cannot be told (${listed(untold)})`;
  return { kind: 'as-expected', sentence: `As expected under ${scenario.name}${but}.${recovered}${leak(control)}`, rows };
}

/** A remark, no verdict: a client may mean to keep them. */
function leak({ open, connections }: Observed): string {
  return open?.growing === true ? ` Without any fault, the client opened ${connections} connections one after the other and closed none of them: ${open.most} were open at once, which is a leak unless it means to keep them.` : '';
}

/** With a full stop, unless it is a question. */
function stopped(sentence: string): string {
  return `${sentence}${sentence.endsWith('?') ? '' : '.'}`;
}

/** Why the run without a fault says that nothing can be concluded from one with it. */
export function controlProblem(scenario: Scenario, { client, connections, traffic, reconnects, upstreamError }: Observed, untilExit: boolean): string | undefined {
  if (!traffic && upstreamError !== undefined) return `without any fault, the proxy could not connect to the upstream (${upstreamError}): is --upstream right, and does it listen?`;
  if (client.by === 'timeout' && !untilExit && connections > 0) return `without any fault, the client connected to the proxy, but had no round trip in time (${counted(connections, 'connection')}): does the upstream answer what it asks, and does the client speak first?`;
  if (client.by === 'timeout') return untilExit ? 'without any fault, the client did not end in time: raise --timeout' : 'without any fault, the client had no round trip through the proxy in time: does it connect to {proxy}, or to CASEBOOK_PROXY?';
  if (client.by === 'itself' && client.exitCode !== 0) return `without any fault, the client ended with ${endText(client)}: see its log`;
  if (!traffic) return 'without any fault, the client got no answer through the proxy: does it connect to {proxy}, or to CASEBOOK_PROXY?';
  if (scenario.steady && reconnects > 0) return `without any fault, the client closed a connection and connected again (${counted(reconnects, 'time')}), so what it does under one cannot be told from what it always does`;
  return undefined;
}

function rowsOf({ expect, steady }: Scenario, control: Observed, fault: Observed, untilExit: boolean): FaultRow[] {
  const { witness, attempts, backoff, recovery } = fault;
  const nothing = '-';
  const rows: FaultRow[] = [
    { what: 'Fault witnessed', expected: 'yes', control: control.witness ? 'yes' : 'none', observed: witness ? `${witness.by === 'end' ? 'first closing withheld' : WITNESSES[witness.type]} after ${duration(witness.atMs)}` : 'none', holds: witness !== null },
  ];
  if (steady) {
    rows.push(detectionRow(expect.detectionMs, fault), attemptsRow(expect.reconnect, control, fault));
    const none = fault.refused === true ? UNSEEN : attempts.length < 4 ? 'too few attempts to fit one' : 'none fits';
    rows.push({ what: 'Back-off', expected: nothing, control: nothing, observed: backoff ? backoffText(backoff) : none, holds: null });
  }
  if (control.open && fault.open) rows.push({ what: 'Connections open at once', expected: nothing, control: openText(control), observed: openText(fault), holds: null });
  rows.push({ what: 'Recovery', expected: `within ${duration(expect.recoveryMs)}`, control: nothing, observed: recovery ? `${duration(recovery.ms)}${recovery.asked ? '' : ' (the server spoke; nothing was asked)'}` : 'none', holds: recovery !== null && recovery.ms <= expect.recoveryMs });
  const lost = fault.up.lost + fault.down.lost;
  rows.push({ what: 'Bytes lost', expected: expect.lost === false ? 'none' : nothing, control: counted(control.up.lost + control.down.lost, 'byte'), observed: lost === 0 ? 'none' : `${counted(fault.up.lost, 'byte')} to the server, ${counted(fault.down.lost, 'byte')} to the client`, holds: expect.lost === false ? lost === 0 : null });
  rows.push({ what: 'Delivered after the client gave up', expected: nothing, control: counted(control.up.late, 'byte'), observed: fault.up.late === 0 ? 'none' : `${counted(fault.up.late, 'byte')}: what stood in them may be done twice`, holds: null });
  if (fault.exchanges) for (const row of exchangeRows(control.exchanges, fault.exchanges, expect.lost)) rows.push(row);
  const died = fault.client.by === 'itself' && fault.client.exitCode !== 0;
  rows.push({ what: 'Client', expected: untilExit ? 'exit code 0' : 'lives on, or exit code 0', control: clientText(control.client), observed: clientText(fault.client), holds: !died && !(untilExit && fault.client.by !== 'itself') });
  return rows;
}

const UNSEEN = 'cannot be told: the system refuses connections without a word to the proxy';

function detectionRow(wanted: number | undefined, { detection, witness, refused }: Observed): FaultRow {
  const row = { what: 'Detection', expected: wanted === undefined ? '-' : `within ${duration(wanted)}`, control: '-' };
  if (detection === null) {
    if (refused === true) return { ...row, observed: UNSEEN, holds: null };
    // Whom the proxy has disconnected cannot be seen to close, only to come again or to end.
    const unseen = witness?.type === 'broken' && witness.by !== undefined && witness.by !== 'orphan';
    return { ...row, observed: unseen ? 'cannot be told: the proxy itself ended the connection' : 'none', holds: wanted === undefined || unseen ? null : false };
  }
  const holds = wanted === undefined ? null : detection.ms <= wanted;
  // The first connection that was seen need not be the first that was tried.
  if (refused === true && detection.by === 'connection') return { ...row, observed: `at most ${duration(detection.ms)} (it connected again, after connections that were refused and are not seen)`, holds: holds === false ? null : holds };
  return { ...row, observed: `${duration(detection.ms)} (${DETECTIONS[detection.by]})`, holds };
}

function attemptsRow(wanted: boolean | undefined, control: Observed, { attempts, refused }: Observed): FaultRow {
  const row = { what: 'Reconnect attempts', expected: wanted === undefined ? '-' : wanted ? 'at least 1' : 'none', control: String(control.reconnects) };
  const seen = attempts.length > 0;
  if (refused === true) return { ...row, observed: seen ? `at least ${attempts.length} (those that were refused are not seen)` : UNSEEN, holds: wanted === undefined || !seen ? null : wanted };
  return { ...row, observed: String(attempts.length), holds: wanted === undefined ? null : wanted === seen };
}

const WITNESSES = { withheld: 'first byte withheld', broken: 'first connection broken', 'syn-dropped': 'first SYN dropped' } as const;

const DETECTIONS = { fin: 'it closed', rst: 'it reset', connection: 'it connected again', exit: 'it ended' } as const;

/** `2 of 7` */
function openText({ open, connections }: Observed): string {
  return `${open?.most ?? 0} of ${connections}`;
}

function clientText(client: ClientEnd): string {
  if (client.by === 'timeout') return 'did not end in time';
  return client.by === 'casebook' ? 'lived on' : endText(client);
}

function endText({ exitCode, signal }: ClientEnd): string {
  return signal === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signal}`;
}

/** `100 ms · 2^i, cap 1 s, plus 20 ms each (6 gaps, residual 3 %)` */
function backoffText({ baseMs, factor, capMs, constantMs, gaps, residualMs, relativeResidual }: Backoff): string {
  const form = factor === 1 ? `every ${duration(baseMs)}` : `${duration(baseMs)} · ${Number(factor.toFixed(2))}^i`;
  const cap = capMs === null ? '' : `, cap ${duration(capMs)}`;
  const each = constantMs === 0 ? '' : `, plus ${duration(constantMs)} each`;
  const poor = relativeResidual > 0.25 ? 'no clear form; ' : '';
  return `${form}${cap}${each} (${poor}${counted(gaps, 'gap')}, residual ${duration(residualMs)})`;
}
