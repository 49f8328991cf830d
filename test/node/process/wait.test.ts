/** Bounded waits beside an event loop that stood still. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { pollUntil, within } from '../../../src/node/process/wait.js';
import { standStill } from '../run/support.js';

/** A child that ends after so many seconds, and its end. */
function ending(seconds: number): Promise<unknown> {
  return once(spawn('sleep', [String(seconds)], { stdio: ['ignore', 'pipe', 'ignore'] }), 'close');
}

describe('a bounded wait', () => {
  it.each([0, 20, 300])('of %i ms sees what happened while this process stood still, though its timer is due as well', async (ms) => {
    const waiting = within(ending(0.05), ms + 200);
    await standStill(800);
    expect(await waiting).toBe(true);
  });

  it('runs out where nothing happened', async () => {
    expect(await within(new Promise(() => undefined), 60)).toBe(false);
  });

  it('asks once more when what came in time has been read', async () => {
    let ended = false;
    void ending(0.05).then(() => (ended = true));
    const waiting = pollUntil(() => ended, 200);
    await standStill(800);
    expect(await waiting).toBe(true);
  });

  it('passes on what the promise rejects with', async () => {
    await expect(within(Promise.reject(new Error('a bug')), 1_000)).rejects.toThrow('a bug');
  });
});
