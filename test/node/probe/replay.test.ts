/** A replay asks the same again: it is handed to a real shell. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/core/probe/replay.js';
import { answering, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6 } from '../../support/ask.js';

afterEach(closeServers);

const sh = (script: string): Promise<{ stdout: string; stderr: string }> => promisify(execFile)('sh', ['-c', script]);

/** Whether a replay's program is here. */
function present(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`Skipped: ${program} is not here; the test that runs its replay needs it.\n`);
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('a replay', () => {
  it.runIf(present('curl') && hasIpv6)('by curl sends the same request to the same address', async () => {
    const path = "/it's?a=$(id)&b={1,2}&c=[x]";
    const server = await serve(answering('200 OK', 'ready'), '::1');
    const report = await ask(`http://localhost:${server.port}${path}`);
    const answer = report.results.find(({ probe }) => probe === 'http1');
    expect(answer?.class).toBe('up');
    const { stderr } = await sh(answer?.replay ?? '');
    expect(stderr).toMatch(/< HTTP\/1\.1 200 OK/);
    const heads = server.requests.map((request) => request.split('\r\n').filter((line) => /^(GET|host:)/i.test(line)).map((line) => line.replace(/^host/i, 'Host')));
    expect(heads).toHaveLength(2);
    expect(heads[1]).toEqual(heads[0]);
  });

  it.runIf(present('nc'))('by nc connects to the same address', async () => {
    const server = await serve(answering('200 OK'));
    const report = await ask(`127.0.0.1:${server.port}`);
    expect(server.accepted()).toBe(1);
    await sh(report.results.find(({ probe }) => probe === 'tcp')?.replay ?? 'false');
    await server.untilAccepted(2);
  });

  it('is one word to the shell, whatever it holds', async () => {
    const words = fc.sample(fc.string({ unit: 'binary' }).map((text) => text.replace(/\0|[\ud800-\udfff]/g, '')), 200);
    const { stdout } = await sh(`printf '%s\\0' ${words.map(shellWord).join(' ')}`);
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });
});
