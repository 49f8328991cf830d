import { describe, expect, it } from 'vitest';
import { nextRung, probeReport } from '../../../src/core/probe/ladder.js';
import type { ProbeResult } from '../../../src/core/probe/types.js';
import { resultOf, targetOf } from './results.js';

const conclusion = (text: string, ...results: ProbeResult[]): string => probeReport(targetOf(text), results, 5000).conclusion;

const dnsUp = resultOf('dns', 'name.example', 'up');
const refused = (address: string): ProbeResult => resultOf('tcp', address, 'refused', { error: { code: 'ECONNREFUSED', syscall: 'connect' } });
const answered = (address: string, httpStatus: number): ProbeResult[] => [
  resultOf('tcp', address, 'up'),
  resultOf('http1', address, httpStatus >= 500 ? 'unhealthy' : 'up', { httpStatus, phases: { connect: 1, firstByte: 1, total: 2 } }),
];

/** The rungs to the top, if each holds; what alpn chooses stands for the server. */
function climb(text: string, alpn = ''): string[] {
  const target = targetOf(text);
  if (target.kind !== 'endpoint') throw new Error('not an endpoint');
  const climbed: ProbeResult[] = [];
  for (let rung = nextRung(target, climbed); rung; rung = nextRung(target, climbed)) climbed.push(resultOf(rung, '10.0.0.1:80', 'up', rung === 'alpn' ? { alpn } : {}));
  return climbed.map(({ probe }) => probe);
}

describe('the ladder', () => {
  it.each([
    ['10.0.0.1:80', ['tcp']],
    ['tcp://10.0.0.1:80', ['tcp']],
    ['tls://10.0.0.1', ['tcp', 'tls']],
    ['http://10.0.0.1/', ['tcp', 'http1']],
    ['h2c://10.0.0.1/', ['tcp', 'h2c']],
    ['ws://10.0.0.1/', ['tcp', 'websocket']],
    ['wss://10.0.0.1/', ['tcp', 'tls', 'websocket']],
    ['grpc://10.0.0.1/', ['tcp', 'grpc']],
    ['grpcs://10.0.0.1/', ['tcp', 'tls', 'alpn', 'grpc']],
  ])('of %s has these rungs', (text, expected) => {
    expect(climb(text)).toEqual(expected);
  });

  it('of https asks in what the server chose', () => {
    expect(climb('https://10.0.0.1/', 'h2')).toEqual(['tcp', 'tls', 'alpn', 'http2']);
    expect(climb('https://10.0.0.1/', 'http/1.1')).toEqual(['tcp', 'tls', 'alpn', 'http1']);
    expect(climb('https://10.0.0.1/', '')).toEqual(['tcp', 'tls', 'alpn', 'http1']);
  });

  it('ends above a rung that does not hold', () => {
    const target = targetOf('https://10.0.0.1/');
    expect(target.kind === 'endpoint' && nextRung(target, [resultOf('tcp', '10.0.0.1:443', 'refused')])).toBeUndefined();
  });
});

describe('the report', () => {
  it('names the first rung that broke, and the last that held on the way to it', () => {
    const report = probeReport(targetOf('http://name.example/'), [dnsUp, ...answered('10.0.0.1:80', 200), refused('[fd00::1]:80')], 5000);
    expect(report).toMatchObject({ target: 'http://name.example/', lastGood: 'dns name.example', firstBad: 'tcp [fd00::1]:80' });
    const behind = [dnsUp, ...answered('10.0.0.1:80', 503), ...answered('[fd00::1]:80', 200)];
    expect(probeReport(targetOf('http://name.example/'), behind, 5000)).toMatchObject({ lastGood: 'tcp 10.0.0.1:80', firstBad: 'http1 10.0.0.1:80' });
  });

  it('counts a target that calls itself unhealthy as broken', () => {
    expect(probeReport(targetOf('http://10.0.0.1/'), answered('10.0.0.1:80', 503), 5000)).toMatchObject({ lastGood: 'tcp 10.0.0.1:80', firstBad: 'http1 10.0.0.1:80' });
  });

  it('has neither where nothing was asked', () => {
    expect(probeReport(targetOf('http://10.0.0.1/'), [], 5000)).toMatchObject({ lastGood: null, firstBad: null, conclusion: 'The probe was stopped before an answer came.' });
  });
});

describe('the conclusion', () => {
  it.each([
    ['nxdomain', 'ENOTFOUND', 'was not found by the resolver of this machine (ENOTFOUND)'],
    ['no-data', 'ENODATA', 'exists, but has no address (ENODATA)'],
    ['try-again', 'EAI_AGAIN', 'could not be resolved for now (EAI_AGAIN)'],
    ['resolver-down', 'ECONNREFUSED', 'could not be resolved, since the DNS server refused the connection (ECONNREFUSED)'],
    ['resolver-timeout', undefined, 'could not be resolved within 5 s'],
    ['resolver-timeout', 'ETIMEOUT', 'could not be resolved before the system gave up (ETIMEOUT)'],
    ['unknown', 'EBADNAME', 'could not be resolved (EBADNAME)'],
  ] as const)('of a name that is %s says why', (answer, code, words) => {
    const text = conclusion('http://name.example/', resultOf('dns', 'name.example', answer, { error: code === undefined ? {} : { code } }));
    expect(text).toContain(`name.example ${words}`);
    expect(text).toMatch(/ No connection was tried\.$/);
  });

  it.each([
    ['unreachable', { code: 'EHOSTUNREACH' }, 'cannot be reached from this machine (EHOSTUNREACH): no route'],
    ['unreachable', { code: 'EADDRNOTAVAIL' }, 'cannot be reached from this machine (EADDRNOTAVAIL): this machine has no address'],
    ['timeout', {}, 'did not accept a connection within 5 s: packets are dropped'],
    ['timeout', { code: 'ETIMEDOUT' }, 'did not accept a connection before the system gave up (ETIMEDOUT)'],
    ['local-policy', { code: 'EPERM' }, 'may not be connected to from this machine (EPERM): a firewall'],
    ['reset-at-accept', { code: 'ECONNRESET' }, 'accepted the connection, then dropped it before a byte (accepted-then-dropped)'],
    ['unknown', { code: 'EMFILE' }, 'could not be connected to (EMFILE).'],
  ] as const)('of a port that is %s says what was measured', (answer, error, words) => {
    expect(conclusion('10.0.0.1:80', resultOf('tcp', '10.0.0.1:80', answer, { error }))).toContain(`10.0.0.1:80 ${words}`);
  });

  it.each([
    ['refused', {}, 'accepted one connection, but not the next (refused)'],
    ['timeout', {}, 'accepted one connection, but not the next within 5 s'],
    ['timeout', { connect: 1 }, 'accepted the connection, but sent nothing within 5 s'],
    ['unknown', { connect: 1 }, 'did not answer (EWHAT).'],
  ] as const)('tells a second connection that failed (%s) from an answer that did not come', (answer, phases, words) => {
    const error = answer === 'unknown' ? { code: 'EWHAT' } : {};
    expect(conclusion('http://10.0.0.1/', resultOf('tcp', '10.0.0.1:80', 'up'), resultOf('http1', '10.0.0.1:80', answer, { phases, error }))).toContain(words);
  });

  it('joins addresses that say the same', () => {
    expect(conclusion('http://name.example/', dnsUp, refused('10.0.0.1:80'), refused('[fd00::1]:80'))).toBe(
      '10.0.0.1:80 and [fd00::1]:80 refused the connection: nothing listens there, or a firewall rejects it.',
    );
  });

  it('tells addresses apart that are up with different answers', () => {
    expect(conclusion('http://name.example/', dnsUp, ...answered('10.0.0.1:80', 200), ...answered('[fd00::1]:80', 404))).toBe(
      '10.0.0.1:80 answered HTTP 200. [fd00::1]:80 answered HTTP 404: the service is up, but has nothing at this path.',
    );
  });

  it('says whom a difference between addresses hits', () => {
    expect(conclusion('http://name.example/', dnsUp, ...answered('10.0.0.1:80', 200), refused('10.0.0.2:80'), ...answered('10.0.0.3:80', 503))).toBe(
      '10.0.0.1:80 answered HTTP 200, but 10.0.0.2:80 refused the connection and 10.0.0.3:80 answered HTTP 503: ' +
        'a client that resolves name.example to one of these first fails, unless it goes on to the next address, which few do once one has taken the connection. ' +
        'What that means for 10.0.0.2:80: nothing listens there, or a firewall rejects it. What that means for 10.0.0.3:80: it is reachable, but unhealthy.',
    );
  });

  it('names a few of many addresses', () => {
    const many = Array.from({ length: 9 }, (_, index) => refused(`10.0.0.${index + 1}:80`));
    expect(conclusion('name.example:80', dnsUp, ...many)).toMatch(/^10\.0\.0\.1:80, 10\.0\.0\.2:80 and 7 more addresses refused the connection/);
  });
});
