/** Programs that resist, and what is left of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attemptOf, made, request } from './support.js';
import { needs } from '../../support/needs.js';

const LINUX = process.platform === 'linux';

/** Numbers of the live processes whose environment holds the text. */
function carrying(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(text) && !/\) [ZX] /.test(readFileSync(`/proc/${name}/stat`, 'latin1'));
    } catch {
      return false;
    }
  });
}

describe('a command', () => {
  it.runIf(needs(LINUX, 'Linux'))('that forks on and on is ended with all of its processes', async () => {
    // Each child starts the next one in a session of its own and ends: no look at the processes sees the one that comes.
    const next = 'if [ $1 -gt 0 ]; then setsid bash -c "$0" "$0" $(($1 - 1)) & fi; sleep 0.02';
    const asked = await request(['bash', '-c', `bash -c '${next}' '${next}' 400`], { plan: { timeoutMs: 1_000, graceMs: 200 } });
    const run = await made(asked);
    expect(['leak', 'timeout']).toContain(run.records[0]?.outcome);
    expect(carrying(asked.id)).toEqual([]);
  });

  it.runIf(needs(LINUX, 'Linux'))('that starts a crowd which ignores SIGTERM is ended with all of it', async () => {
    const asked = await request(['bash', '-c', 'for i in {1..40}; do (trap "" TERM; setsid bash -c "trap \'\' TERM; sleep 1000" & sleep 1000) & done; sleep 1000'], { plan: { timeoutMs: 1_500, graceMs: 200 } });
    const run = await made(asked);
    expect(run.records[0]).toMatchObject({ outcome: 'timeout' });
    expect(carrying(asked.id)).toEqual([]);
  });

  it('that closes its output goes on, and is judged by its exit code', async () => {
    const { record, log } = await attemptOf('echo before; exec >&- 2>&-; sleep 0.2; exit 3');
    expect(record).toMatchObject({ outcome: 'fail', exitCode: 3 });
    expect(record.durationMs).toBeGreaterThan(150);
    expect(log).toBe('before\n');
  });

  it('that prints any bytes has them in its log, each one', async () => {
    const run = await made(await request([process.execPath, '-e', 'process.stdout.write(Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256)))']));
    const bytes = readFileSync(`${run.folder}/logs/0001.log`);
    expect(run.records[0]).toMatchObject({ outcome: 'pass', outputBytes: 4096 });
    expect([...bytes]).toEqual(Array.from({ length: 4096 }, (_, index) => index % 256));
  });

  it('that aborts has crashed', async () => {
    expect((await attemptOf('kill -ABRT $$')).record).toMatchObject({ outcome: 'crash', signal: 'SIGABRT' });
    const run = await made(await request([process.execPath, '-e', 'process.abort()']));
    expect(run.records[0]).toMatchObject({ outcome: 'crash', signal: 'SIGABRT' });
  });

  it('that ends its own group has crashed, and nothing else has', async () => {
    const { record } = await attemptOf('sleep 1000 & kill -KILL 0');
    expect(record).toMatchObject({ outcome: 'crash', signal: 'SIGKILL' });
  });
});
