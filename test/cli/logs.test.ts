import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogDiff } from '../../src/core/evidence/logs/diff.js';
import type { LogDiffReport } from '../../src/core/evidence/logs/diffReport.js';
import type { LogReport } from '../../src/core/evidence/logs/types.js';
import { CLI, casebook, hear, lastJson, start } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **System State**: TBD\n- **Evidence**: TBD\n';

async function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(root, name), content);
  return root;
}

async function reportOf(root: string, ...args: readonly string[]): Promise<LogReport> {
  const { stdout, stderr } = await casebook(root, 'logs', '--json', '--zone', 'UTC', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as LogReport;
}

const second = (at: number): string => new Date(Date.UTC(2026, 10, 21, 14, 2, 0) + at * 1000).toISOString();

/** A heartbeat each second, three of them missing. */
const BEATS = Array.from({ length: 60 }, (_, index) => index).filter((index) => index < 30 || index > 32).map((index) => `${second(index)} INFO heartbeat ${index} ok\n`).join('');

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

describe('casebook logs --follow', () => {
  it('tells what comes, goes on after a rotation and a cut, and sums up at Ctrl-C', async () => {
    const root = await workspace({ 'app.log': `${second(0)} INFO up\n` });
    const file = path.join(root, 'app.log');
    const { child, ended } = start(root, ['logs', 'app.log', '--follow', '--json', '--grep', '.']);
    const until = hear(child.stdout);
    const remarked = hear(child.stderr);
    // The first look comes within a poll or two; what was there before is not told.
    const nudge = setInterval(() => void appendFile(file, `${second(1)} INFO ready\n`), 300);
    await until('ready');
    clearInterval(nudge);
    await appendFile(file, `${second(2)} ERROR first\n`);
    await until('ERROR first');
    await rename(file, `${file}.1`);
    await writeFile(file, `${second(3)} ERROR second\n`);
    await until('ERROR second');
    await truncate(file, 0);
    await remarked('app.log was cut');
    await appendFile(file, `${second(4)} ERROR third\n`);
    await until('ERROR third');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('app.log was replaced by a new file');
    expect(stderr).toContain('app.log was cut');
    expect((lastJson(stdout) as { type: string; signatures: unknown[] }).signatures).toHaveLength(3);
  });
});

describe('casebook logs --follow --for', () => {
  it('ends then, also where garbage is collected meanwhile', async () => {
    const root = await workspace({ 'beat.log': BEATS, 'garbage.cjs': "require('node:v8').setFlagsFromString('--expose-gc'); const collect = require('node:vm').runInNewContext('gc'); setInterval(collect, 50).unref();" });
    const { code, stdout } = await start(root, ['logs', 'beat.log', '--follow', '--for', '1s'], { NODE_OPTIONS: `--require ${path.join(root, 'garbage.cjs')}` }).ended;
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'None of 57 records of this log says that something failed.']);
  }, 20_000);
});

describe('casebook logs diff', () => {
  it('names the messages that separate two logs, and where they part', async () => {
    const ok = `${second(0)} INFO connect 127.0.0.1:5432\n${second(1)} INFO query 1 took 3 ms\n${second(2)} INFO bye\n`;
    const bad = `${second(0)} INFO connect 127.0.0.1:6543\n${second(1)} INFO query 2 took 9 ms\n${second(1.5)} WARN pool exhausted\n${second(2)} ERROR query 3 timed out\n`;
    const root = await workspace({ 'pass.log': ok, 'fail.log': bad });
    const { code, stdout } = await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log');
    expect(code).toBe(1);
    expect(stdout).toContain('The failing log parts from the passing at line 3 of fail.log, 1.5 s in: “2026-11-21T14:02:01.500Z WARN pool exhausted”.');
    const { onlyFailing, onlyPassing, same } = JSON.parse((await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log', '--json')).stdout) as LogDiff;
    expect([onlyFailing.map(({ template }) => template), onlyPassing.map(({ template }) => template), same]).toEqual([['ERROR query # timed out', 'WARN pool exhausted'], ['INFO bye'], 2]);
    expect((await casebook(root, 'logs', 'diff', 'pass.log', 'pass.log')).code).toBe(0);
  });

  it('tells of numbers that separate the same messages', async () => {
    const log = (code: number, status: number): string => Array.from({ length: 20 }, (_, index) => `${second(index)} INFO job ${index} ended with result code ${code} after ${index * code} ms\n${second(index)} INFO 127.0.0.1 "GET /orders HTTP/1.1" ${status} 512\n`).join('');
    const root = await workspace({ 'pass.log': log(0, 200), 'fail.log': log(1, 500) });
    const { code, stdout } = await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log');
    expect(code).toBe(1);
    expect(stdout).toContain('No message separates them, but a number does: the number behind “code” is 1 in the failing, 0 in the passing (fail.log:1).');
    const { numbers } = JSON.parse((await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log', '--json')).stdout) as LogDiff;
    expect(numbers.map(({ passing, failing }) => [passing, failing])).toEqual([[['0'], ['1']], [['200'], ['500']]]);
    const same = await casebook(root, 'logs', 'diff', 'pass.log', 'pass.log');
    expect([same.code, same.stdout.split('\n')[0]]).toEqual([0, 'No message separates them, nor a word in one, nor a number of up to four digits that has few values; longer and other numbers were not compared.']);
  });

  it('refuses one log, and more than two', async () => {
    const root = await workspace({ diff: BEATS, 'a.log': BEATS });
    expect((await casebook(root, 'logs', 'diff', 'a.log')).stderr).toBe('casebook: `logs diff` holds two logs, or runs, against each other, and 1 was named: write `casebook logs diff PASSING FAILING`, or ./diff for a log of that name.\n');
    expect((await casebook(root, 'logs', './diff')).code).toBe(0);
    expect((await casebook(root, 'logs', 'a.log', '--every', '0s')).stderr).toBe('casebook: --every 0 is no period: write 100ms, 3s or 2m.\n');
  });

  it('shows both sides where they part, and takes a time of day as of the day of each log', async () => {
    const log = (day: number, ...more: readonly string[]): string => [`2026-11-${day}T14:02:00Z INFO up`, `2026-11-${day}T14:02:01Z INFO connected`, ...more.map((text) => `2026-11-${day}T${text}`), ''].join('\n');
    const root = await workspace({ 'pass.log': log(20, '14:02:03Z INFO query 1 ran', '14:02:04Z INFO bye'), 'fail.log.gz': gzipSync(log(21, '14:02:03Z ERROR pool exhausted', '14:02:04Z INFO bye')) });
    const { stdout } = await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log.gz');
    expect(stdout).toContain('fail.log.gz around line 3\n       1  2026-11-21T14:02:00Z INFO up\n       2  2026-11-21T14:02:01Z INFO connected\n>      3  2026-11-21T14:02:03Z ERROR pool exhausted\n       4  2026-11-21T14:02:04Z INFO bye\n');
    expect(stdout).toContain('pass.log at the same place, counted in time from “INFO connected”\n       1  2026-11-20T14:02:00Z INFO up\n       2  2026-11-20T14:02:01Z INFO connected\n       3  2026-11-20T14:02:03Z INFO query 1 ran\n');
    const late = JSON.parse((await casebook(root, 'logs', 'diff', 'pass.log', 'fail.log.gz', '--since', '14:02:04', '--json', '--zone', 'UTC')).stdout) as LogDiffReport;
    expect([late.onlyFailing, late.onlyPassing, late.same, late.missing]).toEqual([[], [], 1, []]);
    expect(late.selection).toEqual(['--since 2026-11-20T14:02:04.000Z', '--since 2026-11-21T14:02:04.000Z']);
  });

  it('writes a block with the provenance of both sides, in its place again when it is asked again, and never over an edit by hand', async () => {
    const ok = `${second(0)} INFO connected\n${second(2)} INFO bye\n`;
    const bad = `${second(0)} INFO connected\n${second(1)} ERROR token=abcdefghijklmnopqrstuvwxyz refused\n`;
    const root = await workspace({ 'pass.log': ok, 'fail.log': bad });
    const file = path.join(root, 'WIs/WI1_t.md');
    const words = ['logs', 'diff', 'pass.log', 'fail.log', '--wi', 'WI1'];
    const { code, stdout, stderr } = await casebook(root, ...words, '--json');
    expect([code, stderr]).toEqual([1, 'Written into WIs/WI1_t.md: Phase 1: Investigation › Debug Information › Evidence.\n']);
    const { id, ledger } = JSON.parse(stdout) as { id: string; ledger: string };
    const text = await readFile(file, 'utf8');
    expect(text).toContain(`- **Evidence**:\n\n<!-- casebook:begin log ${id} -->\n**The failing log parts from the passing at line 2 of \`fail.log\`, 1 s in:`);
    for (const [name, content] of [['pass.log', ok], ['fail.log', bad]] as const) expect(text).toContain(`| \`${name}\` | 2 | ${content.length} | ISO 8601 | ${second(0)} | ${second(name === 'pass.log' ? 2 : 1)} | \`${createHash('sha256').update(content).digest('hex')}\` |`);
    expect(text).toMatch(/\n> {5}2 {2}2026-11-21T14:02:01\.000Z ERROR token=‹secret/);
    expect(`${text}${await readFile(path.join(root, ledger, 'run.json'), 'utf8')}`).not.toContain('abcdefghijklmnopqrstuvwxyz');
    expect((await casebook(root, 'check', 'WIs/WI1_t.md')).stdout).not.toContain('evidence-');
    expect((await casebook(root, 'show', id)).stdout).toContain('Difference of logs: They differ');
    // Nothing changed, so it is the same evidence.
    expect((await casebook(root, ...words)).stdout).toContain(`Recorded as ${id}`);
    expect((await casebook(root, 'writeback', id)).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(text);
    // A log that says something else is other evidence, behind it.
    await appendFile(path.join(root, 'fail.log'), `${second(3)} INFO bye\n`);
    expect((await casebook(root, ...words)).code).toBe(1);
    const both = await readFile(file, 'utf8');
    expect([both.includes(text.trimEnd()), [...both.matchAll(/casebook:begin log/g)].length]).toEqual([true, 2]);
    // An edit by hand stands; the evidence is in the ledger.
    await writeFile(path.join(root, 'fail.log'), bad);
    await writeFile(file, both.replace('| `INFO bye` |', '| `INFO bye`, of course |'));
    const edited = await readFile(file, 'utf8');
    const refused = await casebook(root, ...words);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringMatching(/The log block \S+ in line \d+ was edited by hand.*\nThe evidence is safe in the ledger/s) as string]);
    expect(await readFile(file, 'utf8')).toBe(edited);
    expect((await casebook(root, 'check', 'WIs/WI1_t.md')).stdout).toContain('evidence-edited');
    await rm(path.join(root, ledger), { recursive: true });
    expect((await casebook(root, 'check', 'WIs/WI1_t.md')).stdout).toContain('evidence-ledger-missing');
  });

  it('refuses logs that are gone, empty or no text, and what does not go with it, and changes no document', async () => {
    const root = await workspace({ 'a.log': BEATS, 'empty.log': '', 'noise.log': Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256)) });
    const said = async (...words: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, stderr } = await casebook(root, 'logs', 'diff', ...words, '--wi', 'WI1');
      return [code, stderr];
    };
    expect(await said('a.log', 'gone.log')).toEqual([2, 'casebook: gone.log cannot be read (it does not exist). Name a log, or the id of a run.\n']);
    expect(await said('empty.log', 'a.log')).toEqual([2, 'casebook: empty.log is empty: there is nothing in it to hold against the other. Name another log, or the id of a run.\n']);
    expect(await said('a.log', 'noise.log')).toEqual([2, 'casebook: noise.log is no text: there are no lines of a log in it. Name a log, or the id of a run.\n']);
    expect(await said('a.log', 'a.log', '--follow', '--every', '1s')).toEqual([2, 'casebook: --follow and --every do not go with `logs diff`, which reads both logs to their ends.\n']);
    expect(await said('a.log', '20261121-140233-a3f9')).toEqual([2, expect.stringContaining('There is no run in') as string]);
    expect([await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8'), await readdir(path.join(root, '.casebook'))]).toEqual([ITEM, expect.not.arrayContaining(['runs'])]);
    const { code, stdout } = await casebook(root, 'logs', 'diff', 'a.log', 'a.log', '--grep', 'no such thing');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^Nothing of these logs can be held against each other\.\n.*Missing evidence\n {2}Nothing in a\.log is what was asked for \(--grep no such thing\)\./s) as string]);
  });

  it('takes what can be read once, and says that its lines are not shown', async () => {
    const root = await workspace({ 'a.log': BEATS });
    const child = spawn('bash', ['-c', `exec "${process.execPath}" "${CLI}" logs diff a.log <(cat a.log; echo '${second(99)} ERROR lost') --json`], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await once(child, 'close')).toEqual([1, null]);
    const { divergences, excerpts, missing } = JSON.parse(Buffer.concat(chunks).toString()) as LogDiffReport;
    expect([divergences[0]?.line, Object.keys(excerpts), missing]).toEqual([58, ['passing'], [expect.stringMatching(/^\/dev\/fd\/\d+ can be read only once: its lines around the place where they part are not shown\.$/)]]);
  });

  it('takes the attempts of a run', async () => {
    const root = await workspace();
    await writeFile(path.join(root, 'flaky.sh'), 'echo starting\nn=$(cat n 2>/dev/null || echo 0); echo $((n+1)) > n\nif [ $((n % 2)) = 1 ]; then echo "cache is cold"; exit 1; fi\necho "all good"\n');
    const run = lastJson((await casebook(root, 'run', '-n', '4', '--keep', 'all', '--json', '--', 'bash', 'flaky.sh')).stdout) as { id: string };
    await rm(path.join(root, '.casebook/runs', run.id, 'logs/0002.log'));
    const { stdout, stderr } = await casebook(root, 'logs', 'diff', run.id, run.id, '--wi', 'WI1', '--json');
    expect(stderr).toBe('Written into WIs/WI1_t.md: Phase 1: Investigation › Debug Information › Evidence.\n');
    const { id, onlyFailing, onlyPassing, missing } = JSON.parse(stdout) as LogDiffReport & { readonly id: string };
    expect(missing).toEqual([`The logs of 1 of 2 failing attempts of run ${run.id} were not kept, or are gone.`]);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain(`<!-- casebook:begin log ${id} -->`);
    expect(text).toContain(`| \`cache is cold\` | 1 of 1 | 0 of 2 |  | \`${run.id}/logs/`);
    expect(text).toContain(`**Missing evidence:**\n\n- The logs of 1 of 2 failing attempts of run ${run.id} were not kept, or are gone.`);
    expect((await casebook(root, 'logs', 'diff', id, id)).stderr).toBe(`casebook: ${id} is a difference of logs: name a run, or a log.\n`);
    expect(onlyFailing.filter(({ template }) => template === 'cache is cold')).toMatchObject([{ failingLogs: 1, passingLogs: 0 }]);
    expect(onlyPassing.filter(({ template }) => template === 'all good')).toMatchObject([{ failingLogs: 0, passingLogs: 2 }]);
  });
});
