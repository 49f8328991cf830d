import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogReport } from '../../src/core/evidence/logs/types.js';
import { CLI, casebook, lastJson } from '../support/casebook.js';
import { BEATS, ITEM, second, workspace } from './logsWorkspace.js';

async function reportOf(root: string, ...args: readonly string[]): Promise<LogReport> {
  const { stdout, stderr } = await casebook(root, 'logs', '--json', '--zone', 'UTC', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as LogReport;
}

/** A client that waits 1, 2, 4, 8, 8, 8 s, each attempt taking two seconds. */
const RETRIES = [0, 3, 7, 13, 23, 33, 43].map((at, index) => `${second(at)} WARN reconnect attempt ${index + 1}\n`).join('');

describe('casebook logs', () => {
  it('finds missed ticks, the silence that they are, and exits with 0 where nothing fails', async () => {
    const root = await workspace({ 'beat.log': BEATS });
    const { code, stdout } = await casebook(root, 'logs', 'beat.log');
    expect(code).toBe(0);
    expect(stdout).toContain('None of 57 records of this log says that something failed.');
    expect(stdout).toContain(`for 4 s from ${second(29)}`);
    const report = await reportOf(root, 'beat.log');
    expect(report.intervals).toMatchObject([{ template: 'INFO heartbeat # ok', periodMs: 1000, count: 57, expected: 60, missed: 3, merged: 0 }]);
    expect(report.gaps).toMatchObject([{ from: second(29), to: second(33), open: false }]);
  });

  it('keeps evidence for the editor to write, with the hash of the bytes of the file, whether or not a work item is named', async () => {
    const bytes = Buffer.from(`${second(0)} INFO started\r\n${second(1)} \u001b[31mERROR\u001b[0m refused\r\n`);
    const root = await workspace({ 'app.log': bytes, 'app.log.gz': gzipSync(bytes) });
    for (const wi of [[], ['--wi', 'WI1']]) {
      const { code, stdout } = await casebook(root, 'logs', '--json', '--hand-over', ...wi, '--', './app.log');
      const { id, ledger, files } = JSON.parse(stdout) as LogReport & { id: string; ledger: string };
      expect([code, files[0]?.bytes, files[0]?.sha256]).toEqual([1, bytes.length, createHash('sha256').update(bytes).digest('hex')]);
      const { writeBack } = JSON.parse(await readFile(path.join(root, ledger, 'run.json'), 'utf8')) as { writeBack?: { state: string; workItem: string } };
      expect(writeBack).toEqual(wi.length === 0 ? undefined : expect.objectContaining({ state: 'pending', workItem: 'WIs/WI1_t.md' }));
      expect(id).toMatch(/^\d{8}-/);
    }
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(ITEM);
    expect((await reportOf(root, '--hand-over', 'app.log.gz')).signatures).toHaveLength(1);
  });

  it('fits the back-off of a client', async () => {
    const root = await workspace({ 'client.log': RETRIES });
    const { backoffs } = await reportOf(root, 'client.log');
    expect(backoffs).toHaveLength(1);
    const [fit] = backoffs;
    expect([fit?.attempts, Math.round((fit?.baseMs ?? 0) / 10), fit?.factor.toFixed(1), Math.round((fit?.capMs ?? 0) / 100), Math.round((fit?.constantMs ?? 0) / 10)]).toEqual([7, 100, '2.0', 80, 200]);
  });

  it('holds what repeats against a period that was stated', async () => {
    const root = await workspace({ 'ticks.log': Array.from({ length: 51 }, (_, index) => `${second(index * 0.2)} tick\n`).join('') });
    const { stdout } = await casebook(root, 'logs', 'ticks.log', '--every', '100ms');
    expect(stdout).toContain('“tick” came 51 times in 10 s (line 1): one per 200 ms, where one per 100 ms would be 101; 50 ticks missing.');
  });

  it('merges several logs, formats and clocks into one timeline, and says what it assumed', async () => {
    const root = await workspace({
      'a.log': '2026-11-21T15:02:00+01:00 INFO server up\n2026-11-21T15:02:10+01:00 INFO server idle\n',
      'b.log': 'E1121 14:02:05.000000 client gave up\n',
      'c.log': gzipSync('{"level":"error","ts":1795269727.5,"msg":"disk full"}\n'),
    });
    const report = await reportOf(root, 'a.log', 'b.log', 'c.log');
    expect(report.timeline.filter(({ what }) => what === 'failure' || what.startsWith('first record')).map(({ at, file }) => [at, file])).toEqual([
      ['2026-11-21T14:02:00.000Z', 0], ['2026-11-21T14:02:05.000Z', 1], ['2026-11-21T14:02:05.000Z', 1], ['2026-11-21T14:02:07.500Z', 2], ['2026-11-21T14:02:07.500Z', 2],
    ]);
    expect(report.files.map(({ formats }) => formats)).toEqual([['ISO 8601'], ['klog'], ['JSON']]);
    expect(report.files[1]?.notes.join(' ')).toContain('tell no year: 2026 was taken');
  });

  it('keeps stack traces whole and counts failures by signature', async () => {
    const trace = (id: number): string => `${second(id)} ERROR worker job ${id} failed\njava.io.IOException: broken pipe\n\tat app.Worker.run(Worker.java:12)\nCaused by: java.net.SocketException: reset\n`;
    const root = await workspace({ 'app.log': `${trace(1)}${trace(2)}${second(3)} INFO done\n` });
    const { code, stdout } = await casebook(root, 'logs', 'app.log');
    expect(code).toBe(1);
    expect(stdout).toContain('2 failures of 1 kind in 3 records of this log.');
    expect(stdout).toContain('2×  2026-11-21T14:02:01.000Z  line 1  java.io.IOException: broken pipe');
  });

  it('selects by time and expression, and says so where that leaves nothing', async () => {
    const root = await workspace({ 'beat.log': BEATS });
    expect((await reportOf(root, 'beat.log', '--since', '14:02:10', '--until', second(20))).records).toBe(10);
    expect((await reportOf(root, 'beat.log', '--grep', 'heartbeat 1[0-4] ')).records).toBe(5);
    const around = await reportOf(root, 'beat.log', '--around', second(31));
    expect(around.excerpt.map(({ line }) => line)).toContain(30);
    const { code, stdout } = await casebook(root, 'logs', 'beat.log', '--since', '2027-01-01');
    expect(code).toBe(1);
    expect(stdout).toContain('Missing evidence\n  Nothing in beat.log is what was asked for');
  });

  it('writes a block into the work item, with line numbers, the hash, and what is missing', async () => {
    const root = await workspace({ 'app.log': `${second(0)} INFO up\n${second(1)} ERROR token=abcdefghijklmnopqrstuvwxyz refused\n` });
    const { code, stdout } = await casebook(root, 'logs', 'app.log', 'gone.log', '--wi', 'WI1', '--json');
    expect(code).toBe(1);
    const { id } = JSON.parse(stdout) as { id: string };
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain(`<!-- casebook:begin log ${id} -->`);
    expect(text).toMatch(/\n {6}2 {2}2026-11-21T14:02:01\.000Z ERROR token=‹secret/);
    expect(text).toMatch(/\| `app\.log` \| 2 \| \d+ \| ISO 8601 \|.*`[0-9a-f]{64}` \|/);
    expect(text).toContain('**Missing evidence:**\n\n- gone.log cannot be read (it does not exist).');
    expect(text).not.toContain('abcdefghijklmnopqrstuvwxyz');
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
    expect((await casebook(root, 'check', 'WIs/WI1_t.md')).stdout).not.toContain('evidence-edited');
  });

  it('refuses what cannot be read, and times and expressions that are none', async () => {
    const root = await workspace({ 'a.log': BEATS });
    for (const words of [[], ['gone.log'], ['WIs'], ['a.log', '--since', 'yesterday'], ['a.log', '--grep', '('], ['a.log', '--zone', 'Paris'], ['a.log', '--for', '3s'], ['-', '-'], ['a.log', '--wi', 'WI9'], ['diff', 'a.log', 'gone.log']]) {
      expect([words, (await casebook(root, 'logs', ...words)).code]).toEqual([words, 2]);
    }
    expect((await casebook(root, 'logs', 'WIs')).stderr).toBe('casebook: WIs is a folder: name the files in it. Nothing was read.\n');
  });

  it('says of what is no text that it is none, and of what is packed how to unpack it', async () => {
    const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256));
    const packed = (magic: readonly number[]): Buffer => Buffer.concat([Buffer.from(magic), noise]);
    const root = await workspace({
      'noise.log': noise,
      'a.log.bz2': packed([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26]),
      'a.log.xz': packed([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
      'a.log.zst': packed([0x28, 0xb5, 0x2f, 0xfd]),
      'program': await readFile(process.execPath).then((bytes) => bytes.subarray(0, 100_000)),
      'holes.log': Buffer.concat([Buffer.alloc(20_000), Buffer.from(`\n${BEATS}`)]),
      'beat.log': BEATS,
      'beat.log.gz': gzipSync(BEATS),
    });
    const said = async (...words: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, stderr } = await casebook(root, 'logs', ...words);
      return [code, stderr];
    };
    expect(await said('noise.log')).toEqual([2, 'casebook: noise.log is no text: there are no lines of a log in it. Nothing was read.\n']);
    expect(await said('program')).toEqual([2, 'casebook: program is no text: there are no lines of a log in it. Nothing was read.\n']);
    for (const [name, tool] of [['a.log.bz2', 'bzip2'], ['a.log.xz', 'xz'], ['a.log.zst', 'zstd']] as const) {
      expect(await said(name)).toEqual([2, `casebook: ${name} is compressed with ${tool}, which is not unpacked here: give it unpacked, \`${tool} -dc FILE | casebook logs -\`. Nothing was read.\n`]);
    }
    expect(await said('beat.log.gz', '--follow', '--for', '1m')).toEqual([2, 'casebook: beat.log.gz is compressed with gzip, and is not written any more: read it without --follow. Nothing was read.\n']);
    expect((await reportOf(root, 'beat.log', 'noise.log')).missing).toEqual(['noise.log is no text: there are no lines of a log in it.']);
    expect((await reportOf(root, 'holes.log')).records).toBeGreaterThan(50);
    for (const words of [['logs', '-'], ['logs', '-', '--follow']]) {
      const child = spawn(process.execPath, [CLI, ...words], { cwd: root, stdio: ['pipe', 'ignore', 'ignore'] });
      child.stdin.on('error', () => undefined).end(noise); // it may go before it took all
      expect(await once(child, 'close')).toEqual([2, null]);
    }
  });

  it('finds a time of day in a log that goes on over midnight', async () => {
    const root = await workspace({ 'night.log': ['2026-11-21T23:59:58Z a', '2026-11-21T23:59:59Z b', '2026-11-22T00:00:00Z c', '2026-11-22T00:00:01Z d'].map((line) => `${line}\n`).join('') });
    expect(await reportOf(root, 'night.log', '--around', '00:00:00')).toMatchObject({ records: 4, missing: [] });
    expect(await reportOf(root, 'night.log', '--around', '23:59:59')).toMatchObject({ records: 4, missing: [] });
    expect(await reportOf(root, 'night.log', '--since', '23:59:59', '--until', '00:00:01')).toMatchObject({ records: 2 });
    expect((await reportOf(root, 'night.log', '--around', '12:00')).records).toBe(0);
  });

  it('survives a cut gzip, CR and NUL, UTF-16, and a line without end', async () => {
    const zipped = gzipSync(BEATS.repeat(50));
    const root = await workspace({
      'cut.log.gz': zipped.subarray(0, zipped.length - 200),
      'crlf.log': BEATS.replaceAll('\n', '\r\n').replace('heartbeat 5', 'heart\0beat 5'),
      'wide.log': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(BEATS, 'utf16le')]),
      'long.log': `${second(0)} INFO start\n${second(1)} INFO ${'x'.repeat(3_000_000)}\n${second(2)} INFO end`,
      'empty.log': '',
    });
    const cut = await reportOf(root, 'cut.log.gz');
    expect(cut.files[0]?.notes.join(' ')).toContain('its end is missing: what is there was read');
    expect(cut.records).toBeGreaterThan(100);
    expect((await reportOf(root, 'crlf.log')).intervals[0]).toMatchObject({ template: 'INFO heartbeat # ok', periodMs: 1000 });
    expect((await reportOf(root, 'wide.log')).intervals).toMatchObject([{ template: 'INFO heartbeat # ok', count: 57 }]);
    const long = await reportOf(root, 'long.log');
    expect([long.records, long.files[0]?.lines, long.files[0]?.last]).toEqual([3, 3, second(2)]);
    expect(long.files[0]?.notes.join(' ')).toContain('1 line longer than 64 KB');
    expect((await reportOf(root, 'empty.log')).missing).toEqual(['empty.log is empty.']);
    expect((await casebook(root, 'logs', 'empty.log')).stdout.split('\n')[0]).toBe('This log is empty.');
    await writeFile(path.join(root, 'plain.log'), 'hello\nworld\n');
    expect((await reportOf(root, 'plain.log')).missing).toEqual([]);
    expect((await reportOf(root, 'plain.log', '--since', '14:00')).missing).toEqual(['plain.log has no time stamps that are recognised: nothing of it is in the time that was asked for.']);
  });

  it('reads UTF-16 without a mark at its beginning, as a part of a log has none, and follows what is in UTF-16', async () => {
    const text = `${second(0)} INFO up\n${second(1)} ERROR password=hunter2secret was refused\n`;
    const little = Buffer.from(text, 'utf16le');
    const root = await workspace({ 'part.log': little, 'big.log': Buffer.from(little).swap16(), 'marked.log': Buffer.concat([Buffer.from([0xff, 0xfe]), little]) });
    for (const name of ['part.log', 'big.log']) {
      const { files, signatures } = await reportOf(root, name);
      expect([name, files[0]?.records, signatures.length]).toEqual([name, 2, 1]);
      expect(files[0]?.notes.join(' ')).toMatch(/UTF-16[LB]E/);
    }
    for (const name of ['marked.log', 'part.log']) {
      const { stdout } = await casebook(root, 'logs', name, '--follow', '--for', '1s', '--json');
      const report = lastJson(stdout) as LogReport;
      expect([name, report.files[0]?.records, report.signatures.length]).toEqual([name, 2, 1]);
      expect(stdout).not.toContain('hunter2secret');
    }
  });

  it('says of blank lines that they are no records, and takes no zone that there is not', async () => {
    const root = await workspace({ 'blank.log': '\n \n\n', 'beat.log': BEATS });
    expect((await casebook(root, 'logs', 'blank.log')).stdout.split('\n')[0]).toBe('There are no records in this log, only blank lines.');
    expect(await casebook(root, 'logs', 'beat.log', '--zone', '+99:00')).toMatchObject({ code: 2, stderr: expect.stringContaining('--zone +99:00 is no offset') as string });
  });

  it('reads standard input, and takes its end at any moment', async () => {
    const root = await workspace();
    const child = spawn(process.execPath, [CLI, 'logs', '-', '--json', '--name', 'output of make'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(`${second(0)} ERROR no rule to make target`);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ files: [{ name: 'output of make' }], signatures: [{ title: 'no rule to make target' }] });
  });

  it('ends quietly when its reader goes', async () => {
    const root = await workspace({ 'beat.log': BEATS });
    const child = spawn('bash', ['-c', `"${process.execPath}" "${CLI}" logs beat.log | true; echo "\${PIPESTATUS[0]}"`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: Buffer[][] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out?.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err?.push(chunk));
    await once(child, 'close');
    expect([Buffer.concat(out ?? []).toString(), Buffer.concat(err ?? []).toString()]).toEqual(['0\n', '']);
  });
});
