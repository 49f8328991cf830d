import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { isAlive, processIdentity } from '../../../src/node/process/identity.js';
import { ATTEMPT_VARIABLE, RUN_VARIABLE, TagSweeper, type Mark } from '../../../src/node/process/tag.js';
import { ProcessTree } from '../../../src/node/process/tree.js';
import { needs } from '../../support/needs.js';

/** Starts a process that leaves the group and holds so much memory that its end takes a while, tells its number, and goes on for ever. */
const FAMILY = `
  const forever = "const held = Buffer.alloc(3e8, 1); console.log(process.pid); setInterval(() => held, 1000)";
  require('node:child_process').spawn(process.execPath, ['-e', forever], { stdio: ['ignore', 'inherit', 'ignore'], detached: true });
  setInterval(() => undefined, 1000);
`;

// What is killed loses its environment, by which it is found, before it has ended: ten times, since it is a matter of moments.
it.runIf(needs(process.platform === 'linux', 'Linux'))('what left the group has ended when that is told, however much memory it held', async () => {
  for (let round = 0; round < 10; round += 1) {
    const run = `tree-${process.pid}-${round}`;
    const sweeper = new TagSweeper(run);
    const mark: Mark = { variable: ATTEMPT_VARIABLE, value: '1' };
    const child = spawn(process.execPath, ['-e', FAMILY], { detached: true, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, [RUN_VARIABLE]: run, [mark.variable]: mark.value } });
    const tree = new ProcessTree({ pid: child.pid ?? 0, exited: once(child, 'exit') }, sweeper, mark);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const escaped = processIdentity(Number(line));
    expect(escaped).toBeDefined();
    expect(await tree.end(0)).toBe(1);
    expect([round, escaped && isAlive(escaped)]).toEqual([round, false]);
  }
});
