import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarker, renderBlock } from '../../../src/core/report/block.js';
import { errorsBlock, runBlock } from '../../../src/core/report/runBlock.js';
import { compareRuns } from '../../../src/core/run/compare.js';
import { attemptsOf, evidenceOf, LOST, RESET, RUN } from '../run/events.js';
import { nodeTypes, parseMarkdown } from './markdown.js';

const FOLDER = `../.casebook/runs/${RUN.id}`;
const CONTEXT = { runFolder: FOLDER };

const FLAKY = attemptsOf([40, 'pass'], [2, 'fail', { durationMs: 43 }], [1, 'timeout', { durationMs: 180_000, signature: RESET }], [57, 'pass', { durationMs: 22 }]);

describe("a run's block", () => {
  test('says what was measured, of what, and where to look', () => {
    const { kind, id, body } = runBlock(evidenceOf(FLAKY, { run: { purpose: 'baseline', git: { commit: '0123456789abcdef0123', branch: 'main', dirty: true } } }), CONTEXT);
    expect([kind, id]).toEqual(['run', RUN.id]);
    expect(body).toBe(`**3 of 100 attempts failed: failure rate 3.0 % (95 % CI 0.6 % – 8.5 %).** Flaky. Failures come in streaks (runs test, one-sided: p = 0.000618): attempts are not independent, so the interval is too narrow.

| Outcome | Attempts |
|---|---:|
| passed | 97 |
| failed | 2 |
| timed out | 1 |

Failures by signature:

- 2 × \`AssertionError: expected 0 to be 3\` at \`test/stock.mjs:12\`; attempts 41, 42; first log [\`0041.log\`](${FOLDER}/logs/0041.log)
- 1 × \`Error: read ECONNRESET\`; attempt 43; first log [\`0043.log\`](${FOLDER}/logs/0043.log)

An attempt took 22 ms in the median, 95 % of them at most 22 ms (20 ms – 3 min).

baseline: \`node test/stock.mjs\` · up to 100 attempts, timeout 3m · commit \`0123456789ab\` on \`main\`, with uncommitted changes · host \`box (linux 6.1.0, x64, 2 CPUs, Node v20.20.2)\` · started \`2026-11-21T14:02:33.000Z\` · Casebook \`0.1.0\` · ledger [\`${RUN.id}\`](${FOLDER})`);
  });

  test('names a clean checkout, and none', () => {
    expect(runBlock(evidenceOf(FLAKY), CONTEXT).body).toContain('commit `0123456789ab` on `main`, clean');
    const { git, ...bare } = RUN;
    expect(git).toBeDefined();
    const evidence = evidenceOf(FLAKY);
    expect(runBlock({ ...evidence, run: bare }, CONTEXT).body).toContain('no git checkout');
  });

  test('says how the command was repeated', () => {
    const { body } = runBlock(evidenceOf(FLAKY, { run: { command: ['npm test | tee log'] }, plan: { shell: true, jobs: 4, untilFailures: 1, timeoutMs: 500 } }), CONTEXT);
    expect(body).toContain('repeat: `npm test | tee log` in a shell · up to 100 attempts, until the first failure, 4 at a time, timeout 500ms');
    expect(runBlock(evidenceOf(FLAKY, { run: { command: ['sh', '-c', 'exit 1'] } }), CONTEXT).body).toContain("`sh -c 'exit 1'`");
  });

  test('shows what is left out of the rate, and why', () => {
    const { body } = runBlock(evidenceOf(attemptsOf([7, 'pass'], [2, 'infra', { reason: 'spawn ENOENT' }], [1, 'leak', { reason: 'node (pid 7) was left', leftBehind: 1 }])), CONTEXT);
    expect(body).toContain('Inconclusive: 2 more attempts that count are needed');
    expect(body).toContain('| stopped by infrastructure (left out of the rate) | 2 |');
    expect(body).toContain('- 2 × stopped by infrastructure: `spawn ENOENT` (first in attempt 8)\n- 1 × passed with a leak: `node (pid 7) was left` (first in attempt 10)');
    expect(body).toContain('1 process left behind by attempts had to be ended.');
  });

  test('tells of each failure where it stands in the run, whether it is new, and where its log leaves a passing one', () => {
    const evidence = evidenceOf(attemptsOf([6, 'fail', { expected: true }], [60, 'pass'], [1, 'fail', { signature: RESET, expected: false }]), { plan: { expect: 'expected 0' } });
    const divergence = { failingAttempt: 1, passingAttempt: 7, failing: { line: 3, text: '# a | `b`' }, passing: { line: 4, text: 'committed' } };
    const { body } = runBlock({ ...evidence, groups: evidence.groups.map((group, index) => (index === 0 ? { ...group, divergence } : group)) }, CONTEXT);
    expect(body).toMatch(/- 6 × `Ass.*; attempts 1, 2, 3, 4, 5, 6, early in the run \(rank sum test, one-sided: p < 0\.0001\); first log \[.*\)\n {2}- the log of attempt 1 leaves that of passing attempt 7 at line 3: `` # a \| `b` `` instead of `committed` \(line 4\)\n- 1 ×/);
    expect(body).toMatch(/- 1 × `Error: read ECONNRESET` \(new: not the expected failure\); attempt 67; first log/);
    expect(body).toContain('New: 1 attempt failed in another way');
    expect(nodeTypes(body)).not.toContain('heading');
  });

  test('says that the run was cancelled, interrupted or ended by an error', () => {
    const bodyOf = (reason: 'cancelled' | 'error', message?: string) => runBlock(evidenceOf(attemptsOf([3, 'pass']), { plan: { attempts: 10 }, result: { reason, endedAt: '', ...(message === undefined ? {} : { message }) } }), CONTEXT).body;
    expect(bodyOf('cancelled')).toContain('The run was cancelled after 3 of 10 attempts. Inconclusive: 7 more');
    expect(bodyOf('error', 'no space left on device')).toContain('The run ended with an error: `no space left on device`');
    const { result, ...killed } = evidenceOf(attemptsOf([3, 'pass']), { plan: { attempts: 10 } });
    expect(result).toBeDefined();
    expect(runBlock(killed, CONTEXT).body).toContain('The run was interrupted after 3 of 10 attempts.');
  });

  test('lists the most frequent failures, and how many more there are', () => {
    const groups = Array.from({ length: 13 }, (_, index) => [index + 1, 'fail', { signature: { id: `id${index}`, title: `Error: kind ${String.fromCharCode(97 + index)}` } }] as const);
    const { body } = runBlock(evidenceOf(attemptsOf(...groups)), CONTEXT);
    expect(body.match(/^- \d+ × .*kind/gm)).toHaveLength(11);
    expect(body).toMatch(/signature:\n\n- 13 × `Error: kind m`/);
    expect(body).toContain('- 6 × 3 other kinds of failure');
    expect(runBlock(evidenceOf(attemptsOf([25, 'fail'])), CONTEXT).body).toContain('attempts 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 5 more;');
  });

  test('of a run without any attempt has no table', () => {
    expect(runBlock(evidenceOf([], { plan: { attempts: 10 }, result: { reason: 'cancelled', endedAt: '' } }), CONTEXT).body).toMatch(/^\*\*No data: no attempt has ended before the run was cancelled\.\*\*\n\nrepeat: /);
  });

  test('puts the run before and what is new first, when it is held against one', () => {
    const after = evidenceOf(attemptsOf([98, 'pass'], [2, 'fail', { signature: { id: 'cc', title: 'TypeError: a | b' } }]), { run: { id: '20261121-150000-bbbb', purpose: 'verify' } });
    const { kind, body } = runBlock(after, { runFolder: '../.casebook/runs/20261121-150000-bbbb', comparison: compareRuns(evidenceOf(FLAKY), after) });
    expect(kind).toBe('run');
    expect(body).toContain(`so the interval is too narrow.

**New after, not seen before:**

- 2 × \`TypeError: a | b\`

| Run | Attempts that count | Failed | Failure rate | 95 % interval |
|---|---:|---:|---|---|
| before: [\`${RUN.id}\`](${FOLDER}) | 100 | 3 | 3.0 % | 0.6 % – 8.5 % |
| after: [\`20261121-150000-bbbb\`](../.casebook/runs/20261121-150000-bbbb) | 100 | 2 | 2.0 % | 0.2 % – 7.0 % |

New after: 1 failure that the run before did not show, in 2 attempts.`);
    expect(body).toContain('Seen before, not after:\n\n- 2 × `AssertionError: expected 0 to be 3`\n- 1 × `Error: read ECONNRESET`');
  });
});

describe('the block of error messages', () => {
  const log = readFileSync(new URL('../../fixtures/failures/node-assert.txt', import.meta.url), 'utf8');

  test('shows what each kind of failure printed', () => {
    const block = errorsBlock(evidenceOf(FLAKY), new Map([[LOST.id, log], [RESET.id, '\n']]), CONTEXT);
    expect([block?.kind, block?.id]).toEqual(['run', `${RUN.id}/errors`]);
    expect(block?.body).toBe(`\`AssertionError: expected 0 to be 3\` at \`test/stock.mjs:12\`: 2 attempts, first log [\`0041.log\`](${FOLDER}/logs/0041.log):

\`\`\`text
${log.trimEnd()}
\`\`\`

\`Error: read ECONNRESET\`: 1 attempt, first log [\`0043.log\`](${FOLDER}/logs/0043.log), which is empty.`);
  });

  test('is absent without failures', () => {
    expect(errorsBlock(evidenceOf(attemptsOf([3, 'pass'], [1, 'infra'])), new Map(), CONTEXT)).toBeUndefined();
  });

  test('is bounded in number and size, and shows the lines around the failure', () => {
    const groups = Array.from({ length: 8 }, (_, index) => [1, 'fail', { signature: { id: `id${index}`, title: `Error: ${index}` } }] as const);
    const long = `${'before\n'.repeat(500)}${log}${'after\n'.repeat(500)}`;
    const body = errorsBlock(evidenceOf(attemptsOf(...groups)), new Map(groups.map(([, , { signature }]) => [signature.id, long])), CONTEXT)?.body ?? '';
    expect(body.match(/^```text$/gm)).toHaveLength(5);
    expect(body).toContain('3 more kinds of failure, in the ledger');
    expect(body).toContain('[… 496 lines left out]\nbefore');
    expect(body).toContain('AssertionError [ERR_ASSERTION]');
    expect(body.split('\n').length).toBeLessThan(5 * 50);
    const wide = errorsBlock(evidenceOf(attemptsOf([1, 'fail'])), new Map([[LOST.id, 'x'.repeat(1_000_000)]]), CONTEXT)?.body ?? '';
    expect(wide.length).toBeLessThan(1000);
  });
});

describe('text from outside', () => {
  const hostile = fc
    .array(fc.oneof(fc.constantFrom('`', '```', '\n', '\r', '\n\n', '# x', '---\n', '|', '\\', '](', ')', '<!-- ', '-->', `<!-- casebook:end run ${RUN.id} sha256:${'0'.repeat(64)} -->`, '<script>', '**', '- ', '\u001b[', '\ud800', '%', '../'), fc.string({ maxLength: 4 })), { maxLength: 12 })
    .map((pieces) => pieces.join(''));

  test('opens no structure in a block', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, reason, name) => {
        const signature = { id: 'x', title, location: { file: name, line: 3 } };
        const run = { command: [name, reason], host: { ...RUN.host, name }, git: { commit: name, branch: reason, dirty: false }, casebook: name, startedAt: reason };
        const evidence = evidenceOf(attemptsOf([2, 'fail', { signature, log: `logs/${name}` }], [1, 'leak', { reason }], [1, 'pass']), { run, result: { reason: 'error', endedAt: '', message: title } });
        const before = evidenceOf(attemptsOf([2, 'fail']), { run: { id: '20261121-130000-0000' } });
        const body = runBlock(evidence, { runFolder: FOLDER, comparison: compareRuns(before, evidence) }).body;
        const types = nodeTypes(body);
        expect(['heading', 'code', 'html', 'thematicBreak', 'image', 'blockquote', 'definition'].filter((type) => types.includes(type))).toEqual([]);
        expect(['table', 'list', 'link'].map((wanted) => types.filter((type) => type === wanted).length)).toEqual([2, 4, 4]);
        const errors = errorsBlock(evidence, new Map([['x', `${reason}${title}`]]), CONTEXT);
        const errorTypes = parseMarkdown(errors?.body ?? '').children.map(({ type }) => type);
        expect([['paragraph'], ['paragraph', 'code']]).toContainEqual(errorTypes);
        for (const block of [{ ...errors, body: errors?.body ?? '' }, { body }]) expect(block.body.split('\n').some((line) => parseMarker(line))).toBe(false);
        expect(() => renderBlock({ kind: 'run', id: RUN.id, body }, '\n', () => '0')).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  test('is redacted', () => {
    const evidence = evidenceOf(attemptsOf([1, 'fail', { signature: { id: 'x', title: 'Error: password=hunter2' } }]), { run: { command: ['deploy', '--password', 'hunter2'] } });
    const bodies = [runBlock(evidence, CONTEXT).body, errorsBlock(evidence, new Map([['x', 'Authorization: Bearer hunter2']]), CONTEXT)?.body ?? ''].join('\n');
    expect(bodies).not.toContain('hunter2');
    expect(bodies.match(/‹secret:/g)?.length).toBe(4);
  });

  test('cannot end a link', () => {
    const { body } = runBlock(evidenceOf(attemptsOf([1, 'fail'])), { runFolder: '../a (b)/c d/[e]/50%' });
    expect(body).toContain('](../a%20%28b%29/c%20d/%5Be%5D/50%25/logs/0001.log)');
  });
});
