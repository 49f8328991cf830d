import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { setUp } from '../../../src/node/prove/setup.js';
import { collectGarbage } from '../../support/garbage.js';
import { tempFolder } from '../../support/temp.js';

it('a set-up that is not done in its time is ended, also where garbage is collected meanwhile', async () => {
  const cwd = await tempFolder();
  const worktree = { top: cwd, cwd, source: cwd, config: [], remove: () => Promise.resolve() };
  const never = new AbortController();
  const problem = setUp(worktree, 'sleep 60', never.signal, 1_000);
  await pause(300);
  collectGarbage();
  expect(await problem).toContain('it was not done after');
}, 20_000);
