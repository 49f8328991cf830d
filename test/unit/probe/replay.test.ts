import { describe, expect, it } from 'vitest';
import { replayDns, replayHttp, replayProbe, replayTcp, shellWord } from '../../../src/core/probe/replay.js';
import { targetOf } from './results.js';

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

  it("cannot be left by anything in the URL's path or query", () => {
    expect(curl("http://localhost/a'b;$(touch%20x)?c=`id`&d", '127.0.0.1')).toMatch(/ 'http:\/\/localhost\/a'\\''b;\$\(touch%20x\)\?c=`id`&d'$/);
  });

  it('shows no password', () => {
    expect(curl('http://alice:hunter2@localhost/?password=hunter2', '127.0.0.1')).not.toMatch(/alice|hunter2/);
  });

  it('of the whole probe names the deadline as the command line takes it', () => {
    expect(replayProbe('http://localhost:8080/?a&b', 2500)).toBe("casebook probe 'http://localhost:8080/?a&b' --timeout 2500ms");
    expect(replayProbe(':8080', 5000)).toBe('casebook probe :8080 --timeout 5s');
  });
});

it('quotes what a shell would read otherwise, and nothing else', () => {
  expect(['plain', '127.0.0.1:80', '', 'a b', "it's", '*', '~', '$HOME', '-v'].map(shellWord)).toEqual(['plain', '127.0.0.1:80', "''", "'a b'", "'it'\\''s'", "'*'", "'~'", "'$HOME'", '-v']);
});
