/** Several processes, such as the windows on one folder, ask to be the one that answers for a run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { claimRun } from '../../../src/node/run/control.js';
import { tempFolder } from '../../support/temp.js';

let bundles = '';

beforeAll(async () => {
  bundles = await mkdtemp(path.join(tmpdir(), 'casebook-test-'));
  const entry = fileURLToPath(new URL('../../fixtures/programs/claimer.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: path.join(bundles, 'claimer.mjs'), bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
});
afterAll(() => rm(bundles, { recursive: true, force: true }));

interface Claimer {
  readonly child: ChildProcess;
  /** Lets it ask, twice. */
  readonly ask: () => Promise<readonly string[]>;
}

async function claimer(folder: string): Promise<Claimer> {
  const child = spawn(process.execPath, [path.join(bundles, 'claimer.mjs'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  expect(await line()).toBe('ready');
  return {
    child,
    ask: async () => {
      child.stdin.write('\n');
      return [await line(), await line()];
    },
  };
}

describe('who answers for a run', () => {
  it('is one process of many that ask at once, and stays it', async () => {
    const folder = await tempFolder();
    const claimers = await Promise.all(Array.from({ length: 6 }, () => claimer(folder)));
    const answers = await Promise.all(claimers.map(({ ask }) => ask()));
    expect(answers.map((pair) => pair.join()).sort()).toEqual(['false,false', 'false,false', 'false,false', 'false,false', 'false,false', 'true,true']);
    expect(await readdir(folder)).toEqual(['claim']);
    const { mtimeMs } = await stat(folder);
    expect(await claimRun(folder)).toBe(false);
    expect((await stat(folder)).mtimeMs, 'asking changed the folder').toBe(mtimeMs);
  });

  it('is another one when its process is gone', async () => {
    const folder = await tempFolder();
    const { child, ask } = await claimer(folder);
    expect(await ask()).toEqual(['true', 'true']);
    expect(await claimRun(folder)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await claimRun(folder)).toBe(true);
    expect(await claimRun(folder)).toBe(true);
  });

  it('is nobody where nothing can be written, which is refused with what to do', async () => {
    await expect(claimRun(path.join(await tempFolder(), 'absent'))).rejects.toMatchObject({ name: 'Refusal', code: 'unable' });
  });
});
