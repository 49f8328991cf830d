/** Programs that misbehave, and what is said of them. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFolder } from '../../../src/node/run/folders.js';
import { tempFolder } from '../../support/temp.js';
import { attemptOf, made, request } from './support.js';

const MIB = 1024 * 1024;

describe('an attempt', () => {
  it('passes when the command exits with 0, and its log is what was printed', async () => {
    const { record, log } = await attemptOf('echo out; echo err >&2; printf "no newline"');
    expect(record).toMatchObject({ attempt: 1, outcome: 'pass', exitCode: 0, signal: null, log: 'logs/0001.log', outputBytes: 18 });
    expect(record).not.toHaveProperty('signature');
    expect(log).toBe('out\nerr\nno newline');
  });

  it('fails when it exits with another code, with a signature', async () => {
    const { record } = await attemptOf('echo "Error: expected 3 orders, got 2"; exit 3');
    expect(record).toMatchObject({ outcome: 'fail', exitCode: 3, signal: null });
    expect(record.signature?.title).toContain('expected 3 orders, got 2');
  });

  it('crashes when a signal ends it that was not ours', async () => {
    expect((await attemptOf('kill -SEGV $$')).record).toMatchObject({ outcome: 'crash', exitCode: null, signal: 'SIGSEGV' });
    expect((await attemptOf('kill -KILL $$')).record).toMatchObject({ outcome: 'crash', exitCode: null, signal: 'SIGKILL' });
  });

  it('fails, and is not said to have crashed, when a shell reports a crash by its exit code', async () => {
    expect((await attemptOf('bash -c \'kill -SEGV $$\'; exit $?')).record).toMatchObject({ outcome: 'fail', exitCode: 139, signal: null });
  });

  it('times out, and is killed when it ignores SIGTERM', async () => {
    const { record, log } = await attemptOf('trap "echo asked to end" TERM; echo ready; while true; do sleep 0.05; done', { timeoutMs: 1_000, graceMs: 300 });
    expect(record).toMatchObject({ outcome: 'timeout', exitCode: null, signal: 'SIGKILL' });
    expect(record.signature).toBeDefined();
    expect(log).toMatch(/^ready\n(.*\n)*asked to end\n/);
  });

  it('times out without waiting for the whole grace when it ends at SIGTERM', async () => {
    const { record } = await attemptOf('trap "echo asked; exit 0" TERM; while true; do sleep 0.05; done', { timeoutMs: 600, graceMs: 50_000 });
    expect(record).toMatchObject({ outcome: 'timeout', exitCode: 0, signal: null });
    expect(record.durationMs).toBeLessThan(50_000);
  });

  it('is timed out and killed even when it was stopped', async () => {
    expect((await attemptOf('kill -STOP $$', { timeoutMs: 200, graceMs: 50_000 })).record).toMatchObject({ outcome: 'timeout', signal: 'SIGTERM' });
  });

  it('has no input, its number, and the run in its environment', async () => {
    const run = await made(await request(['bash', '-c', 'cat; echo $CASEBOOK_RUN $CASEBOOK_ATTEMPT/$CASEBOOK_ATTEMPTS'], { id: '20260102-030405-abcd', plan: { attempts: 2 } }));
    expect(await run.log(2)).toBe('20260102-030405-abcd 2/2\n');
  });

  it('keeps stdout and stderr in the order of writing', async () => {
    const { log } = await attemptOf('for i in {1..300}; do echo out $i; echo err $i >&2; done');
    expect(log).toBe(Array.from({ length: 300 }, (_, index) => `out ${index + 1}\nerr ${index + 1}\n`).join(''));
  });

  it('may open /dev/stderr and /dev/stdout, as in a terminal', async () => {
    const { record, log } = await attemptOf('echo one > /dev/stderr && echo two > /dev/stdout');
    expect(record.outcome).toBe('pass');
    expect(log).toBe('one\ntwo\n');
  });

  it('takes a line of shell syntax where the plan says so', async () => {
    const run = await made(await request(['echo "$0" | grep -c sh && exit 4'], { plan: { shell: true } }));
    expect(run.records[0]).toMatchObject({ outcome: 'fail', exitCode: 4 });
  });

  it('keeps secrets of known shapes out of its log', async () => {
    const { record, log } = await attemptOf('echo "user=ann password=hunter2 port=8080"; sleep 0.05; printf "Authorization: Bear"; sleep 0.05; echo "er abcdefgh12345678"');
    expect(record.outputBytes).toBe('user=ann password=hunter2 port=8080\nAuthorization: Bearer abcdefgh12345678\n'.length);
    expect(log).toMatch(/user=ann password=‹secret:\w+› port=8080\n/);
    expect(log).not.toContain('abcdefgh');
  });
});

describe('a command that prints without measure', () => {
  it('is read to the end, while its log stays bounded and says what is missing', async () => {
    const { record, log } = await attemptOf('echo first; yes "a line of text that goes on and on" | head -c 100000000; echo; echo last');
    expect(record).toMatchObject({ outcome: 'pass', outputBytes: 100_000_012, logTruncated: true });
    expect(log.length).toBeLessThan(9 * MIB + 200);
    expect(log.length).toBeGreaterThan(9 * MIB - 200);
    expect(log.startsWith('first\n')).toBe(true);
    expect(log.endsWith('\nlast\n')).toBe(true);
    const [note = '', left] = /\n\[casebook: (\d+) bytes of output left out here\]\n/.exec(log) ?? [];
    expect(Number(left)).toBe(record.outputBytes - (log.length - note.length));
  });

  it('keeps all of an output that is only somewhat too long for the head', async () => {
    const { record, log } = await attemptOf(`yes 0123456789 | head -c ${8 * MIB + 1000}`);
    expect(record).not.toHaveProperty('logTruncated');
    expect(log).toBe('0123456789\n'.repeat(800_000).slice(0, 8 * MIB + 1000));
  });

  it('is ended at its timeout', async () => {
    const { record } = await attemptOf('yes', { timeoutMs: 2_000, graceMs: 50_000 });
    expect(record).toMatchObject({ outcome: 'timeout', signal: 'SIGTERM', logTruncated: true });
    expect(record.outputBytes).toBeGreaterThan(9 * MIB);
  });
});

describe('a command that cannot be started', () => {
  it.each([
    ['does not exist', ['no-such-command-anywhere'], /^The command "no-such-command-anywhere" was not found: check its spelling and PATH/],
    ['is a folder', ['/tmp'], /^The command "\/tmp" may not be executed/],
    ['is empty', [''], /empty or holds a NUL/],
    ['holds a NUL', ['echo', 'a\0b'], /empty or holds a NUL/],
    ['has a file where a folder should be', ['/etc/passwd/x'], /a part of its path is a file/],
    ['has too many arguments', ['echo', 'x'.repeat(3 * MIB)], /too many or too long arguments/],
  ])('ends the run: it %s', async (_, command, reason) => {
    const run = await made(await request(command, { plan: { attempts: 5 } }));
    expect(run.records).toHaveLength(1);
    expect(run.records[0]).toMatchObject({ outcome: 'infra', exitCode: null, signal: null, outputBytes: 0 });
    expect(run.records[0]?.reason).toMatch(reason);
    expect(run.result).toMatchObject({ reason: 'error', message: run.records[0]?.reason });
  });

  it('ends the run: it may not be executed', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'program'), '#!/bin/sh\n');
    const run = await made(await request(['./program'], { root }));
    expect(run.records[0]?.reason).toMatch(/may not be executed: check its permissions/);
  });

  it('ends the run: its interpreter is missing', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'program'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const run = await made(await request(['./program'], { root }));
    expect(run.records[0]?.reason).toMatch(/exists, but the interpreter/);
  });

  it('ends the run: its working folder vanished', async () => {
    const root = await tempFolder();
    const run = await made(await request(['true'], { root, cwd: path.join(root, 'gone') }));
    expect(run.records[0]?.reason).toMatch(/^The working folder ".*gone" does not exist/);
  });

  it('ends the run after three attempts if it ran before', async () => {
    const root = await tempFolder();
    const cwd = path.join(root, 'work');
    await mkdir(cwd);
    const script = 'if [ "$CASEBOOK_ATTEMPT" = 2 ]; then rmdir "$PWD"; fi';
    const run = await made(await request(['bash', '-c', script], { root, cwd, plan: { attempts: 10 } }));
    expect(run.result.reason).toBe('error');
    expect(run.records.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'infra', 'infra', 'infra']);
  });

  it('may be back at the next attempt', async () => {
    const root = await tempFolder();
    const program = path.join(root, 'program');
    await writeFile(program, '#!/bin/sh\nif [ "$CASEBOOK_ATTEMPT" = 2 ]; then chmod -x "$0"; else exit 0; fi\n', { mode: 0o755 });
    const asked = await request([program], { plan: { attempts: 5 } });
    const attempts = path.join(runFolder(asked.root, asked.id), 'attempts.ndjson');
    const run = await made(asked, {
      // Asked before each attempt.
      shouldStop: () => {
        if (existsSync(attempts) && readFileSync(attempts, 'utf8').includes('"infra"')) chmodSync(program, 0o755);
        return undefined;
      },
    });
    expect(run.result.reason).toBe('completed');
    expect(run.records.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'infra', 'pass', 'pass']);
  });
});

describe('a run that knows enough', () => {
  it('lets attempts that run come to their own end: a failure that takes longer than passes is not cut off', async () => {
    const root = await tempFolder();
    let passes = 0;
    const run = await made(await request(['bash', '-c', 'if [ $CASEBOOK_ATTEMPT = 1 ]; then until [ -e enough ]; do sleep 0.01; done; exit 1; fi'], { root, plan: { attempts: 1_000, jobs: 2 } }), {
      onRecord: ({ outcome }) => (passes += outcome === 'pass' ? 1 : 0),
      isEnough: () => {
        if (passes >= 3) writeFileSync(path.join(root, 'enough'), '');
        return passes === 3;
      },
    });
    expect(run.records.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual(['2 pass', '3 pass', '4 pass', '1 fail']);
    expect(run.result.reason).toBe('decided');
  });
});
