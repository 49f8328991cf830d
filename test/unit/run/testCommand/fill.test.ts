import { expect, test } from 'vitest';
import { fillTemplate, templateProblem } from '../../../../src/core/run/testCommand/fill.js';
import { frameworkById, type FrameworkId } from '../../../../src/core/run/testCommand/frameworks.js';

function words(framework: FrameworkId, file: string, names: readonly string[], suite = false): readonly string[] | string {
  const filled = fillTemplate(frameworkById(framework).template, { file, names, suite }, false);
  return 'words' in filled ? filled.words : JSON.stringify(filled);
}

test('each framework runs exactly the named test, whatever its name says', () => {
  expect(words('vitest', 'a b/x.test.ts', ['orders', 'costs $3.50 (net)?'])).toEqual(['npx', 'vitest', 'run', 'a b/x.test.ts', '-t', '^orders costs \\$3\\.50 \\(net\\)\\?$']);
  expect(words('jest', 'x.test.js', ['adds'])).toEqual(['npx', 'jest', '--runTestsByPath', 'x.test.js', '-t', '^adds$']);
  expect(words('playwright', 'e2e/x.spec.ts', ['cart', '- empties'])).toEqual(['npx', 'playwright', 'test', 'e2e/x.spec.ts', '-g', 'cart - empties']);
  expect(words('playwright', 'e2e/x.spec.ts', ['-h'])).toEqual(['npx', 'playwright', 'test', 'e2e/x.spec.ts', '-g', '\\-h']);
  expect(words('node', 'x.test.mjs', ['orders', 'a+b'])).toEqual(['node', '--test', '--test-name-pattern=a\\+b$', 'x.test.mjs']);
  expect(words('go', 'orders/price_test.go', ['TestPrice', 'two items', 'a.b'])).toEqual(['go', 'test', '-v', '-count=1', '-run', '^TestPrice$/^two_items$/^a\\.b$', './orders']);
  expect(words('go', 'price_test.go', ['TestPrice'])).toEqual(['go', 'test', '-v', '-count=1', '-run', '^TestPrice$', '.']);
  expect(words('pytest', 'tests/test_x.py', ['TestOrders', 'test_price', '[a-1]'])).toEqual(['python', '-m', 'pytest', 'tests/test_x.py::TestOrders::test_price[a-1]']);
  expect(words('dotnet', 'Orders.cs', ['Shop', 'Orders', 'Prices(a: 1)'])).toEqual(['dotnet', 'test', '--filter', 'FullyQualifiedName~Shop.Orders.Prices']);
  expect(words('cargo', 'src/lib.rs', ['tests', 'it_works'])).toEqual(['cargo', 'test', 'tests::it_works', '--', '--exact']);
});

test('a suite is its tests, a file all of them, without the words that select one', () => {
  expect(words('vitest', 'x.test.ts', ['orders'], true)).toEqual(['npx', 'vitest', 'run', 'x.test.ts', '-t', '^orders ']);
  expect(words('vitest', 'x.test.ts', [])).toEqual(['npx', 'vitest', 'run', 'x.test.ts']);
  expect(words('node', 'x.test.mjs', [])).toEqual(['node', '--test', 'x.test.mjs']);
  expect(words('pytest', 'test_x.py', [])).toEqual(['python', '-m', 'pytest', 'test_x.py']);
  expect(words('go', 'orders/x_test.go', [])).toEqual(['go', 'test', '-v', '-count=1', './orders']);
  expect(words('cargo', 'src/lib.rs', [])).toMatch(/runs single tests only/);
  expect(words('dotnet', 'A.cs', [])).toMatch(/runs single tests only/);
});

test('what is filled in stays one word, and is no option', () => {
  const hostile = fillTemplate('run-it {file} {name}', { file: '-rf', names: ['a; rm -rf "$HOME" `x` \'y\''], suite: false }, false);
  expect(hostile).toEqual({ words: ['run-it', './-rf', 'a; rm -rf "$HOME" `x` \'y\''] });
});

test('in a line for the shell each value is quoted for where it stands', () => {
  const name = `it's "$HOME"`;
  const line = (template: string): string => {
    const filled = fillTemplate(template, { file: 'a b.js', names: [name], suite: false }, false);
    return 'shell' in filled ? filled.shell : JSON.stringify(filled);
  };
  expect(line('run {name} | cat')).toBe(`run 'it'\\''s "$HOME"' | cat`);
  expect(line(`run '{name}' | cat`)).toBe(`run 'it'\\''s "$HOME"' | cat`);
  expect(line('run "{name}" {file} | cat')).toBe(`run "it's \\"\\$HOME\\"" 'a b.js' | cat`);
  expect(fillTemplate('run {name} | cat', { file: 'x', names: ['y'], suite: false }, true)).toEqual({ problem: expect.stringMatching(/cannot be quoted safely/) as string });
});

test('a command that names no test, or begins with one, is no template', () => {
  expect(templateProblem('npm test', false)).toMatch(/same for every test/);
  expect(templateProblem('{file} --run', false)).toMatch(/begins with what is filled in/);
  expect(templateProblem('', false)).toMatch(/empty/);
  expect(templateProblem('npm test -- {file} "', false)).toMatch(/closing quote/);
  expect(templateProblem('make test T={name}', false)).toBeUndefined();
});
