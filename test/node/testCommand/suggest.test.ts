import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suggestTestCommand } from '../../../src/node/testCommand/suggest.js';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'suggest-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

const suggested = (file: string) => suggestTestCommand(root, path.join(root, file));

test('Vitest in a package of a monorepo: it runs where the package lies', async () => {
  await write({ 'package.json': '{}', 'web/package.json': '{"devDependencies":{"vitest":"4"}}', 'web/tests/a.test.ts': 'test()' });
  expect(await suggested('web/tests/a.test.ts')).toEqual({ framework: 'vitest', files: 'web/**/*.test.ts', command: 'npx vitest run {file} -t {name}', cwd: 'web' });
});

test('Go: where the module begins', async () => {
  await write({ 'shop/go.mod': 'module shop', 'shop/orders/a_test.go': '' });
  expect(await suggested('shop/orders/a_test.go')).toEqual({ framework: 'go', files: 'shop/**/*_test.go', command: "go test -v -count=1 -run '^{name}$' {package}", cwd: 'shop' });
});

test('pytest: with the interpreter of a virtual environment beside it', async () => {
  await write({ 'tests/test_a.py': '' });
  expect((await suggested('tests/test_a.py'))?.command).toBe('python3 -m pytest {file}::{name}');
  await write({ '.venv/bin/python': '' });
  expect((await suggested('tests/test_a.py'))?.command).toBe('.venv/bin/python -m pytest {file}::{name}');
});

test('dotnet: in the folder of the project file', async () => {
  await write({ 'Shop.Tests/Shop.Tests.csproj': '', 'Shop.Tests/Sub/A.cs': '' });
  expect(await suggested('Shop.Tests/Sub/A.cs')).toMatchObject({ framework: 'dotnet', cwd: 'Shop.Tests' });
});

test('a manifest that cannot be used, or none, tells nothing', async () => {
  await write({ 'package.json': '{"devDependencies":', 'a.test.ts': '' });
  expect(await suggested('a.test.ts')).toBeUndefined();
  await write({ 'package.json': '{"scripts":{"test":7},"dependencies":null}' });
  expect(await suggested('a.test.ts')).toBeUndefined();
  expect(await suggested('gone.test.ts')).toBeUndefined();
});
