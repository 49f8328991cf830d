import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addPlanOptions, planOf, type PlanOptions } from '../../../src/cli/planOptions.js';
import { DEFAULT_PLAN, MAX_ATTEMPTS, type RunPlan } from '../../../src/core/run/plan.js';
import { planArguments } from '../../../src/core/run/planArguments.js';

/** The plan that the command line makes of the words. */
function planFrom(words: readonly string[]): RunPlan {
  const command = new Command().exitOverride();
  addPlanOptions(command);
  command.parse([...words], { from: 'user' });
  return planOf(command.opts<PlanOptions>());
}

const PLANS: Readonly<Record<string, RunPlan>> = {
  usual: DEFAULT_PLAN,
  'until the first failure': { ...DEFAULT_PLAN, attempts: 7, untilFailures: 1 },
  'for a time only': { ...DEFAULT_PLAN, attempts: MAX_ATTEMPTS, forMs: 90_000 },
  full: {
    attempts: 12,
    forMs: 61_500,
    untilFailures: 3,
    timeoutMs: 2_500,
    graceMs: 0,
    jobs: 4,
    shell: true,
    delayMs: 20,
    shuffleSeed: 4_294_967_295,
    environment: { NAME: "it's a=b", EMPTY: '' },
    before: 'rm -rf "tmp dir"',
    after: '-n 5',
    expect: '^--- FAIL: .*$',
    infra: 'ECONNREFUSED|--wi',
    keep: 'failures',
    during: [{ name: 'listening', everyMs: 500, command: 'nc -z localhost 8080 || exit 1' }, { name: 'load', everyMs: 1_000, command: 'uptime' }],
  },
};

describe('the command line makes the same plan of its arguments', () => {
  test.each(Object.entries(PLANS))('%s', (_name, plan) => {
    expect(planFrom(planArguments(plan, { seed: true }))).toEqual(plan);
  });
});

test('the seed stands only where it is asked for', () => {
  expect(planArguments({ ...DEFAULT_PLAN, shuffleSeed: 5 }, { seed: false })).toEqual(['-n', '100']);
});

test('a warm run says in which framework', () => {
  expect(planArguments({ ...DEFAULT_PLAN, warm: { framework: 'vitest' } }, { seed: false })).toEqual(['-n', '100', '--warm', 'vitest']);
});
