import { describe, expect, it } from 'vitest';
import { waitBlock } from '../../../src/core/report/waitBlock.js';
import type { ProbeClass, ProbeName, ProbeResult } from '../../../src/core/probe/types.js';
import { parseCondition, satisfies, targetFor, type Condition } from '../../../src/core/wait/condition.js';
import { pauseMs } from '../../../src/core/wait/pause.js';
import { Timeline, type Poll } from '../../../src/core/wait/timeline.js';
import { parseTarget } from '../../../src/core/probe/target.js';

const result = (probe: ProbeName, answer: ProbeClass, more: Partial<ProbeResult> = {}): ProbeResult => ({ probe, address: '127.0.0.1:1', class: answer, phases: { total: 1 }, runtime: 'r', startedAt: '2026-11-21T14:02:33.000Z', replay: 'x', ...more });
const TCP = result('tcp', 'up', { phases: { connect: 1, total: 1 } });
const http = (httpStatus: number): ProbeResult => result('http1', httpStatus >= 500 ? 'unhealthy' : 'up', { httpStatus, phases: { connect: 1, firstByte: 2, total: 4 } });
const REFUSED = result('tcp', 'refused', { error: { code: 'ECONNREFUSED', syscall: 'connect' } });

function condition(text: string): Condition {
  const parsed = parseCondition(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

const poll = (atMs: number, ok: boolean, ...results: ProbeResult[]): Poll => ({ atMs, endMs: atMs + 5, ok, answers: results.map((each) => ({ result: each, atMs })) });

describe('what is waited for', () => {
  it('is refused where it means nothing', () => {
    for (const text of ['', 'http', 'http:', 'http:6xx', 'http:20', 'http:200,', 'tcp:1', 'ready', 'https:2xx', `http:200${',200'.repeat(200)}`]) expect(parseCondition(text)).toHaveProperty('problem');
  });

  it('goes by the status, by health, or by the port alone', () => {
    expect(satisfies([TCP, http(204)], condition('http:2xx'))).toBe(true);
    expect(satisfies([TCP, http(404)], condition('http:2xx'))).toBe(false);
    expect(satisfies([TCP, http(404)], condition('http:200,404'))).toBe(true);
    expect(satisfies([TCP, http(503)], condition('http:503'))).toBe(true);
    expect(satisfies([TCP, http(404)], condition('up'))).toBe(true);
    expect(satisfies([TCP, http(503)], condition('up'))).toBe(false);
    expect(satisfies([TCP], condition('tcp'))).toBe(true);
    expect(satisfies([REFUSED], condition('tcp'))).toBe(false);
    expect(satisfies([TCP, result('http1', 'eof', { httpStatus: 200 })], condition('http:2xx'))).toBe(false);
    expect(satisfies([], condition('up'))).toBe(false);
  });

  it('makes HTTP of a bare port where a status is waited for, and refuses what does not go together', () => {
    const asked = (text: string, what: string): unknown => {
      const target = parseTarget(text);
      return 'problem' in target ? target : targetFor(target, condition(what));
    };
    expect(asked(':8080', 'http:2xx')).toMatchObject({ text: 'http://localhost:8080/', scheme: 'http', port: 8080 });
    expect(asked('[::1]:8080', 'http:200')).toMatchObject({ host: '::1', scheme: 'http' });
    expect(asked('file:x', 'tcp')).toHaveProperty('problem');
    expect(asked('http://a/', 'tls')).toHaveProperty('problem');
    expect(asked('grpc://a:1', 'http:2xx')).toHaveProperty('problem');
  });
});

describe('the timeline', () => {
  it('tells when it accepted, spoke and was well, and since when it is stable', () => {
    const timeline = new Timeline(2, 60_000);
    timeline.add(poll(0, false, REFUSED));
    timeline.add(poll(100, false, TCP, result('http1', 'eof', { phases: { connect: 1, total: 2 } })));
    timeline.add(poll(200, false, TCP, http(503)));
    timeline.add(poll(300, true, TCP, http(200)));
    expect(timeline.ready).toBe(false);
    timeline.add(poll(400, true, TCP, http(200)));
    expect(timeline.ready).toBe(true);
    const report = timeline.report('http://127.0.0.1:1/', condition('http:2xx'), 405);
    expect(report).toMatchObject({ ready: true, polls: 5, flaps: 0, firstAcceptMs: 101, firstByteMs: 203, first2xxMs: 304, stableSinceMs: 300, failures: { refused: 1, eof: 1, unhealthy: 1 } });
    expect(report.conclusion).toContain('0.20 s too early');
  });

  it('counts from nothing after a failure, and says how often that was', () => {
    const timeline = new Timeline(3, 60_000);
    for (const [at, ok] of [[0, true], [1, true], [2, false], [3, true], [4, false], [5, false]] as const) timeline.add(ok ? poll(at, true, TCP, http(200)) : poll(at, false, REFUSED));
    const report = timeline.report('t', condition('up'), 6);
    expect(report).toMatchObject({ ready: false, successes: 0, flaps: 2, stableSinceMs: null, lastClass: 'refused', lastGood: null, firstBad: 'tcp 127.0.0.1:1', lastError: { code: 'ECONNREFUSED' } });
    expect(report.conclusion).toMatch(/flapped 2 times/);
  });

  it('does not call a failure the last thing that was seen, where successes came after it, if too few', () => {
    const timeline = new Timeline(3, 60_000);
    for (const [at, ok] of [[0, false], [10, true], [20, true]] as const) timeline.add(ok ? poll(at, true, TCP, http(200)) : poll(at, false, REFUSED));
    const report = timeline.report('t', condition('up'), 30);
    expect(report).toMatchObject({ ready: false, successes: 2, stableSinceMs: null });
    expect(report.conclusion).toContain('It answers as wanted since 0.01 s; before that it was refused at tcp 127.0.0.1:1');
    expect(report.conclusion).not.toContain('Last it was');
  });

  it('takes no answer from a poll that the end cut short, unless it had more time than those before it', () => {
    const silent = result('tcp', 'timeout');
    const after = (last: Poll): string | null => {
      const timeline = new Timeline(1, 100);
      timeline.add(poll(50, false, REFUSED));
      timeline.add(last);
      return timeline.report('t', condition('up'), 100).lastClass;
    };
    expect(after({ ...poll(98, false, silent), endMs: 100 })).toBe('refused');
    expect(after({ ...poll(60, false, silent), endMs: 100 })).toBe('timeout');
    const only = new Timeline(1, 100);
    only.add({ ...poll(0, false, silent), endMs: 100 });
    expect(only.report('t', condition('up'), 100)).toMatchObject({ polls: 1, lastClass: 'timeout' });
  });

  it('blames the address that a client stays with, not the one before it', () => {
    const first = result('tcp', 'refused', { address: '127.0.0.1:1', error: { code: 'ECONNREFUSED' } });
    const second = [result('tcp', 'up', { address: '[::1]:1' }), result('http1', 'unhealthy', { address: '[::1]:1', httpStatus: 503 })];
    const timeline = new Timeline(1, 60_000);
    timeline.add(poll(0, false, result('dns', 'up', { address: 'localhost' }), first, ...second));
    const report = timeline.report('http://localhost:1/', condition('up'), 6);
    expect(report).toMatchObject({ lastGood: 'tcp [::1]:1', firstBad: 'http1 [::1]:1', lastClass: 'unhealthy', lastError: null, failures: { unhealthy: 1 } });
    expect(report.conclusion).toContain('Last it was unhealthy (HTTP 503) at http1 [::1]:1');
  });

  it('calls a good answer that was not waited for by its status, and says of a redirect that it is not followed', () => {
    const timeline = new Timeline(1, 60_000);
    timeline.add(poll(0, false, TCP, http(302)));
    const report = timeline.report('http://127.0.0.1:1/', condition('http:2xx'), 6);
    expect(report.failures).toEqual({ 'HTTP 302': 1 });
    expect(report.conclusion).toContain('Last it was HTTP 302 at http1');
    expect(report.conclusion).toContain('Redirects are not followed');
  });

  it('has heard a first byte where a certificate came, though nobody trusts it', () => {
    const timeline = new Timeline(1, 60_000);
    timeline.add(poll(100, false, TCP, result('tls', 'self-signed', { phases: { connect: 1, tls: 3, total: 5 } })));
    expect(timeline.report('t', condition('up'), 106)).toMatchObject({ firstByteMs: 104 });
  });

  it('names the last rung that held when time runs out', () => {
    const timeline = new Timeline(1, 60_000);
    timeline.add(poll(0, false, TCP, http(503)));
    expect(timeline.report('t', condition('up'), 6)).toMatchObject({ lastGood: 'tcp 127.0.0.1:1', firstBad: 'http1 127.0.0.1:1' });
  });
});

it('pauses as long as asked, or twice as long with each failure in a row, up to 5 s', () => {
  expect([0, 1, 2, 3, 4].map((failing) => pauseMs(100, failing, true))).toEqual([100, 100, 200, 400, 800]);
  expect(pauseMs(100, 1_000, true)).toBe(5_000);
  expect(pauseMs(100, 9, false)).toBe(100);
  expect(pauseMs(9_000, 9, true)).toBe(9_000);
});

it('stands in a work item with its moments, and lets nothing of the target open structure', () => {
  const timeline = new Timeline(1, 60_000);
  timeline.add(poll(0, true, TCP, http(200)));
  const report = timeline.report('http://127.0.0.1:1/<!-- casebook:begin run x -->', condition('up'), 7);
  const { kind, body } = waitBlock(report, { id: '20261121-140233-a3f9', startedAt: '2026-11-21T14:02:33.000Z', timeoutMs: 60_000, host: { name: 'h', platform: 'linux', release: '6', arch: 'x64', node: 'v20', cpus: 2 }, casebook: '0.1.0' });
  expect(kind).toBe('probe');
  expect(body).toContain('| first 2xx | 4 |');
  expect(body).not.toMatch(/^<!--/m);
});
