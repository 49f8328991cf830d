import { describe, expect, it } from 'vitest';
import { replayDns, replayGrpc, replayHttp, replayProbe, replayTcp, replayTls, replayWebsocket, shellWord } from '../../../src/core/probe/replay.js';
import type { EndpointTarget } from '../../../src/core/probe/types.js';
import { targetOf } from './results.js';

function endpoint(text: string): EndpointTarget {
  const target = targetOf(text);
  if (target.kind !== 'endpoint') throw new Error('not an endpoint');
  return target;
}

/** The replay of an http target at one address. */
function curl(text: string, address: string): string {
  const target = targetOf(text);
  if (target.kind !== 'endpoint' || !target.http) throw new Error('not an http target');
  return replayHttp({ ...target, http: target.http }, address, 2500, 'http1', { verify: true });
}

describe('a replay', () => {
  it('asks the system for a name', () => {
    expect(replayDns('name.example')).toBe('getent ahosts name.example');
  });

  it('dials one literal address', () => {
    expect(replayTcp('::1', 8080, 2500)).toBe('nc -vz -w 3 ::1 8080');
  });

  it('sends the request to one literal address under the name of the URL', () => {
    expect(curl('http://localhost:8080/health', '::1')).toBe(
      "curl -sSv -o /dev/null --http1.1 --globoff --noproxy '*' --max-time 2.5 --resolve 'localhost:8080:[::1]' http://localhost:8080/health",
    );
    expect(curl('http://[::1]:8080/', '::1')).toBe("curl -sSv -o /dev/null --http1.1 --globoff --noproxy '*' --max-time 2.5 'http://[::1]:8080/'");
  });

  it('shakes hands with one literal address under the name of the target', () => {
    expect(replayTls(endpoint('https://name.example/'), '::1', { verify: true, caFile: '/ca.pem' }, ['h2', 'http/1.1'])).toBe(
      "openssl s_client -connect '[::1]:443' -servername name.example -verify_return_error -verify_hostname name.example -CAfile /ca.pem -alpn h2,http/1.1 </dev/null",
    );
    expect(replayTls(endpoint('tls://10.0.0.1:1'), '10.0.0.1', { verify: false }, [])).toBe('openssl s_client -connect 10.0.0.1:1 -noservername </dev/null');
  });

  it('asks in the protocol of its probe', () => {
    const http = { path: '/', hostHeader: 'name.example', userinfoDropped: false };
    const of = (text: string) => ({ ...endpoint(text), http });
    expect(replayHttp(of('https://name.example/'), '10.0.0.1', 1000, 'http2', { verify: false })).toContain("--http2 --globoff --noproxy '*' --max-time 1 --insecure --resolve name.example:443:10.0.0.1 https://name.example/");
    expect(replayHttp(of('h2c://name.example/'), '10.0.0.1', 1000, 'h2c', { verify: true })).toContain('--http2-prior-knowledge');
    expect(replayWebsocket(of('wss://name.example/'), '10.0.0.1', 1000, { verify: true })).toContain("-H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13'");
    expect(replayGrpc(of('grpc://name.example/a'), '10.0.0.1', 1000, { verify: true }, Uint8Array.from([0, 0, 10]))).toMatch(/^printf '\\000\\000\\012' \| curl .*--http2-prior-knowledge .*\/grpc\.health\.v1\.Health\/Check$/);
  });

  it("cannot be left by anything in the URL's path or query", () => {
    expect(curl("http://localhost/a'b;$(touch%20x)?c=`id`&d", '127.0.0.1')).toMatch(/ 'http:\/\/localhost\/a'\\''b;\$\(touch%20x\)\?c=`id`&d'$/);
  });

  it('shows no password', () => {
    expect(curl('http://alice:hunter2@localhost/?password=hunter2', '127.0.0.1')).not.toMatch(/alice|hunter2/);
  });

  it('of the whole probe names the deadline as the command line takes it', () => {
    expect(replayProbe('http://localhost:8080/?a&b', 2500)).toBe("casebook probe 'http://localhost:8080/?a&b' --timeout 2500ms");
    expect(replayProbe(':8080', 5000)).toBe('casebook probe :8080 --timeout 5s');
    expect(replayProbe("cmd -- sh -c 'a b'", 5000)).toBe("casebook probe --timeout 5s cmd -- sh -c 'a b'");
  });
});

it('quotes what a shell would read otherwise, and nothing else', () => {
  expect(['plain', '127.0.0.1:80', '', 'a b', "it's", '*', '~', '$HOME', '-v'].map(shellWord)).toEqual(['plain', '127.0.0.1:80', "''", "'a b'", "'it'\\''s'", "'*'", "'~'", "'$HOME'", '-v']);
});
