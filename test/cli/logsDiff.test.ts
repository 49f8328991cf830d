import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogDiff } from '../../src/core/evidence/logs/diff.js';
import type { LogDiffReport } from '../../src/core/evidence/logs/diffReport.js';
import { CLI, casebook, lastJson } from '../support/casebook.js';
import { BEATS, ITEM, second, workspace } from './logsWorkspace.js';

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
