/** The command that is proposed for a test, run by the real framework: it executes that test, and no other. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillTemplate } from '../../../src/core/run/testCommand/fill.js';
import { suggestTestCommand } from '../../../src/node/testCommand/suggest.js';
import { needs } from '../../support/needs.js';

let root = '';

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'real-')));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Runs the command for a test. Each of the tests appends its number to `ran` when it is executed. @returns what was executed */
async function executed(files: Readonly<Record<string, string>>, file: string, names: readonly string[]): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  const suggested = await suggestTestCommand(root, path.join(root, file));
  expect(suggested).toBeDefined();
  const filled = fillTemplate(suggested?.command ?? '', { file, names, suite: false }, false);
  if (!('words' in filled)) throw new Error(JSON.stringify(filled));
  const [program = '', ...words] = filled.words;
  const env = Object.fromEntries(Object.entries({ ...process.env, RAN: path.join(root, 'ran') }).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_TEST_CONTEXT'));
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: root, env, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  return readFile(path.join(root, 'ran'), 'utf8');
}

const there = (program: string, ...words: string[]): boolean => spawnSync(program, words).status === 0;

/** In Vitest and in node:test alike. */
const JS = `
const ran = (number) => fs.appendFileSync(process.env.RAN, number);
describe('prices', () => {
  test('costs $3.50 (net)?', () => ran('1'));
  test('costs $3.50 (net)? and more', () => ran('2'));
  test('costs 3.50 net', () => ran('3'));
});
`;

test('Vitest', { timeout: 120_000 }, async () => {
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
  const files = { 'package.json': '{"type":"module","devDependencies":{"vitest":"4"}}', 'a b/x.test.mjs': `import fs from 'node:fs';\nimport { describe, test } from 'vitest';${JS}` };
  expect(await executed(files, 'a b/x.test.mjs', ['prices', 'costs $3.50 (net)?'])).toBe('1');
});

test('node --test', async () => {
  const files = { 'x.test.mjs': `import fs from 'node:fs';\nimport { describe, test } from 'node:test';${JS}` };
  expect(await executed(files, 'x.test.mjs', ['prices', 'costs $3.50 (net)?'])).toBe('1');
});

test.runIf(needs(there('go', 'version'), 'go'))('go test, a subtest', { timeout: 120_000 }, async () => {
  const go = `package orders
import ("os"; "testing")
func ran(number string) { f, _ := os.OpenFile(os.Getenv("RAN"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); f.WriteString(number); f.Close() }
func TestPrice(t *testing.T) {
  t.Run("two items (net)", func(t *testing.T) { ran("1") })
  t.Run("two items (net) more", func(t *testing.T) { ran("2") })
}
func TestPriceMore(t *testing.T) { ran("3") }
`;
  expect(await executed({ 'go.mod': 'module shop\n\ngo 1.19\n', 'orders/price_test.go': go }, 'orders/price_test.go', ['TestPrice', 'two items (net)'])).toBe('1');
});

test.runIf(needs(there('python3', '-m', 'pytest', '--version'), 'pytest'))('pytest, one set of parameters of a method', { timeout: 120_000 }, async () => {
  const python = `import os, pytest
def ran(number):
    with open(os.environ['RAN'], 'a') as f: f.write(number)
class TestPrice:
    @pytest.mark.parametrize('n', ['1', '2'])
    def test_net(self, n): ran(n)
    def test_net_more(self): ran('3')
`;
  expect(await executed({ 'tests/test_price.py': python }, 'tests/test_price.py', ['TestPrice', 'test_net', '[1]'])).toBe('1');
});

test.runIf(needs(there('cargo', '--version'), 'cargo'))('cargo test', { timeout: 120_000 }, async () => {
  const rust = `#[cfg(test)]
mod tests {
    fn ran(number: &str) { use std::io::Write; std::fs::OpenOptions::new().append(true).create(true).open(std::env::var("RAN").unwrap()).unwrap().write_all(number.as_bytes()).unwrap(); }
    #[test]
    fn net() { ran("1"); }
    #[test]
    fn net_more() { ran("2"); }
}
`;
  expect(await executed({ 'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n', 'src/lib.rs': rust }, 'src/lib.rs', ['tests', 'net'])).toBe('1');
});
