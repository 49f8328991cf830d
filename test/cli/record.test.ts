import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandReport } from '../../src/core/command/types.js';
import { parse } from '../../src/core/workItem/parse.js';
import { casebook, start } from '../support/casebook.js';
import { needs } from '../support/needs.js';
import { tempFolder } from '../support/temp.js';
import { waitForFile } from '../support/waitForFile.js';

const HEAD = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n\n#### Reproduction Steps\n\n';
const NODE = process.execPath;
const FILE = 'WIs/WI1_t.md';

/** The line in which the shell code of {@link workspace} opens. */
const LINE = HEAD.split('\n').length;

async function workspace(code = 'echo hello', text = `${HEAD}\`\`\`sh\n${code}\n\`\`\`\n\nAfter it.\n`): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, FILE), text);
  return root;
}

const textIn = (root: string): Promise<string> => readFile(path.join(root, FILE), 'utf8');
const runBlock = (root: string, ...options: string[]) => casebook(root, 'record', '--wi', 'WI1', '--block', String(LINE), ...options);
const withoutBlock = (text: string): string => text.replace(/\r?\n\r?\n<!-- casebook:begin[\s\S]*casebook:end[^\n\r]*-->/, '');

interface Recorded extends CommandReport {
  readonly id: string;
  readonly ledger: string;
}

async function recorded(root: string, ...words: string[]): Promise<{ code: number | null; report: Recorded }> {
  const { code, stdout } = await casebook(root, 'record', '--json', ...words);
  return { code, report: JSON.parse(stdout) as Recorded };
}

async function onlyLedger(root: string): Promise<Record<string, unknown>> {
  const [id = '', ...more] = await readdir(path.join(root, '.casebook/runs'));
  expect(more).toEqual([]);
  return JSON.parse(await readFile(path.join(root, '.casebook/runs', id, 'run.json'), 'utf8')) as Record<string, unknown>;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (statSync(path.join(folder, name)).isDirectory() ? filesBelow(path.join(folder, name)) : [path.join(folder, name)]));
}

/** Numbers of the processes whose environment holds the entry. */
function carrying(entry: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${entry}\0`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    } catch {
      return false; // it ended meanwhile, or is another user's
    }
  });
}

describe('casebook record', () => {
  it('runs a command once, passes on what it prints, and keeps that with its exit code, its time and its sources', async () => {
    const root = await workspace();
    for (const args of [['init', '-q'], ['add', '.'], ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'x']]) execFileSync('git', args, { cwd: root });
    await writeFile(path.join(root, 'new.txt'), 'x');
    const { code, stdout, stderr } = await casebook(root, 'record', '--wi', 'WI1', '--', NODE, '-e', 'console.log("out"); console.error("err"); require("fs").appendFileSync("count", "x"); process.exitCode = 3');
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'out\nerr\n' });
    expect(stderr).toMatch(/Exited with 3 after [\d.]+ m?s\. It printed 8 bytes\.\nRecorded as \S+: \.casebook\/runs\/\S+\nWritten into WIs\/WI1_t\.md: .*Evidence\.\n/);
    expect(await readFile(path.join(root, 'count'), 'utf8')).toBe('x');
    expect(await onlyLedger(root)).toMatchObject({
      schema: 1, kind: 'command', writeBack: { state: 'written', workItem: FILE },
      report: { shell: false, folder: '', timeoutMs: 300_000, outcome: 'fail', exitCode: 3, signal: null, leftBehind: 0, git: { dirty: true, commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim() }, output: { head: 'out\nerr\n', tail: '', bytes: 8, leftOut: 0 } },
    });
    const text = await textIn(root);
    expect(text).toMatch(/\*\*Evidence\*\*:\s+<!-- casebook:begin command /);
    expect(text).toContain('with uncommitted changes');
  });

  it('exits with 0 where the command did, and takes a line for the shell', async () => {
    const root = await workspace();
    const { code, report } = await recorded(root, '--shell', '--', 'echo one | cat; true');
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'pass', exitCode: 0, shell: true, command: ['echo one | cat; true'], output: { head: 'one\n' } });
    expect(await textIn(root)).not.toContain('casebook:begin');
    const shown = await casebook(root, 'show', report.id);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('Exited with 0') as string });
    expect((await casebook(root, 'writeback', report.id, '--wi', 'WI1')).code).toBe(0);
    expect(await textIn(root)).toContain(`casebook:begin command ${report.id}`);
  });

  it('tells a signal from an exit code', async () => {
    const { code, report } = await recorded(await workspace(), '--', NODE, '-e', 'process.kill(process.pid, "SIGSEGV"); setInterval(() => 0, 1e9)');
    expect({ code, outcome: report.outcome, exitCode: report.exitCode, signal: report.signal }).toEqual({ code: 1, outcome: 'crash', exitCode: null, signal: 'SIGSEGV' });
  });

  it('ends a command at its timeout, and files that', async () => {
    const root = await workspace('echo before; sleep 600');
    const { code, stderr } = await runBlock(root, '--timeout', '700ms');
    expect(code).toBe(1);
    expect(stderr).toContain('Ended by Casebook at its timeout of 700ms.');
    expect(await textIn(root)).toContain('before');
  });

  it('ends what the command leaves running, and says so', async () => {
    const root = await workspace();
    const { code, report } = await recorded(root, '--shell', '--', 'sleep 600 & echo started');
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'leak', leftBehind: 1, output: { head: 'started\n' } });
    if (process.platform === 'linux') expect(carrying(`CASEBOOK_RUN=${report.id}`)).toEqual([]);
  });

  it('keeps the beginning and the end of 50 MB, with memory and files bounded', async () => {
    const root = await workspace('i=0; while [ $i -lt 50 ]; do head -c 1000000 /dev/zero | tr "\\0" "x"; echo; i=$((i+1)); done; echo the end');
    const { child, ended } = start(root, ['record', '--json', '--wi', 'WI1', '--block', String(LINE)]);
    let peakKb = 0;
    const watch = setInterval(() => {
      try {
        peakKb = Math.max(peakKb, Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1] ?? 0));
      } catch {
        // it ended, or this is no Linux
      }
    }, 20);
    const { code, stdout } = await ended;
    clearInterval(watch);
    expect(code).toBe(0);
    const { output, ledger } = JSON.parse(stdout) as Recorded;
    expect(output.bytes).toBe(50 * 1_000_001 + 'the end\n'.length);
    expect(output.leftOut).toBeGreaterThan(49_000_000);
    expect(output.tail.endsWith('the end\n')).toBe(true);
    expect(statSync(path.join(root, ledger, 'run.json')).size).toBeLessThan(1_000_000);
    expect((await textIn(root)).length).toBeLessThan(12_000);
    if (process.platform === 'linux') expect(peakKb).toBeGreaterThan(10_000);
    expect(peakKb).toBeLessThan(250_000);
  });

  it('runs nothing under the name of a run that is there', async () => {
    const root = await workspace();
    const { report } = await recorded(root, '--', 'true');
    const { code, stderr } = await casebook(root, 'record', '--run-id', report.id, '--', 'touch', 'ran');
    expect([code, stderr]).toEqual([3, expect.stringContaining(`There is a run ${report.id} already, so nothing was run`)]);
    expect(await readdir(root)).not.toContain('ran');
    expect(await onlyLedger(root)).toMatchObject({ report: { command: ['true'] } });
  });

  it('says what it cannot start, and records nothing', async () => {
    const root = await workspace();
    expect(await casebook(root, 'record', '--wi', 'WI1', '--', 'no-such-program')).toMatchObject({ code: 3, stderr: expect.stringContaining('was not found') as string });
    expect(await readdir(path.join(root, '.casebook'))).not.toContain('runs');
  });

  it.each([
    [['record'], 'Name the command behind --'],
    [['record', '--block', '3'], 'name that with --wi'],
    [['record', '--wi', 'WI1', '--block', '11', '--', 'true'], 'leave out the command'],
    [['record', '--wi', 'WI1', '--block', '1'], 'No fenced shell code (```sh, ```bash, ```console) is in line 1 of WIs/WI1_t.md: it stands in line 11.'],
    [['record', '--wi', 'WI9', '--', 'true'], 'WI9'],
    [['record', '--timeout', '0ms', '--', 'true'], 'timeout'],
    [['record', '--fence', 'x', '--', 'true'], 'LINE:NTH:SHA256'],
  ])('refuses %j', async (words, said) => {
    const root = await workspace();
    expect(await casebook(root, ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) as string });
    expect(await textIn(root)).not.toContain('casebook:begin');
  });

  it('says why shell code cannot be run', async () => {
    const root = await workspace('npm test -- {{component}}');
    expect(await runBlock(root)).toMatchObject({ code: 2, stderr: expect.stringContaining(`The shell code in line ${LINE} of WIs/WI1_t.md cannot be run. It holds the placeholder {{component}}: write what belongs there.`) as string });
  });
});

describe('the shell code of a work item', () => {
  it('is run in the line that is named, with its evidence under it, and again with new evidence in its place', async () => {
    const root = await workspace('echo "run $(cat count 2>/dev/null | wc -c)"; printf x >> count');
    const before = await textIn(root);
    expect(await runBlock(root)).toMatchObject({ code: 0, stdout: 'run 0\n' });
    const once = await textIn(root);
    expect(once).toMatch(/\n```\n\n<!-- casebook:begin command [\s\S]*run 0[\s\S]*-->\n\nAfter it\.\n$/);
    expect(await casebook(root, 'record', '--wi', 'WI1', '--block', String(LINE + 1))).toMatchObject({ code: 0, stdout: 'run 1\n' });
    const twice = await textIn(root);
    expect(twice).toContain('run 1');
    expect(twice).not.toContain('run 0');
    expect(withoutBlock(twice)).toBe(before);
    expect((await casebook(root, 'check', FILE)).stdout).not.toContain('evidence-');
    expect((await readdir(path.join(root, '.casebook/runs'))).length).toBe(2);
  });

  it('keeps line endings, and every byte around it', async () => {
    const text = `\ufeff${HEAD}\`\`\`sh\necho hello\n\`\`\`\nAfter it, at once  \n\n\n`.replaceAll('\n', '\r\n');
    const root = await workspace('', text);
    expect((await runBlock(root)).code).toBe(0);
    const after = await textIn(root);
    expect(after).not.toMatch(/[^\r]\n/);
    expect(withoutBlock(after)).toBe(text);
  });

  it('takes the program that its fence names', async () => {
    const root = await workspace('', `${HEAD}\`\`\`bash\necho "\${BASH_VERSION:+bash}" && [[ a == a ]]\n\`\`\`\n`);
    expect(await runBlock(root)).toMatchObject({ code: 0, stdout: 'bash\n' });
  });

  it('cannot smuggle anything into the work item by what it prints', async () => {
    const root = await workspace(`printf '\`\`\`\\n# Heading\\n<!-- casebook:begin run 20261121-140233-a3f9 -->\\n-->\\n\\033[31mred\\033[0m\\n~~~\\n'`);
    const before = parse(await textIn(root)).item;
    expect((await runBlock(root)).code).toBe(0);
    const text = await textIn(root);
    const { item, problems } = parse(text);
    expect(item.sections).toHaveLength(before.sections.length);
    expect(item.evidence.map(({ kind }) => kind)).toEqual(['command']);
    expect(problems).toEqual([]);
    // eslint-disable-next-line no-control-regex -- control characters are the subject
    expect(text).not.toMatch(/\u001b/);
    expect(text).toContain('\nred\n');
  });

  it('keeps a secret of the command itself out of what the command prints, where nothing names it any more', async () => {
    const secret = `Trombone${'-cellar'.repeat(2)}`;
    const root = await workspace(`export DB_PASSWORD='${secret}'; echo "connecting with $DB_PASSWORD"`);
    const { stdout } = await runBlock(root);
    expect(stdout).toMatch(/^connecting with ‹secret:known:[0-9a-f]{6}›\n$/);
    const { stdout: told } = await casebook(root, 'record', '--shell', '--', `TOKEN=${secret} sh -c 'echo $TOKEN'`);
    expect(told).not.toContain(secret);
    const { stdout: ran } = await casebook(root, 'run', '-n', '1', '--json', '--', 'sh', '-c', `API_KEY=${secret}; echo $API_KEY; exit 1`);
    expect(ran).not.toContain(secret);
    for (const folder of await readdir(path.join(root, '.casebook/runs'))) {
      for (const file of await readdir(path.join(root, '.casebook/runs', folder), { recursive: true, withFileTypes: true })) if (file.isFile()) expect([file.name, (await readFile(path.join(file.parentPath, file.name), 'utf8')).includes(secret)]).toEqual([file.name, false]);
    }
  });

  it('keeps secrets out of everything that is written, also those that terminal sequences take apart', async () => {
    const secret = `hunter2${'-swordfish'.repeat(2)}`;
    const root = await workspace(`echo "password=$(printf %s '${secret.slice(0, 7)}')${secret.slice(7)}"; printf 'token: \\033[1m%s%s\\033[0m\\n' ghp_a1B2c3D4e5 a1B2c3D4e5a1B2c3D4e5a1B2c3`);
    const { stdout } = await runBlock(root);
    expect(stdout).toMatch(/^password=‹secret:[^›]+›\ntoken: ‹secret:[^›]+›\n$/);
    const command = await recorded(root, '--wi', 'WI1', '--', 'echo', '--password', secret);
    const written = filesBelow(path.join(root, '.casebook')).filter((file) => !file.includes('private'));
    for (const file of [...written, path.join(root, FILE)]) {
      const text = await readFile(file, 'utf8');
      expect([file, text.includes(secret), text.includes('ghp_a1B2c3D4e5a1B2c3D4e5')]).toEqual([file, false, false]);
    }
    expect(JSON.stringify(command.report)).not.toContain(secret);
  });

  it('that changes while it runs loses nothing: its evidence is in the ledger, and goes among the other evidence when asked', async () => {
    const root = await workspace(`echo measured; sed -i.bak 's/After it/Behind it/; s/echo measured/echo changed/' ${FILE}`);
    const { code, stderr } = await runBlock(root);
    expect(code).toBe(4);
    expect(stderr).toMatch(/does not stand in the work item any more as it was run.*`casebook writeback \S+`/);
    const edited = await textIn(root);
    expect(edited).toContain('echo changed');
    expect(edited).not.toContain('casebook:begin');
    const { id, writeBack } = await onlyLedger(root);
    expect(writeBack).toMatchObject({ state: 'pending', workItem: FILE });
    expect(await casebook(root, 'writeback', String(id))).toMatchObject({ code: 0 });
    expect(await textIn(root)).toMatch(/\*\*Evidence\*\*:\s+<!-- casebook:begin command [\s\S]*measured/);
  });

  it('finds its fence again where lines were added above it meanwhile', async () => {
    const root = await workspace(`echo measured; sed -i.bak 's/^# WI1: T$/# WI1: T\\n\\nMore.\\n/' ${FILE}`);
    expect((await runBlock(root)).code).toBe(0);
    expect(await textIn(root)).toMatch(/More\.[\s\S]*\n```\n\n<!-- casebook:begin command/);
  });

  it('does not take the place of evidence that was edited by hand, or of a later run', async () => {
    const root = await workspace();
    await runBlock(root);
    const first = await onlyLedger(root);
    const text = await textIn(root);
    await writeFile(path.join(root, FILE), text.replace('\nhello\n', '\nhallo\n'));
    expect(await runBlock(root)).toMatchObject({ code: 4, stderr: expect.stringContaining('edited by hand') as string });
    expect(await textIn(root)).toContain('hallo');
    const later = text.replaceAll(String(first['id']), '20991231-000000-ffff');
    await writeFile(path.join(root, FILE), later);
    expect(await casebook(root, 'writeback', String(first['id']))).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was written') as string });
    expect(await textIn(root)).toBe(later);
  });

  it.runIf(needs(process.getuid?.() !== 0 && process.platform !== 'win32', 'a user whom the permissions of a file bind (not root, not Windows)'))('is not run for a file that cannot be written', async () => {
    const root = await workspace('touch ran');
    await chmod(path.join(root, FILE), 0o444);
    expect((await runBlock(root)).code).toBe(3);
    expect(await readdir(root)).not.toContain('ran');
  });
});

describe.runIf(needs(process.platform === 'linux', 'Linux'))('a recorded command that is ended', () => {
  it('by Ctrl-C is kept with what it printed, and not filed', async () => {
    const root = await workspace('echo before; echo go > ready; sleep 600');
    const before = await textIn(root);
    const { child, ended } = start(root, ['record', '--wi', 'WI1', '--block', String(LINE)]);
    await waitForFile(path.join(root, 'ready'));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('What was cancelled is not filed') as string });
    expect(await onlyLedger(root)).toMatchObject({ report: { outcome: 'cancelled', output: { head: 'before\n' } } });
    expect(await textIn(root)).toBe(before);
  });

  it('with Casebook by SIGKILL leaves the work item as it was, and no process behind', async () => {
    const root = await workspace(`trap '' TERM; setsid sleep 600 & echo $CASEBOOK_RUN > run; mv run ready; sleep 600; sleep 600`);
    const before = await textIn(root);
    const bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    const { child } = start(root, ['record', '--wi', 'WI1', '--block', String(LINE)]);
    await waitForFile(path.join(root, 'ready'));
    const entry = `CASEBOOK_RUN=${(await readFile(path.join(root, 'ready'), 'utf8')).trim()}`;
    onTestFinished(() => {
      for (const pid of carrying(entry)) process.kill(pid, 'SIGKILL');
    });
    // The shell, and what it started before it said so; the next one may not be there yet.
    expect(carrying(entry).length).toBeGreaterThanOrEqual(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // There is no event for the end of processes that are not ours; the test's own timeout ends the asking.
    while (carrying(entry).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await textIn(root)).toBe(before);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });
});
