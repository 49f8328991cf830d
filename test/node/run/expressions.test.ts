/** Which failure is *the* failure, and which is none of the command's. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { targetOf } from '../../../src/core/prove/target.js';
import { reduce } from '../../../src/core/run/evidence.js';
import { Expressions } from '../../../src/node/run/expressions.js';
import { readRun, runEvents } from '../../../src/node/run/readLedger.js';
import { tempFolder } from '../../support/temp.js';
import { made, request } from './support.js';

describe('a run that looks for a failure', () => {
  it('says of each failure whether it is that one', async () => {
    const script = 'case $CASEBOOK_ATTEMPT in 1) echo "Error: deadlock found"; exit 1;; 2) echo "Error: other"; exit 1;; esac; echo deadlock';
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 3, expect: '^Error: dead' } }));
    expect(run.records.map(({ outcome, expected }) => [outcome, expected])).toEqual([['fail', true], ['fail', false], ['pass', undefined]]);
  });

  it('finds it anywhere in the output, through colours, and over lines', async () => {
    const script = 'printf "\\033[31mdead\\033[0mlock\\r\\n"; seq 1 200000; echo end; exit 1';
    for (const expression of ['^deadlock$', 'deadlock\\n1\\n2\\n', '200000\\nend']) {
      const run = await made(await request(['bash', '-c', script], { plan: { expect: expression } }));
      expect(run.records[0]?.expected, expression).toBe(true);
    }
  });

  it('does not take what was printed before and after the attempt for its output', async () => {
    const run = await made(await request(['false'], { plan: { before: 'echo deadlock', after: 'echo deadlock', expect: 'deadlock' } }));
    expect(run.records[0]).toMatchObject({ outcome: 'fail', expected: false });
  });
});

describe('infrastructure', () => {
  it('is counted apart, does not end the run, and its failures do not count towards those that do', async () => {
    const script = 'if [ $CASEBOOK_ATTEMPT -le 4 ]; then echo "no space left on device"; exit 1; fi; exit 1';
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 10, untilFailures: 2, infra: 'no space left' } }));
    expect(run.result.reason).toBe('enough-failures');
    expect(run.records.map(({ outcome }) => outcome)).toEqual(['infra', 'infra', 'infra', 'infra', 'fail', 'fail']);
    expect(run.records[0]).toMatchObject({ exitCode: 1, reason: 'Its output matches --infra.' });
    expect(run.records[0]).not.toHaveProperty('signature');
  });
});

describe('an expression that takes exponential time', () => {
  it('is given up, does not hold up the run, and is told', async () => {
    const expressions = new Expressions(300);
    onTestFinished(() => expressions.close());
    const file = path.join(await tempFolder(), 'log');
    const text = `${'a'.repeat(60)}!\nneedle`;
    await writeFile(file, text);
    const place = { file, start: 0, end: text.length };
    const answers = await Promise.all([expressions.matches('^(a+)+$', place), expressions.matches('needle', place), expressions.matches('^(a+)+$', place), expressions.matches('^(a+)+$', place), expressions.matches('nothing', place)]);
    expect(answers).toEqual([undefined, true, undefined, undefined, false]);
  });

  it('leaves the failure a failure, with a remark', async () => {
    const run = await made(await request(['bash', '-c', `echo ${'a'.repeat(60)}!; exit 1`], { plan: { expect: '^(a+)+$' } }));
    expect(run.records[0]).toMatchObject({ outcome: 'fail', reason: 'Whether its output matches --expect could not be told in time: simplify the expression.' });
    expect(run.records[0]).not.toHaveProperty('expected');
  });

  it('says neither that the failure was the expected one nor that it was not, and does not end the run for it', async () => {
    const script = `if [ $CASEBOOK_ATTEMPT = 1 ]; then echo ${'a'.repeat(60)}!; exit 1; fi; echo aa; exit 1`;
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 4, untilFailures: 1, expect: '^(a+)+$' } }));
    expect(run.result.reason).toBe('first-failure');
    expect(run.records.map(({ expected }) => expected)).toEqual([undefined, true]);
    const stored = await readRun(run.folder);
    const evidence = reduce(runEvents(stored));
    expect(evidence).toMatchObject({ failures: 2, otherFailures: 1, untoldFailures: 1 });
    expect(evidence.verdict.sentence).toMatch(/^Between 1 and 2 of 2 attempts showed the expected failure/);
    expect(targetOf(stored.file, stored.attempts)).toMatchObject({ failures: 1, n: 2 });
  });

  it('is not known of a log that is gone', async () => {
    const expressions = new Expressions();
    onTestFinished(() => expressions.close());
    expect(await expressions.matches('a', { file: path.join(await tempFolder(), 'none'), start: 0, end: 1 })).toBeUndefined();
  });
});
