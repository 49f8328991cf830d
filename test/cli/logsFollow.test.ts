import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hear, lastJson, start } from '../support/casebook.js';
import { BEATS, second, workspace } from './logsWorkspace.js';

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
