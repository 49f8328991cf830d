import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/core/explain/types.js';
import { casebook, CLI } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

describe('casebook explain', () => {
  it('says what an error means, what it does not mean, and which probe settles it', async () => {
    const { code, stdout } = await casebook(await tempFolder(), 'explain', 'System.Net.Sockets.SocketException (61): No data available ([::1]:41217)');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ENODATA: /);
    expect(stdout).toContain('Does not mean: Not "connection refused"');
    expect(stdout).toContain("casebook probe '[::1]:41217' --matrix");
  });

  it('says of an ambiguous number what it is on which system, and takes the system as an option', async () => {
    const folder = await tempFolder();
    const both = await casebook(folder, 'explain', '61');
    expect(both.stdout).toContain('61 on Linux is ENODATA');
    expect(both.stdout).toContain('61 on macOS is ECONNREFUSED');
    const { stdout } = await casebook(folder, 'explain', '61', '--os', 'macos', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ os: 'macos', explanations: [{ name: 'ECONNREFUSED', ambiguous: false, failures: [{ id: 'refused' }] }] });
    expect((await casebook(folder, 'explain', '--', '-111')).stdout).toContain('ECONNREFUSED');
    expect((await casebook(folder, 'explain', '61', '--os', 'beos')).code).toBe(2);
  });

  it('reads standard input, and decodes each of several errors', async () => {
    const child = spawn(process.execPath, [CLI, 'explain', '-', '--json'], { cwd: await tempFolder(), stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end('one: dial tcp 127.0.0.1:1: connect: connection refused\ntwo: Get "http://127.0.0.1:2/": EOF\nthree: connect: connection refused\n');
    const [stdout, closed] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(closed[0]).toBe(0);
    const { explanations } = JSON.parse(stdout) as { explanations: Explanation[] };
    expect(explanations.map(({ line, times, failures }) => [line, times, failures[0]?.id])).toEqual([[1, 2, 'refused'], [2, 1, 'eof']]);
  });

  it('exits 1 where nothing is known, and 2 for no text', async () => {
    const folder = await tempFolder();
    expect(await casebook(folder, 'explain', 'all 61 tests pass in 111 ms')).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing in this text is a known spelling') as string });
    expect((await casebook(folder, 'explain', ' ')).code).toBe(2);
    expect((await casebook(folder, 'explain')).code).toBe(2);
  });
});
