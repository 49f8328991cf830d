import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLog, streamLog, type LogBytes } from '../../../src/node/logs/bytesOf.js';
import { tempFolder } from '../../support/temp.js';

const never = new AbortController().signal;

async function textOf(bytes: LogBytes): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes.pieces) pieces.push(Buffer.from(piece));
  await bytes.close();
  return Buffer.concat(pieces).toString();
}

describe('bytes of a log', () => {
  it('are cut where a gzip unpacks to hundreds of times its size', async () => {
    const file = path.join(await tempFolder(), 'bomb.gz');
    await writeFile(file, gzipSync(Buffer.alloc(8_000_000), { level: 9 }));
    const bytes = await openLog(file, () => undefined, never, 1_000_000);
    expect((await textOf(bytes)).length).toBeLessThan(5_000_000);
    expect(bytes.notes).toEqual([expect.stringMatching(/^It unpacks to more than 400 times its size: it was read up to \d+ bytes, and no further\.$/)]);
  });

  it('are what a gzip holds, also of several members, and of a stream', async () => {
    const zipped = Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]);
    const file = path.join(await tempFolder(), 'two.gz');
    await writeFile(file, zipped);
    expect(await textOf(await openLog(file, () => undefined, never))).toBe('one\ntwo\n');
    expect(await textOf(streamLog(Readable.from([zipped.subarray(0, 10), zipped.subarray(10)]), () => undefined, never))).toBe('one\ntwo\n');
  });

  it('of a large gzip come without a warning that something listens too often', async () => {
    const file = path.join(await tempFolder(), 'large.gz');
    await writeFile(file, gzipSync(randomBytes(16 << 20), { level: 1 }));
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    const bytes = await openLog(file, () => undefined, never);
    for await (const piece of bytes.pieces) expect(piece.length).toBeGreaterThan(0);
    await bytes.close();
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('of a gzip whose end is missing are whole lines', async () => {
    const zipped = gzipSync(Array.from({ length: 20_000 }, (_, index) => `line ${(index * 7919) % 20_011}\n`).join(''));
    const file = path.join(await tempFolder(), 'cut.gz');
    for (const part of [0.3, 0.5, 0.7, 0.9]) {
      await writeFile(file, zipped.subarray(0, Math.floor(zipped.length * part)));
      const bytes = await openLog(file, () => undefined, never);
      expect([part, (await textOf(bytes)).at(-1)]).toEqual([part, '\n']);
      expect(bytes.notes).toEqual(['It is compressed, and its end is missing: what is there was read, in whole lines.']);
    }
  });

  it('of a damaged gzip are what stands before the damage, and that is said', async () => {
    const zipped = gzipSync(Array.from({ length: 20_000 }, (_, index) => `line ${index * 7919}\n`).join(''));
    zipped.fill(0xff, zipped.length >> 1, (zipped.length >> 1) + 100);
    const file = path.join(await tempFolder(), 'damaged.gz');
    await writeFile(file, zipped);
    const bytes = await openLog(file, () => undefined, never);
    expect(await textOf(bytes)).toMatch(/^line 0\nline 7919\n/);
    expect(bytes.notes[0]).toContain('damaged');
  });
});
