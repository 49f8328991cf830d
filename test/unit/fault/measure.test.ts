import { describe, expect, it } from 'vitest';
import { measure, type ClientEnd, type Observed } from '../../../src/core/fault/measure.js';
import type { Scenario } from '../../../src/core/fault/scenario.js';
import { faultVerdict } from '../../../src/core/fault/verdict.js';
import type { WitnessEvent } from '../../../src/core/fault/witness.js';

const LIVED_ON: ClientEnd = { by: 'casebook', exitCode: null, signal: null };
const accept = (t: number, connection: number): WitnessEvent => ({ type: 'accept', t, connection, from: `127.0.0.1:${40_000 + connection}` });
const answer = (t: number, connection: number, asked = true): WitnessEvent => ({ type: 'answer', t, connection, asked });
const fin = (t: number, connection: number): WitnessEvent => ({ type: 'client-fin', t, connection });

/** A hold from 1100 to 9000; the client notices after 200 ms and connects again after 100 · 2^i ms, each try taking 200 ms. */
const OUTAGE: readonly WitnessEvent[] = [
  accept(90, 1), answer(100, 1),
  { type: 'fault', t: 1_100, action: 'hold' }, { type: 'withheld', t: 1_110, connection: 1, direction: 'up' },
  fin(1_310, 1), accept(1_410, 2), fin(1_610, 2), accept(1_810, 3), fin(2_010, 3), accept(2_410, 4), fin(2_610, 4), accept(3_410, 5), fin(3_610, 5), accept(5_210, 6), fin(5_410, 6), accept(8_610, 7),
  { type: 'fault', t: 9_000, action: 'heal' }, { type: 'healthy', t: 9_000 },
  // Delivered to a connection that the client gave up long ago.
  answer(9_001, 2), answer(9_020, 7),
  { type: 'closed', t: 9_600, connection: 1, up: { relayed: 8, withheld: 4, lost: 0, late: 4 }, down: { relayed: 4, withheld: 0, lost: 0, late: 0 } },
];

describe('what a client did under a fault', () => {
  it('follows from the witness: detection, attempts, back-off, recovery, bytes', () => {
    const observed = measure(OUTAGE, 100, 9_500, LIVED_ON);
    expect(observed).toMatchObject({ witness: { atMs: 1_010, type: 'withheld' }, detection: { ms: 200, by: 'fin' }, recovery: { ms: 20, asked: true }, up: { late: 4 }, connections: 7 });
    expect(observed.attempts).toEqual([300, 700, 1_300, 2_300, 4_100, 7_500]);
    // Counted from the wait before the first attempt.
    expect(observed.backoff?.baseMs).toBeCloseTo(100, 0);
    expect(observed.backoff?.factor).toBeCloseTo(2, 2);
    expect(observed.backoff?.constantMs).toBeCloseTo(200, 0);
  });

  it('counts the back-off from the wait before the first attempt where the proxy itself ended the connection, too', () => {
    const dropped = (t: number, connection: number): WitnessEvent => ({ type: 'broken', t, connection, by: 'reset-at-accept' });
    const tries = [1_105, 1_310, 1_712, 2_515, 4_120].flatMap((t, i) => [accept(t, i + 2), dropped(t + 1, i + 2)]);
    const { backoff } = measure([accept(90, 1), answer(100, 1), { type: 'broken', t: 1_000, connection: 1, by: 'kill' }, ...tries], 100, 9_000, LIVED_ON);
    expect(backoff?.baseMs).toBeCloseTo(102, -1);
    expect(backoff?.factor).toBeCloseTo(2, 1);
  });

  it('tells no form of two gaps that differ', () => {
    const tries = (times: readonly number[]): WitnessEvent[] => [accept(90, 1), answer(100, 1), { type: 'withheld', t: 900, connection: 1, direction: 'up' }, fin(1_000, 1), ...times.flatMap((t, i) => [accept(t, i + 2), fin(t + 10, i + 2)])];
    expect(measure(tries([1_100, 2_005, 3_110]), 100, 9_000, LIVED_ON).backoff).toBeNull();
    expect(measure(tries([1_100, 2_105, 3_110]), 100, 9_000, LIVED_ON).backoff).toMatchObject({ factor: 1, gaps: 2 });
  });

  it('takes the end of the client for noticing', () => {
    const killed: WitnessEvent[] = [accept(1, 1), answer(2, 1), { type: 'broken', t: 10, connection: 1, by: 'kill' }];
    expect(measure(killed, 2, 40, { by: 'itself', exitCode: 0, signal: null }).detection).toEqual({ ms: 30, by: 'exit' });
    expect(measure(killed, 2, 40, LIVED_ON).detection).toBeNull();
  });

  it('fits the back-off to attempts without an answer between, where the fault comes several times', () => {
    const broken = (t: number, connection: number): WitnessEvent => ({ type: 'broken', t, connection, by: 'reset-at-accept' });
    const flap = (start: number, connection: number) => [100, 200, 400, 800].reduce<WitnessEvent[]>((events, wait, i) => {
      const t = (events.at(-1)?.t ?? start) + wait;
      return [...events, accept(t, connection + i), ...(i < 3 ? [broken(t, connection + i)] : [answer(t + 10, connection + i)])];
    }, []);
    const events = [accept(90, 1), answer(100, 1), broken(1_000, 1), ...flap(1_000, 2), broken(4_000, 5), ...flap(4_000, 6), { type: 'healthy', t: 5_000 } as WitnessEvent, answer(5_600, 9)];
    const { backoff } = measure(events, 100, 9_500, LIVED_ON);
    expect(backoff).toMatchObject({ gaps: 3, factor: expect.closeTo(2, 1) as number });
  });

  it('tells a client that piles up connections from one that has a pool, or closes them', () => {
    const every = (count: number, gap: number): WitnessEvent[] => Array.from({ length: count }, (_, i) => [accept(i * gap, i + 1), answer(i * gap + 1, i + 1)]).flat();
    const openOf = (events: readonly WitnessEvent[]): Observed['open'] => measure(events, 0, 10_000, LIVED_ON).open;
    expect(openOf(every(20, 400))).toEqual({ most: 20, growing: true });
    // A pool is filled at the beginning.
    expect(openOf(every(20, 10))).toEqual({ most: 20, growing: false });
    expect(openOf(every(3, 3_000))).toEqual({ most: 3, growing: false });
    expect(openOf(every(20, 400).flatMap((event) => (event.type === 'answer' ? [event, fin(event.t + 10, event.connection)] : [event])))).toEqual({ most: 1, growing: false });
  });

  it('does not count what Casebook brought about at the end', () => {
    expect(measure([...OUTAGE.slice(0, 4), fin(5_000, 1)], 100, 4_000, LIVED_ON)).toMatchObject({ detection: null, reconnects: 0 });
  });

  it('counts a connection whose SYNs were dropped and that was accepted later once', () => {
    const events: WitnessEvent[] = [accept(1, 1), answer(2, 1), { type: 'broken', t: 10, connection: 1, by: 'kill' }, { type: 'syn-dropped', t: 20, from: '127.0.0.1:40002' }, { type: 'healthy', t: 900 }, accept(1_000, 2), answer(1_010, 2)];
    expect(measure(events, 2, 2_000, LIVED_ON)).toMatchObject({ attempts: [10], detection: { ms: 10, by: 'connection' }, recovery: { ms: 110 } });
  });

  it('says where the server spoke and nothing was asked', () => {
    const events: WitnessEvent[] = [accept(1, 1), { type: 'withheld', t: 10, connection: 1, direction: 'down' }, { type: 'healthy', t: 20 }, answer(25, 1, false)];
    expect(measure(events, 2, 2_000, LIVED_ON).recovery).toEqual({ ms: 5, asked: false });
  });
});

describe('the verdict on a client', () => {
  const scenario: Scenario = { name: 'long-outage', description: '', from: 'traffic', steps: [], steady: true, expect: { detectionMs: 500, reconnect: true, recoveryMs: 1_000, lost: false } };
  const control = measure([accept(1, 1), answer(2, 1)], 2, 5_000, LIVED_ON);
  const fault = measure(OUTAGE, 100, 9_500, LIVED_ON);
  const failing = (observed: Observed, untilExit = false) => faultVerdict(scenario, control, observed, untilExit).rows.filter(({ holds }) => holds === false).map(({ what }) => what);

  it('is as expected where all holds', () => {
    expect(faultVerdict(scenario, control, fault, false)).toMatchObject({ kind: 'as-expected', sentence: 'As expected under long-outage. Traffic flowed again 20 ms after the last healing.' });
  });

  it('names what does not hold', () => {
    expect(failing({ ...fault, detection: null })).toEqual(['Detection']);
    expect(failing({ ...fault, detection: { ms: 501, by: 'rst' } })).toEqual(['Detection']);
    expect(failing({ ...fault, attempts: [] })).toEqual(['Reconnect attempts']);
    expect(failing({ ...fault, recovery: null })).toEqual(['Recovery']);
    expect(failing({ ...fault, up: { ...fault.up, lost: 1 } })).toEqual(['Bytes lost']);
    expect(failing({ ...fault, client: { by: 'itself', exitCode: 1, signal: null } })).toEqual(['Client']);
    expect(failing(fault, true)).toEqual(['Client']);
  });

  it('does not call it no detection where the proxy ended the connection, and nothing could be seen', () => {
    const killed = { ...fault, detection: null, attempts: [], witness: { atMs: 1, type: 'broken', by: 'kill' } } as const;
    expect(failing(killed)).toEqual(['Reconnect attempts']);
    expect(faultVerdict(scenario, control, killed, false).rows.find(({ what }) => what === 'Detection')).toMatchObject({ observed: 'cannot be told: the proxy itself ended the connection', holds: null });
    // A client whose upstream was taken away can still close.
    expect(failing({ ...killed, witness: { ...killed.witness, by: 'orphan' } })).toContain('Detection');
  });

  it('judges no detection, attempt or back-off by connections that the system refused, which nobody sees', () => {
    const killed: WitnessEvent[] = [
      accept(1, 1), answer(2, 1), { type: 'fault', t: 100, action: 'kill' }, { type: 'broken', t: 100, connection: 1, by: 'kill' }, { type: 'fault', t: 101, action: 'refuse' },
      { type: 'fault', t: 8_000, action: 'heal' }, { type: 'healthy', t: 8_000 }, accept(8_100, 2), answer(8_110, 2),
    ];
    const late = measure(killed, 2, 9_000, LIVED_ON);
    expect(late).toMatchObject({ refused: true, backoff: null });
    const rows = faultVerdict(scenario, control, late, false).rows;
    expect(rows.find(({ what }) => what === 'Detection')).toMatchObject({ observed: 'at most 8 s (it connected again, after connections that were refused and are not seen)', holds: null });
    expect(rows.find(({ what }) => what === 'Reconnect attempts')).toMatchObject({ observed: 'at least 1 (those that were refused are not seen)', holds: true });
    expect(faultVerdict(scenario, control, { ...late, recovery: { ms: 10, asked: true } }, false).sentence).toMatch(/^As expected under long-outage, but for what cannot be told \(detection\)\./);
    // A bound that is good enough is one.
    expect(faultVerdict({ ...scenario, expect: { ...scenario.expect, detectionMs: 9_000 } }, control, late, false).rows.find(({ what }) => what === 'Detection')).toMatchObject({ holds: true });
    const never = measure(killed.slice(0, -2), 2, 9_000, LIVED_ON);
    expect(faultVerdict(scenario, control, never, false).rows.filter(({ what }) => what === 'Detection' || what === 'Reconnect attempts').map(({ holds }) => holds)).toEqual([null, null]);
    // Refused and healed before anything was broken: all that followed was seen.
    expect(measure([accept(1, 1), answer(2, 1), { type: 'fault', t: 3, action: 'refuse' }, { type: 'healthy', t: 50 }, ...killed.slice(2, 4)], 2, 9_000, LIVED_ON)).not.toHaveProperty('refused');
  });

  it('blames the upstream and not the client where the proxy could not connect', () => {
    const timeout = { by: 'timeout', exitCode: null, signal: null } as const;
    const said = (control: Partial<Observed>): string => faultVerdict(scenario, { ...fault, traffic: false, client: timeout, ...control }, undefined, false).sentence;
    expect(said({ upstreamError: 'ECONNREFUSED' })).toBe('No verdict: without any fault, the proxy could not connect to the upstream (ECONNREFUSED): is --upstream right, and does it listen?');
    expect(said({ connections: 2 })).toMatch(/the client connected to the proxy, but had no round trip in time \(2 connections\)/);
    expect(said({ connections: 0 })).toMatch(/does it connect to \{proxy\}, or to CASEBOOK_PROXY\?$/);
  });

  it('is none without a witness, whatever else was seen', () => {
    const verdict = faultVerdict(scenario, control, { ...fault, witness: null }, false);
    expect(verdict.kind).toBe('not-exercised');
    expect(verdict.rows.map(({ holds }) => holds).every((holds) => holds === null)).toBe(true);
  });

  it('is none where the control fails', () => {
    for (const bad of [{ ...control, traffic: false }, { ...control, reconnects: 2 }, { ...control, client: { by: 'itself', exitCode: 3, signal: null } as const }, { ...control, client: { by: 'timeout', exitCode: null, signal: null } as const }]) {
      expect(faultVerdict(scenario, bad, fault, false)).toMatchObject({ kind: 'control-failed', sentence: expect.stringMatching(/^No verdict: without any fault/) as string });
    }
    // A client that asks on a connection of its own each time closes them without a fault, too.
    expect(faultVerdict({ ...scenario, steady: false }, { ...control, reconnects: 2 }, fault, false)).toMatchObject({ kind: 'as-expected' });
  });
});
