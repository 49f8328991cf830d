/** Samplers that are asked while attempts run. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/core/run/during.js';
import { duringOf } from '../../../src/node/run/samples.js';
import { readRunFile } from '../../../src/node/run/readLedger.js';
import { tempFolder } from '../../support/temp.js';
import { gone, made, processNamed, request } from './support.js';

const samplesIn = async (folder: string): Promise<Sample[]> => (await readFile(path.join(folder, 'samples.ndjson'), 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as Sample);

describe('a sampler', () => {
  it('tells what held while attempts failed and passed', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'up'), '');
    // The file is gone during the second attempt, which fails; the third fails though it is there.
    const script = 'if [ $CASEBOOK_ATTEMPT = 2 ]; then rm up; sleep 0.5; touch up; exit 1; fi; sleep 0.5; exit $((CASEBOOK_ATTEMPT == 3))';
    const during = [
      { name: 'file', everyMs: 20, command: 'test -e up || { echo "gone, password=hunter2"; exit 1; }' },
      { name: 'always', everyMs: 20, command: 'true' },
    ];
    const run = await made(await request(['bash', '-c', script], { root, plan: { attempts: 4, during } }));
    const [file, always] = await duringOf(run.folder, await readRunFile(run.folder));
    expect(file).toMatchObject({ sampler: 'file', failing: { sampled: 2, okThroughout: 1 }, passing: { sampled: 2 }, firstTrouble: { exitCode: 1, line: expect.stringMatching(/^gone, password=‹secret/) as string } });
    expect(always?.sentence).toBe('always: ok throughout 2 of 2 failing attempts and 2 of 2 passing attempts. What it asks for was there while attempts failed.');
  });

  it('never runs beside itself, and is ended when it hangs with the run', async () => {
    const root = await tempFolder();
    const during = [{ name: 'slow', everyMs: 20, command: 'mkdir busy || { echo overlap; exit 9; }; sleep 0.1; rmdir busy' }, { name: 'hangs', everyMs: 20, command: 'echo self=$$ > hangs; sleep 1000' }];
    const run = await made(await request(['sleep', '1'], { root, plan: { during } }));
    const samples = await samplesIn(run.folder);
    expect(samples.length).toBeGreaterThan(1);
    expect(samples.map(({ sampler, exitCode }) => [sampler, exitCode])).toEqual(samples.map(() => ['slow', 0]));
    const left = processNamed('self', await readFile(path.join(root, 'hangs'), 'utf8'));
    if (left) await gone(left);
    expect(run.records[0]).toMatchObject({ outcome: 'pass' });
  });

  it('is no process that an attempt left', async () => {
    const run = await made(await request(['sleep', '0.1'], { plan: { attempts: 5, during: [{ name: 'a', everyMs: 20, command: 'sleep 5' }] } }));
    expect(run.records.every(({ outcome }) => outcome === 'pass')).toBe(true);
  });
});
