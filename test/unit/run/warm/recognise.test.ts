import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../../src/core/run/plan.js';
import { playwrightArguments } from '../../../../src/core/run/warm/playwrightArguments.js';
import { warmCommand } from '../../../../src/core/run/warm/problem.js';
import { recognise } from '../../../../src/core/run/warm/recognise.js';

const words = (line: string): string[] => line.split(' ');

describe('the framework of a command', () => {
  it.each([
    ['npx vitest run a.test.ts', 'vitest', 'run a.test.ts'],
    ['npx --no-install vitest', 'vitest', ''],
    ['pnpm exec vitest run', 'vitest', 'run'],
    ['node node_modules/vitest/vitest.mjs run x', 'vitest', 'run x'],
    ['./node_modules/.bin/vitest --pool=threads', 'vitest', '--pool=threads'],
    ['go test -run TestX ./orders', 'go', '-run TestX ./orders'],
    ['pytest -k orders', 'pytest', '-k orders'],
    ['python3.11 -m pytest tests', 'pytest', 'tests'],
    ['uv run pytest', 'pytest', ''],
    ['./orders_test --gtest_filter=Orders.*', 'gtest', '--gtest_filter=Orders.*'],
    ['ginkgo --focus x ./orders', 'ginkgo', '--focus x ./orders'],
    ['npx playwright test orders.spec.ts --project=chromium', 'playwright', 'orders.spec.ts --project=chromium'],
  ])('of `%s` is %s', (line, framework, args) => {
    expect(recognise(words(line))).toMatchObject({ framework, args: args === '' ? [] : words(args) });
  });

  it.each([
    ['npm test', 'names a script'],
    ['npx jest', 'Jest cannot repeat'],
    ['node --test a.test.js', 'node:test has no repetition'],
    ['npx vitest bench', 'only `vitest run`'],
    ['cargo test', 'Rust has no repetition'],
    ['./run-tests', 'no framework is recognised'],
  ])('of `%s` is refused with a sentence', (line, sentence) => {
    const found = recognise(words(line));
    expect('problem' in found && found.problem).toContain(sentence);
    expect('problem' in found && found.problem).toContain('Leave --warm out');
  });

  it('is believed where it is named, if its name can be anything', () => {
    expect(recognise(['./orders_test', '-v'], 'gtest')).toEqual({ framework: 'gtest', head: ['./orders_test'], args: ['-v'] });
    expect(recognise(['./orders_test'], 'pytest')).toHaveProperty('problem');
  });
});

describe('a warm run', () => {
  it.each([
    ['go test ./...', 'one package'],
    ['go test ./a ./b', 'one package'],
    ['go test -bench . ./a', 'benchmarks repeat'],
    ['go test -unknown ./a', 'behind -args'],
    ['ginkgo -r', 'several suites'],
    ['ginkgo -p ./a', 'spread over processes'],
    ['playwright test a.spec.ts --ui', 'a person starts the tests'],
  ])('is refused for `%s`', (line, sentence) => {
    const found = warmCommand(words(line), DEFAULT_PLAN);
    expect('problem' in found && found.problem).toContain(sentence);
  });

  it.each([
    ['a shell', { shell: true }, '--shell'],
    ['a command before each attempt', { before: 'true' }, '--before'],
  ])('is refused with %s', (_what, plan, option) => {
    const found = warmCommand(['pytest'], { ...DEFAULT_PLAN, ...plan });
    expect('problem' in found && found.problem).toContain(option);
  });
});

it('leaves out of the words of Playwright what a warm run sets itself, with their values', () => {
  expect(playwrightArguments(words('a.spec.ts --reporter html -j 4 -g name --workers=2 -x --max-failures 3 --repeat-each=9 --retries=0 -j4 --global-timeout=5 -- b'))).toEqual({ args: words('a.spec.ts -g name --retries=0 -- b') });
});
