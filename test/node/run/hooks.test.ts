/** What runs before and after each attempt. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp.js';
import { gone, made, processNamed, request } from './support.js';

describe('the command before an attempt', () => {
  it('has ended when the attempt starts, knows it, and its output stands in the log between lines of its own', async () => {
    const run = await made(await request(['bash', '-c', 'cat state; echo tested'], { plan: { attempts: 2, before: 'echo preparing $CASEBOOK_ATTEMPT; sleep 0.05; echo clean$CASEBOOK_ATTEMPT > state', after: 'echo tidied; rm state' } }));
    expect(run.records.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
    expect(await run.log(2)).toBe(
      '[casebook: --before: echo preparing $CASEBOOK_ATTEMPT; sleep 0.05; echo clean$CASEBOOK_ATTEMPT > state]\npreparing 2\n[casebook: --before exited with 0]\n' +
        'clean2\ntested\n[casebook: --after: echo tidied; rm state]\ntidied\n[casebook: --after exited with 0]\n',
    );
    expect(run.records[1]?.outputBytes).toBe('clean2\ntested\n'.length);
  });

  it.each([
    ['fails', 'echo broken; exit 7', /^The command of --before exited with 7\.$/],
    ['hangs', 'sleep 1000', /^The command of --before was ended since it took longer than 400 ms\.$/],
    ['crashes', 'kill -SEGV $$', /^The command of --before was ended by SIGSEGV\.$/],
  ])('makes the attempt infrastructure where it %s, and the run goes on', async (_, before, reason) => {
    const run = await made(await request(['bash', '-c', 'echo never'], { plan: { attempts: 2, before, timeoutMs: 400, graceMs: 100 } }));
    expect(run.result.reason).toBe('completed');
    expect(run.records).toMatchObject([{ outcome: 'infra', exitCode: null, reason: expect.stringMatching(reason) as string }, { outcome: 'infra' }]);
    expect(await run.log(1)).not.toContain('never\n');
  });

  it('is ended with what it left, also outside of its group', async () => {
    const run = await made(await request(['true'], { plan: { before: 'setsid sleep 1000 >/dev/null 2>&1 & sleep 0.1; echo left=$!' } }));
    expect(run.records[0]?.outcome).toBe('pass');
    const log = await run.log(1);
    expect(log).toContain('1 process that it left was ended]');
    expect(processNamed('left', log)).toBeUndefined();
  });

  it('is ended by a cancel, which is what the attempt is then', async () => {
    const abort = new AbortController();
    const run = await made(await request(['true'], { plan: { before: 'echo self=$$; sleep 1000', graceMs: 50 } }), {
      signal: abort.signal,
      onEvent: (event) => event.type === 'attempt-started' && setTimeout(() => abort.abort(), 100),
    });
    expect(run.result.reason).toBe('cancelled');
    expect(run.records).toMatchObject([{ outcome: 'cancelled' }]);
    const self = processNamed('self', await run.log(1));
    if (self) await gone(self);
  });
});

describe('the command after an attempt', () => {
  it('does not change how the attempt ended: what goes wrong in it is told', async () => {
    const run = await made(await request(['bash', '-c', 'exit $((CASEBOOK_ATTEMPT == 2))'], { plan: { attempts: 2, after: 'exit 5' } }));
    expect(run.records).toMatchObject([
      { outcome: 'pass', reason: 'The command of --after exited with 5.' },
      { outcome: 'fail', reason: 'The command of --after exited with 5.' },
    ]);
  });

  it('is ended when it hangs, and the run goes on', async () => {
    const run = await made(await request(['true'], { plan: { attempts: 2, after: 'sleep 1000', timeoutMs: 300, graceMs: 50 } }));
    expect(run.records.map(({ outcome, reason }) => [outcome, reason])).toEqual(Array(2).fill(['pass', 'The command of --after was ended since it took longer than 300 ms.']));
  });

  it('cleans up also after an attempt that was cancelled', async () => {
    const root = await tempFolder();
    const abort = new AbortController();
    const run = await made(await request(['bash', '-c', 'echo up; sleep 1000'], { root, plan: { after: 'echo yes > cleaned', graceMs: 2_000 } }), {
      signal: abort.signal,
      onEvent: (event) => event.type === 'attempt-started' && setTimeout(() => abort.abort(), 100),
    });
    expect(run.records).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await readFile(path.join(root, 'cleaned'), 'utf8')).toBe('yes\n');
  });
});
