/** Workers of Vitest that stay from one repetition to the next. */
import { describe, expect, it } from 'vitest';
import { outcomes, project, warm } from './warmSupport.js';
import type { Made } from './support.js';

const SOURCE = 'let calls = 0;\nexport const call = () => (calls += 1);\n';

const TEST = `
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { call } from './orders.js';
const attempt = Number(process.env.CASEBOOK_ATTEMPT);
globalThis.repetitions = (globalThis.repetitions ?? 0) + 1;
beforeAll(() => console.log('before all'));
afterAll(() => console.log('after all'));
test('adds', () => {
  process.stdout.write(\`raw \${attempt} in \${process.pid}, repetition \${globalThis.repetitions}, call \${call()}\\n\`);
  if (attempt === 3 && process.env.AT_3 === 'kill') process.kill(process.pid, 'SIGKILL');
});
test('does not end the worker', () => {
  expect(() => process.exit(3)).toThrow('process.exit unexpectedly called');
});
test('mocks', () => {
  vi.useFakeTimers();
  expect(vi.fn(() => attempt)()).toBe(attempt);
});
`;

const FILES = { 'package.json': '{"type":"module"}', 'orders.js': SOURCE, 'orders.test.js': TEST };

interface Told {
  readonly attempt: number;
  readonly pid: number;
  readonly repetition: number;
  readonly call: number;
}

/** What the test printed in each attempt, if it got so far. */
async function told(run: Made): Promise<readonly (readonly Told[])[]> {
  return Promise.all(
    run.records.map(async ({ attempt }) =>
      [...(await run.log(attempt)).matchAll(/raw (\d+) in (\d+), repetition (\d+), call (\d+)/g)].map((match) => {
        const [of = NaN, pid = NaN, repetition = NaN, call = NaN] = match.slice(1).map(Number);
        return { attempt: of, pid, repetition, call };
      }),
    ),
  );
}

describe.each(['forks', 'threads'])('a worker of Vitest (%s)', (pool) => {
  it('stays, and evaluates its modules and runs its hooks anew for each repetition', async () => {
    const run = await warm('vitest', await project(FILES, true), ['npx', 'vitest', 'run', `--pool=${pool}`], { attempts: 4 });
    expect(outcomes(run.records)).toBe('pass pass pass pass');
    const lines = await told(run);
    const pid = lines[0]?.[0]?.pid;
    expect(lines).toEqual([1, 2, 3, 4].map((attempt) => [{ attempt, pid, repetition: attempt, call: 1 }]));
    for (const { attempt, tests } of run.records) {
      expect(tests).toMatchObject({ executed: 3, failed: 0 });
      expect((await run.log(attempt)).match(/before all|after all/g)).toEqual(['before all', 'after all']);
    }
  });
});

describe('the workers of Vitest', () => {
  it.each(['vmForks', 'vmThreads'])('that do not stay (%s) find the variables of their repetition', async (pool) => {
    const run = await warm('vitest', await project(FILES, true), ['npx', 'vitest', 'run', `--pool=${pool}`], { attempts: 3 });
    expect((await told(run)).map(([line]) => line?.attempt)).toEqual([1, 2, 3]);
  });

  it('are replaced when one dies, which is the outcome of that attempt', async () => {
    const run = await warm('vitest', await project(FILES, true), ['npx', 'vitest', 'run'], { attempts: 5, environment: { AT_3: 'kill' } });
    expect(outcomes(run.records)).toBe('pass pass fail pass pass');
    expect(run.records[2]?.reason).toBeUndefined();
    expect((await told(run)).map(([line]) => line?.repetition)).toEqual([1, 2, 3, 1, 2]);
    expect(await run.log(3)).toContain('Worker exited unexpectedly');
  });

  it('are one for each file, but are shared where the project does not isolate its files', async () => {
    const files = { ...FILES, 'prices.test.js': TEST };
    const apart = await told(await warm('vitest', await project(files, true), ['npx', 'vitest', 'run', '--maxWorkers=1'], { attempts: 2 }));
    expect(apart.map((lines) => lines.map(({ repetition }) => repetition))).toEqual([[1, 1], [2, 2]]);
    const together = await told(await warm('vitest', await project(files, true), ['npx', 'vitest', 'run', '--maxWorkers=1', '--no-isolate'], { attempts: 2 }));
    expect(together.map((lines) => lines.map(({ repetition }) => repetition))).toEqual([[1, 2], [3, 4]]);
    expect(together.flat().map(({ call }) => call)).toEqual([1, 2, 3, 4]);
  });
});
