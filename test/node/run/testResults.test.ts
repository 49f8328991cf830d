import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reduce } from '../../../src/core/run/evidence.js';
import type { RunRequest } from '../../../src/node/run/header.js';
import { withTestSets } from '../../../src/node/evidence/withTestSets.js';
import { namedResultFiles } from '../../../src/node/run/resultFiles.js';
import { tempFolder } from '../../support/temp.js';
import { made, request, type Asked, type Made } from './support.js';

const junit = (passed: number, failed = 0): string => `<testsuite name="s">${Array.from({ length: passed }, (_, index) => `<testcase name="p${index}"/>`).join('')}${Array.from({ length: failed }, (_, index) => `<testcase name="f${index}"><failure message="m"/></testcase>`).join('')}</testsuite>`;

/** Repeats a command line of bash. */
async function repeated(script: string, attempts: number, asked: Asked = {}): Promise<Made> {
  return made(await bash(script, attempts, asked));
}

function bash(script: string, attempts: number, asked: Asked = {}): Promise<RunRequest> {
  return request(['bash', '-c', script], { ...asked, plan: { attempts, ...asked.plan } });
}

function told({ records }: Made): (readonly [number, string, string | undefined, number | undefined, number | undefined])[] {
  return [...records].sort((one, other) => one.attempt - other.attempt).map(({ attempt, outcome, tests }) => [attempt, outcome, tests?.format, tests?.executed, tests?.failed]);
}

describe('what an attempt tells of its tests', () => {
  it('is read from the output of a real runner, and the executed tests are stored once', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'a.test.mjs'), `import { test } from 'node:test'; test('adds', () => {}); test('counts', () => { if (process.env.CASEBOOK_ATTEMPT === '2') throw new Error('lost'); });`);
    const run = await made(await request([process.execPath, '--test', '--test-reporter=tap', 'a.test.mjs'], { root, plan: { attempts: 3 } }));
    expect(told(run)).toEqual([[1, 'pass', 'TAP', 2, 0], [2, 'fail', 'TAP', 2, 1], [3, 'pass', 'TAP', 2, 0]]);
    expect(run.records[1]?.tests?.failures).toEqual(['counts']);
    const [stored, ...more] = await readdir(path.join(run.folder, 'tests'));
    expect(more).toEqual([]);
    expect(`${run.records[0]?.tests?.set ?? ''}.json`).toBe(stored);
    expect(JSON.parse(await readFile(path.join(run.folder, 'tests', stored ?? ''), 'utf8'))).toEqual(['adds', 'counts']);
  });

  it('names every test that failed, while the signature is that of the first', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'a.test.mjs'), `import { test } from 'node:test'; test('adds', () => { throw new TypeError('first'); }); test('counts', () => { throw new RangeError('second'); });`);
    const { records } = await made(await request([process.execPath, '--test', '--test-reporter=tap', 'a.test.mjs'], { root }));
    expect(records[0]).toMatchObject({ outcome: 'fail', signature: { title: expect.stringContaining('first') as string, location: { file: 'a.test.mjs' } }, tests: { executed: 2, failed: 2, failures: ['adds', 'counts'] } });
  });

  it('names tests by paths inside the folder of the run, so that they are the same in another checkout', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'broken.test.mjs'), 'throw new Error("broken")');
    const { records } = await made(await request([process.execPath, '--test', '--test-reporter=tap'], { root }));
    expect(records[0]?.tests?.failures).toEqual(['broken.test.mjs']);
  });

  it('is none where node --test finds no file, and a failure where another program says the same', async () => {
    const found = await made(await request([process.execPath, '--test', 'nosuch/']));
    expect(found.records[0]).toMatchObject({ outcome: 'no-tests', exitCode: 1, tests: { format: 'node:test', executed: 0, noneFound: true }, reason: expect.stringContaining('found no test to run') as string });
    expect(told(await repeated(`echo '> node --test nosuch/'; echo; echo "Could not find '/a/nosuch'" >&2; exit 1`, 1))).toEqual([[1, 'no-tests', 'node:test', 0, 0]]);
    expect(told(await repeated(`echo "Could not find '/a/config.json'"; exit 1`, 1))).toEqual([[1, 'fail', undefined, undefined, undefined]]);
    expect(told(await repeated(`echo 'ok 1 - a'; echo '1..1'; echo "Could not find '/a/config.json'"; exit 1 # --test `, 1))).toEqual([[1, 'fail', 'TAP', 1, 0]]);
  });

  it.each(['tap', 'spec'])('is none where a filter of node:test leaves out each test of a file, which from Node 22 on is listed as a test that passed (%s)', async (reporter) => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'a.test.mjs'), `import { test } from 'node:test'; test('adds', () => {});`);
    await writeFile(path.join(root, 'script.test.mjs'), 'console.log("no test");');
    const run = async (...filter: string[]): Promise<unknown> => (await made(await request([process.execPath, '--test', `--test-reporter=${reporter}`, ...filter, 'a.test.mjs', 'script.test.mjs'], { root }))).records[0];
    expect(await run('--test-name-pattern=nosuch')).toMatchObject({ outcome: 'no-tests', tests: { executed: 0, skipped: 2 } });
    expect(await run('--test-name-pattern=adds')).toMatchObject({ outcome: 'pass', tests: { executed: 1, skipped: 1 } });
    // Without a filter, a file is a test as node:test says.
    expect(await run()).toMatchObject({ outcome: 'pass', tests: { executed: 2, skipped: 0 } });
  });

  it('is counted once where the command writes two files of the same tests', async () => {
    const json = JSON.stringify({ numTotalTests: 2, testResults: [{ name: 'k.test.js', status: 'passed', assertionResults: ['p0', 'p1'].map((title) => ({ title, ancestorTitles: [], status: 'passed' })) }] });
    const run = (tests: number): Promise<Made> => repeated(`echo '${junit(tests)}' > a.xml; echo '${json}' > b.json`, 1);
    expect(told(await run(2))).toEqual([[1, 'pass', 'JUnit XML', 2, 0]]);
    expect(told(await run(3))[0]?.[3]).toBe(5);
  });

  it('is nothing for a command that says nothing of tests', async () => {
    const run = await repeated('echo "0 tests"; echo all good', 2);
    expect(run.records.map(({ tests }) => tests)).toEqual([undefined, undefined]);
    expect(await readdir(run.folder)).not.toContain('tests');
  });

  it.each([
    ['echo "No test files found, exiting with code 0"', 'no-tests'],
    ['printf "TAP version 13\\n1..0\\n"', 'no-tests'],
    ['printf "TAP version 13\\nok 1 - a # SKIP later\\n1..1\\n"', 'no-tests'],
    ['printf "TAP version 13\\nok 1 - a\\n1..1\\n"', 'pass'],
    ['printf "TAP version 13\\n1..3\\nok 1 - a\\n"', 'fewer-tests'],
    ['printf "TAP version 13\\n1..3\\nok 1 - a\\n"; exit 1', 'fail'],
    ['printf "1..2\\nok 1 - a\\n# Subtest: b\\n    ok 1 - c\\n    1..1\\nok 2 - b\\n"', 'pass'],
    ['echo "No test files found, exiting with code 1"; exit 1', 'no-tests'],
    ['echo "=== 3 deselected in 0.01s ==="; exit 5', 'no-tests'],
    ['echo "=== no tests ran in 0.01s ==="; echo "!!! KeyboardInterrupt !!!"; exit 2', 'fail'],
    ['echo "=== no tests ran in 0.01s ==="; echo "=== 1 passed in 0.01s ==="; exit 1', 'fail'],
    ['printf "TAP version 13\\n1..0\\n"; exit 1', 'fail'],
  ])('%s is %s', async (script, outcome) => {
    expect((await repeated(script, 1)).records[0]?.outcome).toBe(outcome);
  });

  it('is none where Go repeats what it has in its cache: only attempts that executed tests count', async () => {
    const { records } = await repeated(`printf 'ok  \\texample.com/a\\t%s\\n' "$([ $CASEBOOK_ATTEMPT = 1 ] && echo 0.1s || echo '(cached)')"`, 3);
    expect(records.map(({ outcome, reason }) => [outcome, reason])).toEqual([['pass', undefined], ...[2, 3].map(() => ['no-tests', expect.stringContaining('-count=1') as string])]);
  });

  it('is read from the whole log where the output is long, and never from a part of it alone', async () => {
    const events = `for i in $(seq 1 3000); do echo '{"Action":"run","Package":"p","Test":"T'$i'"}'; echo '{"Action":"pass","Package":"p","Test":"T'$i'"}'; done`;
    expect(told(await repeated(events, 1))).toEqual([[1, 'pass', 'go test -json', 3_000, 0]]);
    const long = await repeated(`printf 'TAP version 13\\n1..1\\nok 1 - a\\n'; head -c 12000000 /dev/zero | tr '\\0' 'x' | fold -w 1000; echo; echo 'ok 2 - b'`, 1);
    expect(long.records[0]).toMatchObject({ outcome: 'pass', logTruncated: true, tests: { executed: 2, partial: true } });
    expect(long.records[0]?.tests?.set).toBeUndefined();
  });
});

describe('result files', () => {
  it('are those that the patterns name, of this attempt alone', async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, 'reports/deep'), { recursive: true });
    await writeFile(path.join(root, 'reports/old.xml'), junit(7));
    await writeFile(path.join(root, 'a.xml'), junit(2));
    await writeFile(path.join(root, 'b.xml'), junit(3, 1));
    const script = 'case $CASEBOOK_ATTEMPT in 1) cp a.xml reports/r.xml;; 2) true;; 3) cp b.xml reports/r.xml; cp a.xml reports/deep/r.xml; exit 1;; 4) cp b.xml reports/r.xml;; esac';
    const run = await repeated(script, 4, { root, results: ['reports/**/*.xml'] });
    expect(told(run)).toEqual([[1, 'pass', 'JUnit XML', 2, 0], [2, 'pass', undefined, undefined, undefined], [3, 'fail', 'JUnit XML', 6, 1], [4, 'fail', 'JUnit XML', 4, 1]]);
    expect(run.records[2]?.tests?.failures).toEqual(['s > f0']);
  });

  it('that lay there before the run are nobody\'s, even if they are as new', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'r.xml'), junit(7));
    expect(told(await repeated('true', 1, { root, results: ['*.xml'] }))).toEqual([[1, 'pass', undefined, undefined, undefined]]);
  });

  it('are of no attempt where several run at once, unless they carry its number', async () => {
    const script = 'n=$CASEBOOK_ATTEMPT; printf "<testsuite>" > r.$n.tmp; for i in $(seq 1 $n); do printf "<testcase name=\\"t$i\\"/>" >> r.$n.tmp; done; printf "</testsuite>" >> r.$n.tmp; cp r.$n.tmp shared.xml; mv r.$n.tmp r-$n.xml; test $n = 0';
    const run = await repeated(script, 4, { results: ['shared.xml', 'r-{attempt}.xml'], plan: { jobs: 2 } });
    expect(told(run).map(([attempt, , format, executed]) => [attempt, format, executed])).toEqual([1, 2, 3, 4].map((attempt) => [attempt, 'JUnit XML', attempt]));
    const shared = await repeated(script, 2, { results: ['shared.xml'], plan: { jobs: 2 } });
    expect(shared.records.map(({ tests }) => tests)).toEqual([undefined, undefined]);
  });

  it('that are damaged or gone leave the output to tell', async () => {
    const run = await repeated('printf "<testsuite><testc" > r.xml; printf "1..1\\nok 1 - a\\n"', 1, { results: ['r.xml', 'gone/*.xml'] });
    expect(told(run)).toEqual([[1, 'pass', 'TAP', 1, 0]]);
  });

  it('are also those that the command names', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'a.xml'), junit(2));
    const run = await made(await request(['bash', '-c', 'cp a.xml "${0#--junitxml=}"', '--junitxml=r.xml'], { root }));
    expect(told(run)).toEqual([[1, 'pass', 'JUnit XML', 2, 0]]);
  });

  it.each<[string[], string[]]>([
    [['pytest', '--junitxml=out.xml', 'tests'], ['/w/out.xml']],
    [['npx', 'vitest', 'run', '--outputFile', 'r/v.json', '--outputFile.junit=/tmp/j.xml'], ['/w/r/v.json', '/tmp/j.xml']],
    [['./t', '--gtest_output=xml:g.xml'], ['/w/g.xml']],
    [['dotnet', 'test', '--logger', 'trx;LogFileName=a.trx'], ['/w/a.trx']],
    [['go test -json ./... > r-$CASEBOOK_ATTEMPT.json'], ['/w/r-{attempt}.json']],
    [['pytest --junitxml="r-${CASEBOOK_ATTEMPT}.xml" -q'], ['/w/r-{attempt}.xml']],
    [['make', 'test', 'X=$HOME/a.xml', 'b.json.gz', '*.xml'], []],
  ])('%j names %j', (command, files) => {
    expect(namedResultFiles(command, '/w')).toEqual(files);
  });
});

it('holds a test against the attempts that it was in', async () => {
  const script = `printf 'TAP version 13\\n'; if [ $CASEBOOK_ATTEMPT -le 2 ]; then printf 'ok 1 - other\\n'; else printf 'ok 1 - other\\nnot ok 2 - adds\\n'; fi; printf '1..1\\n'; [ $CASEBOOK_ATTEMPT -le 2 ]`;
  const { folder, events } = await repeated(script, 5);
  const evidence = reduce(events);
  expect(withTestSets(folder, evidence).failedTests).toMatchObject([{ name: 'adds', executed: 3, failed: 3, kind: 'consistently-failing', counted: true }]);
});
