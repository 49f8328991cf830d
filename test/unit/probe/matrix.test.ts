import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn, parseClient, type UserClient } from '../../../src/core/probe/matrix/client.js';
import { matrixHolds, matrixReport } from '../../../src/core/probe/matrix/conclusion.js';
import { curlClass, curlSaid, curlWords } from '../../../src/core/probe/matrix/curl.js';
import { smallestDifference } from '../../../src/core/probe/matrix/difference.js';
import { planCells } from '../../../src/core/probe/matrix/plan.js';
import { AXES, OWN, type CellResult, type MatrixCell } from '../../../src/core/probe/matrix/types.js';
import type { EndpointTarget } from '../../../src/core/probe/types.js';
import { targetOf } from './results.js';

function endpoint(text: string): EndpointTarget {
  const target = targetOf(text);
  if (target.kind !== 'endpoint') throw new Error('not an endpoint');
  return target;
}

function client(text: string): UserClient {
  const parsed = parseClient(text, false);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

const HTTP = endpoint('http://localhost:80/');
const cellOf = (values: Partial<CellResult>): CellResult => ({
  client: 'node', address: '127.0.0.1:80', verification: 'none', protocol: 'http1', alternative: false, passed: true, class: 'up', totalMs: 1, replay: 'replay', ...values,
});

/** The cells of a plan, those failing that the rule says. */
function answered(cells: readonly MatrixCell[], fails: (cell: MatrixCell) => boolean): CellResult[] {
  return cells.map((cell) => ({ ...cell, passed: !fails(cell), class: fails(cell) ? 'refused' : 'up', totalMs: 1, replay: 'replay' }));
}

const CELLS = planCells(HTTP, ['127.0.0.1', '::1'], ['http1', 'http2', 'h2c'], [client('mine=client {address} {port}'), client('dotnet=client {host} {port}')]);

describe('the cells of a matrix', () => {
  it('cross addresses, protocols and clients, and say what the target does not promise', () => {
    expect(CELLS.map(({ client: by, address, protocol, alternative }) => `${by} ${address} ${protocol}${alternative ? '?' : ''}`)).toEqual([
      'socket 127.0.0.1:80 tcp', 'node 127.0.0.1:80 http1', 'curl 127.0.0.1:80 http1', 'node 127.0.0.1:80 h2c?', 'curl 127.0.0.1:80 h2c?',
      'socket [::1]:80 tcp', 'node [::1]:80 http1', 'curl [::1]:80 http1', 'node [::1]:80 h2c?', 'curl [::1]:80 h2c?',
      `node-default ${OWN} http1`, `mine 127.0.0.1:80 ${OWN}`, `mine [::1]:80 ${OWN}`, `dotnet ${OWN} ${OWN}`,
    ]);
  });

  it('cross verification over TLS, and leave out a curl that is not there', () => {
    const cells = planCells(endpoint('https://10.0.0.1/'), ['10.0.0.1'], [], []);
    expect(cells.map(({ client: by, protocol, verification }) => `${by} ${protocol} ${verification}`)).toEqual([
      'socket tls verify', 'node http1 verify', 'node http2 verify', 'socket tls insecure', 'node http1 insecure', 'node http2 insecure',
    ]);
  });
});

describe('the smallest difference', () => {
  it.each<[string, (cell: MatrixCell) => boolean, object]>([
    ['an address', ({ address }) => address === '[::1]:80', { outcome: 'fail', rules: [{ where: { address: '[::1]:80' }, cells: 6, classes: ['refused'] }], pair: { differs: ['address'] } }],
    ['a client', ({ client: by }) => by === 'dotnet', { outcome: 'fail', rules: [{ where: { client: 'dotnet' } }], pair: { differs: ['client'] } }],
    ['a protocol', ({ protocol }) => protocol === 'h2c', { outcome: 'fail', rules: [{ where: { protocol: 'h2c' } }], pair: { differs: ['protocol'] } }],
    ['two of them at once', ({ client: by, address }) => by === 'curl' && address === '[::1]:80', { outcome: 'fail', rules: [{ where: { client: 'curl', address: '[::1]:80' } }] }],
    ['the only one that passes', ({ client: by }) => by !== 'curl', { outcome: 'pass', rules: [{ where: { client: 'curl' } }] }],
  ])('is found where it is %s', (_, fails, expected) => {
    expect(smallestDifference(answered(CELLS, fails))).toMatchObject(expected);
  });

  it('is none where all pass, or all fail', () => {
    expect(smallestDifference(answered(CELLS, () => false))).toBeUndefined();
    expect(smallestDifference(answered(CELLS, () => true))).toBeUndefined();
  });

  it('names every cell that fails (or passes) and no other, whatever fails', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: CELLS.length, maxLength: CELLS.length }), (failing) => {
        const cells = answered(CELLS, (cell) => failing[CELLS.indexOf(cell)] === true);
        const difference = smallestDifference(cells);
        if (!difference) {
          expect(new Set(failing).size).toBe(1);
          return;
        }
        const named = cells.filter((cell) => difference.rules.some(({ where }) => AXES.every((axis) => where[axis] === undefined || where[axis] === cell[axis])));
        expect(named).toEqual(cells.filter(({ passed }) => passed === (difference.outcome === 'pass')));
        expect(cells[difference.pair.pass]?.passed).toBe(true);
        expect(cells[difference.pair.fail]?.passed).toBe(false);
      }),
    );
  });
});

describe('the conclusion of a matrix', () => {
  it('names the difference, and a pair that shows it', () => {
    const { conclusion } = matrixReport(HTTP, answered(CELLS, ({ address }) => address === '[::1]:80'), []);
    expect(conclusion).toMatch(/^What fails is everything to \[::1\]:80 \(6: refused\); everything else passes \(8\)\. The smallest difference is the address: \S+ to 127\.0\.0\.1:80.* passes, \S+ to \[::1\]:80.* fails \(refused\)\./);
  });

  it('tells a client that made no connect from one that was refused, with what only it has in its environment', () => {
    const cells = [cellOf({}), cellOf({ client: 'dotnet', address: OWN, protocol: OWN, verification: OWN, passed: false, class: 'exit', attempted: 'no' })];
    const { conclusion } = matrixReport(HTTP, cells, [{ clients: ['curl', 'dotnet'], variables: { LANG: 'C' } }, { clients: ['dotnet'], variables: { DOTNET_SYSTEM_NET_DISABLEIPV6: '1' } }]);
    expect(conclusion).toContain('dotnet failed without an attempt to connect: that is not a refusal');
    expect(conclusion).toContain('dotnet ran with DOTNET_SYSTEM_NET_DISABLEIPV6=1, which the others did not have.');
    expect(matrixReport(HTTP, cells.map((cell) => ({ ...cell, ...(cell.attempted && { attempted: 'yes' as const }) })), []).conclusion).toContain('does connect when it is sent to a listener of our own');
  });

  it('does not call it no attempt where the client may have gone elsewhere, was ended early, or has a name to resolve', () => {
    const mine = (values: Partial<CellResult>, target = HTTP, variables = {}): string => matrixReport(target, [cellOf({}), cellOf({ client: 'mine', address: OWN, protocol: OWN, verification: OWN, passed: false, class: 'exit', ...values })], [{ clients: ['curl', 'mine'], variables }]).conclusion;
    expect(mine({ attempted: 'no', witness: 'listener' })).toContain('without an attempt to connect to where it was sent, and did not connect to a listener of our own either');
    expect(mine({ attempted: 'no', witness: 'count' })).toContain('(one that this machine itself rejects, for want of a route, is not counted)');
    expect(mine({ attempted: 'unknown', class: 'timeout' })).toContain('its deadline ended it');
    expect(mine({ attempted: 'unknown' }, HTTP, { http_proxy: 'http://10.0.0.9' })).toContain('its environment sets http_proxy, so that it may have connected to the proxy');
    expect(mine({ attempted: 'yes' }, endpoint('http://name.example/'))).toContain('it failed when it resolved name.example, at the target, or at what the target said');
  });

  it('shows an address as the difference by two addresses that are known, not by a client that resolves the name itself', () => {
    const { difference } = matrixReport(HTTP, answered(CELLS, ({ address, client: by, protocol }) => by !== 'socket' && !(address === '[::1]:80' && protocol === 'http1')), []);
    expect(difference?.pair.differs).toEqual(['address']);
  });

  it('claims nothing of what was not crossed, where all is alike', () => {
    expect(matrixReport(HTTP, [cellOf({ passed: false, class: 'refused' })], []).conclusion).toBe('There is one way of asking, and it fails (refused): nothing could make a difference.');
    expect(matrixReport(HTTP, [cellOf({}), cellOf({ address: '[::1]:80' })], []).conclusion).toBe('All 2 ways of asking pass: the address makes no difference.');
    expect(matrixReport(HTTP, [cellOf({}), cellOf({ client: 'curl', address: '[::1]:80' })], []).conclusion).toBe('All 2 ways of asking pass: neither client nor address makes a difference.');
  });

  it('says of whom went through a proxy that it says nothing of the target', () => {
    const cells = [cellOf({ client: 'curl', via: '127.0.0.1:3128' }), cellOf({ passed: false, class: 'refused' })];
    expect(matrixReport(HTTP, cells, []).conclusion).toContain('curl did not connect to the target, but to 127.0.0.1:3128, as a proxy is asked: what came of it says nothing');
  });

  it('claims of no variable that the probes do not obey it where they do', () => {
    const cells = [cellOf({}), cellOf({ client: 'curl', passed: false, class: 'refused' })];
    const { conclusion } = matrixReport(HTTP, cells, [{ clients: ['curl'], variables: { NODE_EXTRA_CA_CERTS: 'x', LANG: 'C' } }]);
    expect(conclusion).toContain('and the probes do not: LANG.');
    expect(matrixReport(HTTP, cells, [{ clients: ['curl'], variables: { NODE_EXTRA_CA_CERTS: 'x' } }]).conclusion).not.toContain('the probes do not');
  });

  it('shows the difference by what the target promises, and names no choice that nobody sees', () => {
    const { difference, conclusion } = matrixReport(HTTP, answered(CELLS, ({ address, protocol, client: by }) => protocol === 'h2c' || address === '[::1]:80' || by === 'dotnet'), []);
    expect(difference?.pair.differs).toEqual(['address']);
    expect(conclusion).toMatch(/The smallest difference is the address: \S+ to 127\.0\.0\.1:80/);
    const own = smallestDifference(answered(CELLS, ({ client: by, protocol, address }) => by === 'dotnet' || by === 'mine' || (protocol === 'h2c' && address === '[::1]:80')));
    expect(own?.outcome).toBe('fail');
    expect(own?.rules.map(({ where }) => where)).toEqual([{ client: 'mine' }, { client: 'dotnet' }, { address: '[::1]:80', protocol: 'h2c' }]);
  });

  it('holds where only a protocol fails that the target does not promise', () => {
    expect(matrixHolds(matrixReport(HTTP, answered(CELLS, ({ alternative }) => alternative), []))).toBe(true);
    expect(matrixHolds(matrixReport(HTTP, answered(CELLS, ({ client: by }) => by === 'mine'), []))).toBe(false);
    const https = planCells(endpoint('https://10.0.0.1/'), ['10.0.0.1'], [], []);
    expect(matrixHolds(matrixReport(HTTP, answered(https, ({ protocol }) => protocol === 'http2'), []))).toBe(true);
    expect(matrixHolds(matrixReport(HTTP, answered(https, ({ protocol }) => protocol === 'http2' || protocol === 'http1'), []))).toBe(false);
    expect(matrixHolds(matrixReport(HTTP, [], []))).toBe(false);
  });
});

describe("a user's client", () => {
  it('is a label, variables and words', () => {
    expect(client("dotnet=DOTNET_X=1 NAME='a b' dotnet run -- {host} '{port}'")).toEqual({ label: 'dotnet', variables: { DOTNET_X: '1', NAME: 'a b' }, words: ['dotnet', 'run', '--', '{host}', '{port}'], addressed: false, ported: true });
    expect(client('c=run {address}')).toMatchObject({ addressed: true, ported: false });
    expect(client('c=run {url}')).toMatchObject({ addressed: false, ported: true });
    expect(client('c=URL={url} run')).toMatchObject({ ported: true });
  });

  it('is sent where it is asked to go', () => {
    const { words, variables } = filledIn(client('c=AT={address} run {url} {host}:{port} {other}'), endpoint('https://name.example:8443/a?b'), { host: '::1', address: '::1', port: 9 });
    expect(words).toEqual(['run', 'https://[::1]:9/a?b', '::1:9', '{other}']);
    expect(variables).toEqual({ AT: '::1' });
  });

  it.each([
    ['nothing', "Write --client 'LABEL=COMMAND'"],
    ['a label=', "Write --client 'LABEL=COMMAND'"],
    ['curl=curl x', 'The label curl is taken'],
    ['c=A=1', 'has no command'],
    ["c=run 'x", 'is never closed'],
    ['c=run | tee x', 'needs a shell'],
  ])('%j is refused with a sentence', (text, words) => {
    const parsed = parseClient(text, false);
    expect('problem' in parsed && parsed.problem).toContain(words);
  });
});

describe('curl as a client', () => {
  it('dials one address, with the environment and the protocol of its cell', () => {
    const cell = cellOf({ client: 'curl', address: '[::1]:80', protocol: 'h2c' });
    expect(curlWords(HTTP, cell, '::1', 2500, undefined).join(' ')).toBe('curl -q -sS -o /dev/null -w \\n%{http_code} %{http_version} %{size_download} [%{remote_ip}]:%{remote_port}\\n --http2-prior-knowledge --globoff --max-time 2.5 --resolve localhost:80:[::1] http://localhost/');
  });

  it.each([
    [0, '200 1.1 5 [127.0.0.1]:80', 'http1', 'up'],
    [0, '503 1.1 5 [127.0.0.1]:80', 'http1', 'unhealthy'],
    [0, '200 1.1 5 [127.0.0.1]:80', 'http2', 'alpn'],
    [28, '200 1.1 99999999 [127.0.0.1]:80', 'http1', 'up'],
    [28, '000 0 0 []:-1', 'http1', 'timeout'],
    [7, "curl: (7) Failed to connect\n000 0 0 []:-1", 'http1', 'refused'],
    [52, 'curl: (52) Empty reply from server\n000 0 0 []:-1', 'http1', 'eof'],
    [60, 'curl: (60) SSL certificate problem: certificate has expired\nMore details\n000 0 0 []:-1', 'http1', 'expired'],
    [60, 'curl: (60) SSL: no alternative certificate subject name matches\n000 0 0 []:-1', 'http1', 'hostname'],
    [35, 'curl: (35) error:0A00010B:SSL routines::wrong version number\n000 0 0 []:-1', 'http1', 'plaintext-peer'],
    [99, 'curl: (99) new\n000 0 0 []:-1', 'http1', 'unknown'],
    [null, '', 'http1', 'timeout'],
    [1, 'curl: (1) Received HTTP/0.9 when not allowed\n000 0 0 [127.0.0.1]:80', 'http1', 'not-http'],
    // Of a proxy that says no, no connection was reset; and TLS 1.2 tells by one alert that a certificate is wanted and that no cipher is in common.
    [56, '000 1.1 0 [127.0.0.1]:3128\ncurl: (56) CONNECT tunnel failed, response 403', 'http1', 'unknown'],
    [35, 'curl: (35) error:0A000410:SSL routines::sslv3 alert handshake failure\n000 0 0 [127.0.0.1]:443', 'http1', 'handshake-refused'],
    [35, 'curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to x\n000 0 0 [127.0.0.1]:443', 'http1', 'reset'],
  ] as const)('that exits with %s and says %j in %s is %s', (exit, output, protocol, expected) => {
    expect(curlClass(exit, curlSaid(output), protocol)).toBe(expected);
  });

  it('tells the status and whom it was connected to wherever its errors stand', () => {
    expect(curlSaid('curl: (18) transfer closed\n\n200 1.1 5 [::1]:80\n')).toEqual({ text: 'curl: (18) transfer closed', httpStatus: 200, httpVersion: '1.1', size: 5, peer: '[::1]:80' });
    expect(curlSaid('\n200 1.1 5 [127.0.0.1]:80\ncurl: (18) transfer closed\n')).toMatchObject({ text: 'curl: (18) transfer closed', httpStatus: 200 });
    expect(curlSaid("\n000 0 0 []:-1\ncurl: (7) Failed to connect to proxy.example port 3128 after 0 ms: Couldn't connect")).toMatchObject({ peer: 'proxy.example:3128' });
  });
});
