import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { start, type Ended } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

/** A verb that loads more than the start, by Node's loader of ES modules. */
const ERROR = ['explain', 'connect ECONNREFUSED 127.0.0.1:5432'];

describe('code that was compiled by an earlier start', () => {
  let folder: string;
  let kept: string;
  const casebook = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> => start(folder, args, { NODE_COMPILE_CACHE: folder, NODE_DISABLE_COMPILE_CACHE: '', ...env }).ended;
  const files = (): string[] => readdirSync(kept).toSorted();
  const only = (): string => path.join(kept, files()[0] ?? 'none');

  beforeEach(async () => {
    folder = await tempFolder();
    kept = path.join(folder, 'casebook', 'compiled');
  });

  it('is kept by verb, taken by the next start, and says the same', async () => {
    const first = await casebook(ERROR);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(files()).toEqual([expect.stringMatching(new RegExp(`^[0-9a-f]{16}-${process.versions.v8}-${process.arch}-explain\\.bin$`))]);
    const { ino } = statSync(only());
    const second = await casebook(ERROR);
    expect(second).toEqual(first);
    // What is not taken is written anew.
    expect(statSync(only()).ino).toBe(ino);
    await casebook(['--version']);
    expect(files()).toHaveLength(2);
  });

  it('is compiled anew where the file is damaged anywhere, cut, or empty', async () => {
    const first = await casebook(ERROR);
    const whole = readFileSync(only());
    const damaged = [0, 20, 5_000, whole.length / 2, whole.length - 1].map((at) => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x5a, at);
      return bytes;
    });
    for (const bytes of [...damaged, whole.subarray(0, whole.length / 2), whole.subarray(0, 1001), Buffer.alloc(0), Buffer.alloc(4096)]) {
      writeFileSync(only(), bytes);
      expect(await casebook(ERROR)).toEqual(first);
      expect(readFileSync(only()).length).toBeGreaterThan(whole.length / 2 + 1);
    }
  });

  it('is left alone where the user wants none, where it cannot be written, and by a start that was refused', async () => {
    expect((await casebook(ERROR, { NODE_DISABLE_COMPILE_CACHE: '1' })).code).toBe(0);
    expect((await casebook(['explain'])).code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
    const file = path.join(folder, 'file');
    writeFileSync(file, 'not a folder');
    const told = await casebook(ERROR, { NODE_COMPILE_CACHE: file });
    expect([told.code, told.stderr, readFileSync(file, 'utf8')]).toEqual([0, '', 'not a folder']);
  });

  it('makes room after a month', async () => {
    await casebook(ERROR);
    const long = new Date(Date.now() - 31 * 24 * 3600 * 1000);
    utimesSync(only(), long, long);
    await casebook(['--version']);
    expect(files()).toEqual([expect.stringContaining('-none.bin')]);
  });
});
