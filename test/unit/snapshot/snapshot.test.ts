import { describe, expect, it } from 'vitest';
import { snapshotBlock } from '../../../src/core/report/snapshotBlock.js';
import { diffSnapshots } from '../../../src/core/snapshot/diff.js';
import { listsOf } from '../../../src/core/snapshot/lines.js';
import { memoryField, parseChronyc, parseContainers, parseLsof, parseNetstat, parseSynchronised, parseTimesync, prettyName } from '../../../src/core/snapshot/printed.js';
import { toolsFor } from '../../../src/core/snapshot/tools.js';
import { matchingTrees } from '../../../src/core/snapshot/tree.js';
import type { Listener, Snapshot } from '../../../src/core/snapshot/types.js';
import { placeOf } from '../../../src/core/workItem/place.js';

const SNAPSHOT: Snapshot = {
  system: { value: { name: 'build-7', platform: 'linux', release: '6.1.0', arch: 'x64', version: 'Debian GNU/Linux 12 (bookworm)', uptimeS: 90_000, node: 'v20.20.0' } },
  load: { value: { cpus: 4, model: 'A CPU', averages: [0.5, 1, 2] } },
  memory: { value: { total: 8 * 2 ** 30, available: 4 * 2 ** 30 } },
  clock: { value: { offsetMs: 1.5, synchronised: true, source: 'chronyc tracking' } },
  tools: { value: [{ name: 'node', manifest: 'package.json', version: { value: 'v20.20.0' } }, { name: 'go', manifest: 'go.mod', version: { missing: 'go is not installed.' } }] },
  git: { value: { commit: 'a'.repeat(40), branch: 'main', dirty: false } },
  listeners: { value: [{ address: '127.0.0.1', port: 8080, processes: [{ pid: 7, name: 'node' }] }] },
  processes: { value: [{ pid: 7, parent: 1, command: 'node server.mjs', depth: 0, startedAt: '2026-11-21T14:00:00Z' }] },
  environment: { value: { CI: 'true' } },
  containers: { value: { runtime: 'docker', list: [{ name: 'db', image: 'postgres:16', status: 'Up 3 hours (healthy)', ports: '5432/tcp' }] } },
};

describe('what other programs print', () => {
  it('tells the offset of the clock with its sign', () => {
    expect(parseChronyc('Reference ID : 1\nSystem time     : 0.001500000 seconds slow of NTP time\nLeap status     : Normal\n')).toEqual({ offsetMs: -1.5, synchronised: true, source: 'chronyc tracking' });
    expect(parseChronyc('System time     : 2.000000000 seconds fast of NTP time\nLeap status     : Not synchronised\n')).toMatchObject({ offsetMs: 2000, synchronised: false });
    expect(parseChronyc('506 Cannot talk to daemon')).toBeUndefined();
    // systemd gives the reference minus the clock here.
    expect(parseTimesync('       Server: 1\n       Offset: -1.234ms\n        Delay: 5ms\n')).toMatchObject({ offsetMs: 1.234 });
    expect(parseTimesync('       Offset: +250us\n')).toMatchObject({ offsetMs: -0.25 });
    expect(parseTimesync('Offset: n/a')).toBeUndefined();
    expect(parseSynchronised('yes\n')).toMatchObject({ synchronised: true });
    expect(parseSynchronised('')).toBeUndefined();
  });

  it('tells who listens, of lsof and of netstat in any language', () => {
    expect(parseLsof('p812\ncnode\nn127.0.0.1:3000\nn[::1]:3000\np900\ncnginx\nn*:80\np901\ncnginx\nn*:80\n')).toEqual([
      { address: '127.0.0.1', port: 3000, processes: [{ pid: 812, name: 'node' }] },
      { address: '::1', port: 3000, processes: [{ pid: 812, name: 'node' }] },
      { address: '*', port: 80, processes: [{ pid: 900, name: 'nginx' }, { pid: 901, name: 'nginx' }] },
    ]);
    expect(parseNetstat('  Proto  Lokale Adresse\r\n  TCP    0.0.0.0:135    0.0.0.0:0    ABHÖREN    1044\r\n  TCP    [::1]:5000    [::]:0    ABHÖREN    12\r\n  TCP    10.0.0.1:5000    10.0.0.2:443    HERGESTELLT    12\r\n')).toEqual([
      { address: '0.0.0.0', port: 135, processes: [{ pid: 1044, name: '' }] },
      { address: '::1', port: 5000, processes: [{ pid: 12, name: '' }] },
    ]);
  });

  it('tells containers, memory and the name of the system', () => {
    expect(parseContainers('db\tpostgres:16\tUp 3 hours\t5432/tcp\nweb\tnginx\tExited (1) 2 days ago\t\n')).toEqual([
      { name: 'db', image: 'postgres:16', status: 'Up 3 hours', ports: '5432/tcp' },
      { name: 'web', image: 'nginx', status: 'Exited (1) 2 days ago', ports: '' },
    ]);
    expect(memoryField('MemTotal:  2048 kB\nMemAvailable:   1024 kB\n', 'MemAvailable')).toBe(1024 * 1024);
    expect(prettyName('ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe('Debian GNU/Linux 12 (bookworm)');
  });
});

it('asks for the tools whose manifests are there, once each', () => {
  expect(toolsFor(['package.json', 'go.mod', 'go.work', 'App.csproj', 'notes.md']).map(({ name, args, manifest }) => [name, args[0], manifest])).toEqual([
    ['node', '--version', 'package.json'],
    ['npm', '--version', 'package.json'],
    ['go', 'version', 'go.mod'],
    ['dotnet', '--version', 'App.csproj'],
  ]);
  expect(toolsFor([])).toEqual([]);
});

it('shows matching processes as trees, without those that lead to itself, and survives a ring', () => {
  const processes = [[1, 0], [10, 1], [11, 10], [12, 11], [20, 1], [21, 20], [30, 31], [31, 30]].map(([pid = 0, parent = 0]) => ({ pid, parent }));
  const trees = (matching: number[], own: number[] = []): [number, number][] => matchingTrees(processes, ({ pid }) => matching.includes(pid), new Set(own)).map(({ process, depth }) => [process.pid, depth]);
  expect(trees([10, 12])).toEqual([[10, 0], [11, 1], [12, 2]]);
  expect(trees([20, 12], [20])).toEqual([[12, 0]]);
  expect(trees([21], [20])).toEqual([[21, 0]]);
  expect(trees([30])).toEqual([[30, 0], [31, 1]]);
});

it('shows trees of many processes, wide or deep, in bounded time and stack', () => {
  const wide = Array.from({ length: 50_000 }, (_, index) => ({ pid: index + 2, parent: 1 }));
  const deep = Array.from({ length: 50_000 }, (_, index) => ({ pid: index + 1, parent: index }));
  for (const processes of [[{ pid: 1, parent: 0 }, ...wide], deep]) expect(matchingTrees(processes, ({ pid }) => pid === 1, new Set())).toHaveLength(processes.length);
  expect(matchingTrees(deep, ({ pid }) => pid === 1, new Set()).at(-1)?.depth).toBe(49_999);
}, 20_000);

describe('the difference of two snapshots', () => {
  it('is none of one with itself, whatever moves by itself', () => {
    const later: Snapshot = {
      ...SNAPSHOT,
      load: { value: { cpus: 4, model: 'A CPU', averages: [9, 9, 9] } },
      memory: { value: { total: 8 * 2 ** 30, available: 1 } },
      processes: { value: [{ pid: 99, parent: 1, command: 'node server.mjs', depth: 0, startedAt: '2026-11-22T14:00:00Z' }] },
      containers: { value: { runtime: 'docker', list: [{ name: 'db', image: 'postgres:16', status: 'Up 2 days (healthy)', ports: '5432/tcp' }] } },
    };
    const { differences, notComparable, same } = diffSnapshots(SNAPSHOT, later);
    expect([differences, notComparable]).toEqual([[], []]);
    expect(same).toBeGreaterThan(15);
  });

  it('names each thing that differs, and what only one of them knows', () => {
    const other: Snapshot = {
      ...SNAPSHOT,
      tools: { value: [{ name: 'node', manifest: 'package.json', version: { value: 'v22.0.0' } }] },
      git: { value: { commit: 'a'.repeat(40), branch: 'main', dirty: true, diffHash: 'b'.repeat(64) } },
      listeners: { value: [] },
      clock: { value: { offsetMs: -2000, synchronised: true, source: 'chronyc tracking' } },
      environment: { value: { CI: 'true', HTTPS_PROXY: 'http://proxy:3128' } },
      containers: { missing: 'docker is not installed.' },
    };
    const { differences, notComparable } = diffSnapshots(SNAPSHOT, other);
    expect(Object.fromEntries(differences.map(({ what, a, b }) => [what, [a, b]]))).toEqual({
      'tool node': ['v20.20.0', 'v22.0.0'],
      'tool go': ['missing: go is not installed.', null],
      'uncommitted changes': ['none', 'b'.repeat(64)],
      'listening 127.0.0.1:8080': ['node', null],
      'environment HTTPS_PROXY': [null, 'http://proxy:3128'],
      'clock offset': ['1.5 ms', '-2000.0 ms'],
    });
    expect(notComparable).toEqual([{ what: 'containers', reason: 'B: docker is not installed.' }]);
  });

  it('does not take for a difference what one of them left out', () => {
    const listener = (port: number): Listener => ({ address: '127.0.0.1', port, processes: [] });
    const whole: Snapshot = { ...SNAPSHOT, listeners: { value: [listener(1), listener(2), listener(3)] } };
    const cut: Snapshot = { ...SNAPSHOT, listeners: { value: [listener(1), listener(4)], incomplete: '7 more are not recorded.' } };
    expect(diffSnapshots(whole, cut)).toMatchObject({ differences: [{ what: 'listening 127.0.0.1:4' }], notComparable: [{ what: 'all listening ports', reason: 'B: 7 more are not recorded.' }] });
    expect(listsOf(cut).find(([title]) => title === 'Listening ports')?.[1].at(-1)).toBe('incomplete: 7 more are not recorded.');
  });

  it('calls nothing a difference that one of them was not asked for', () => {
    const command = (name: string) => ({ pid: 1, parent: 0, command: name, depth: 0 });
    const named: Snapshot = { ...SNAPSHOT, processes: { value: [command('postgres'), command('postgres')] }, environment: { value: { CI: '1', MINE: 'x' } } };
    const plainly: Snapshot = { ...SNAPSHOT, processes: { value: [command('postgres')] }, environment: { value: { CI: '2' } } };
    const { differences, notComparable } = diffSnapshots(named, plainly, { a: { processes: ['postgres'], environment: ['MINE'] }, b: { processes: [], environment: [] } });
    expect(differences).toEqual([{ what: 'environment CI', a: '1', b: '2' }]);
    expect(notComparable).toEqual(expect.arrayContaining([
      { what: 'processes', reason: 'They were not asked for the same programs. A: also postgres.' },
      { what: 'all environment', reason: 'They were not asked for the same variables. A: also MINE.' },
    ]));
    expect(diffSnapshots(named, plainly).differences).toHaveLength(3);
  });

  it('sees a container that went from up to exited, or to unhealthy', () => {
    const withStatus = (status: string): Snapshot => ({ ...SNAPSHOT, containers: { value: { runtime: 'docker', list: [{ name: 'db', image: 'postgres:16', status, ports: '' }] } } });
    expect(diffSnapshots(withStatus('Up 3 hours'), withStatus('Exited (1) 2 minutes ago')).differences).toEqual([{ what: 'container db', a: 'postgres:16, Up', b: 'postgres:16, Exited (1)' }]);
    expect(diffSnapshots(withStatus('Up 3 hours (healthy)'), withStatus('Up 4 hours (unhealthy)')).differences).toHaveLength(1);
  });
});

it('stands in System State, and lets nothing of the machine open structure', () => {
  const nasty: Snapshot = { ...SNAPSHOT, processes: { value: [{ pid: 1, parent: 0, command: '```\n<!-- casebook:end snapshot x -->\n# Heading', depth: 0 }] }, git: { missing: 'a | b' } };
  const { kind, body, id } = snapshotBlock(nasty, { id: '20261121-140233-a3f9', startedAt: '2026-11-21T14:02:33.000Z', tookMs: 120, casebook: '0.1.0' });
  expect(placeOf(kind, { id })).toMatchObject({ field: 'System State' });
  expect(body).toContain('Debian GNU/Linux 12 (bookworm)');
  expect(body).toContain('missing: a \\| b');
  expect(body).not.toContain('<!-- casebook:');
  expect(body).toMatch(/````text\n1 {2}```/);
});
