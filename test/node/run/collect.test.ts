/** What is kept at the first failure. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Collector } from '../../../src/core/run/collector.js';
import { DEFAULT_COLLECTOR } from '../../../src/core/run/collector.js';
import { tempFolder } from '../../support/temp.js';
import { gone, made, processNamed, request } from './support.js';

const collector = (name: string, rest: Partial<Collector>): Collector => ({ ...DEFAULT_COLLECTOR, name, ...rest });

describe('the first failure', () => {
  it('has its evidence kept once, before --after and before what it left is ended', async () => {
    const root = await tempFolder();
    const script = 'sleep 1000 >/dev/null 2>&1 & echo $! > pid; echo here > state; exit $((CASEBOOK_ATTEMPT >= 2))';
    const collectors = [
      collector('the state', { command: 'cat state; echo attempt $CASEBOOK_FAILED_ATTEMPT; kill -0 $(cat pid) && echo left still lives' }),
      collector('file', { file: 'state' }),
    ];
    const run = await made(await request(['bash', '-c', script], { root, plan: { attempts: 3, after: 'rm state' } }), { collectors });
    expect(run.records.map(({ outcome, collected }) => [outcome, collected?.length])).toEqual([['leak', undefined], ['fail', 2], ['fail', undefined]]);
    expect(run.records[1]?.collected).toEqual([
      { name: 'the state', file: 'collected/0002-the-state.txt', bytes: 32 },
      { name: 'file', file: 'collected/0002-file.txt', bytes: 5 },
    ]);
    expect(await readFile(path.join(run.folder, 'collected/0002-the-state.txt'), 'utf8')).toBe('here\nattempt 2\nleft still lives\n');
    // A collector is none of what the attempt left.
    expect(run.records[1]?.leftBehind).toBe(1);
  });

  it('that is a timeout shows the process that hangs', async () => {
    const collectors = [collector('command', { command: 'tr "\\0" " " < /proc/$CASEBOOK_PID/cmdline' })];
    const run = await made(await request(['sleep', '1000'], { plan: { timeoutMs: 200, graceMs: 100 } }), { collectors });
    expect(run.records[0]).toMatchObject({ outcome: 'timeout', collected: [{ name: 'command' }] });
    expect(await readFile(path.join(run.folder, 'collected/0001-command.txt'), 'utf8')).toBe('sleep 1000 ');
  });

  it('does not take the time of its collectors', async () => {
    const run = await made(await request(['false']), { collectors: [collector('slow', { command: 'sleep 1; echo x' })] });
    expect(run.records[0]?.durationMs).toBeLessThan(1_000);
  });
});

describe('what cannot be had', () => {
  it('is told with its reason, one by one', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'large'), 'first line\nsecond line\nlast line\n');
    const collectors = [
      collector('missing', { command: 'no-such-command-anywhere' }),
      collector('slow', { command: 'echo self=$$; sleep 1000', timeoutMs: 300 }),
      collector('failing', { command: 'echo so far; exit 3' }),
      collector('silent', { command: 'true' }),
      collector('large', { file: 'large', maxBytes: 15 }),
      collector('absent', { file: 'absent' }),
      collector('device', { file: '/dev/zero' }),
      collector('secret', { command: 'echo password=hunter2' }),
      collector('secret', { command: 'echo two' }),
    ];
    const run = await made(await request(['false'], { root }), { collectors });
    const items = run.records[0]?.collected ?? [];
    expect(items.map(({ name, problem }) => [name, problem])).toEqual([
      ['missing', 'Its command was not found (exit code 127).'],
      ['slow', 'It took longer than 300 ms and was ended.'],
      ['failing', 'It exited with 3.'],
      ['silent', 'There was no output.'],
      ['large', 'Only the last 15 bytes are kept.'],
      ['absent', 'It cannot be read (it does not exist).'],
      ['device', 'It is no regular file.'],
      ['secret', undefined],
      ['secret', undefined],
    ]);
    const read = (index: number) => readFile(path.join(run.folder, items[index]?.file ?? ''), 'utf8');
    expect(await read(2)).toBe('so far\n');
    expect(await read(4)).toBe('last line\n');
    expect(await read(7)).not.toContain('hunter2');
    expect(await read(8)).toBe('two\n');
    const slow = processNamed('self', await read(1));
    if (slow) await gone(slow);
  });

  it('is nothing where no attempt failed', async () => {
    const run = await made(await request(['true']), { collectors: [collector('x', { command: 'echo x' })] });
    expect(run.records[0]).not.toHaveProperty('collected');
    expect(existsSync(path.join(run.folder, 'collected'))).toBe(false);
  });
});

it('collects for the first failure that is none of the infrastructure', async () => {
  const script = 'if [ $CASEBOOK_ATTEMPT = 1 ]; then echo no space; fi; exit 1';
  const run = await made(await request(['bash', '-c', script], { plan: { attempts: 3, infra: 'no space' } }), { collectors: [collector('x', { command: 'echo x' })] });
  expect(run.records.map(({ outcome, collected }) => [outcome, collected?.length])).toEqual([['infra', 1], ['fail', 1], ['fail', undefined]]);
});
