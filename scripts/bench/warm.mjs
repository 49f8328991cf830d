/** Repetitions inside a framework's process beside a new process for each attempt, of the same test, which does next to nothing. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, shown, spread, timed, works } from './measure.mjs';
import { CLI } from './run.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Warm attempts, with the start of their process; and cold ones, of which one is the slope. */
const WARM = 100;
const COLD = [2, 12];

/** @typedef {{ name: string, available: boolean, missing: string, files: Record<string, string>, prepare?: (cwd: string) => Promise<unknown>, command: string[], framework: string }} Framework */

/** @returns {Framework[]} */
function frameworks() {
  const python = ['python3', '/usr/bin/python3'].find((candidate) => works(candidate, '-c', 'import pytest, pytest_repeat'));
  return [
    {
      name: 'Vitest',
      framework: 'vitest',
      available: true,
      missing: '',
      files: { 'package.json': '{"type":"module"}', 'a.test.js': "import { expect, test } from 'vitest';\ntest('adds', () => expect(1 + 1).toBe(2));\n" },
      prepare: (cwd) => symlink(path.join(root, 'node_modules'), path.join(cwd, 'node_modules')),
      command: ['node', 'node_modules/vitest/vitest.mjs', 'run'],
    },
    {
      name: 'go test',
      framework: 'go',
      available: works('go', 'version'),
      missing: 'go',
      files: { 'go.mod': 'module example.test/bench\n\ngo 1.19\n', 'a_test.go': 'package bench\n\nimport "testing"\n\nfunc TestAdds(t *testing.T) {\n\tif 1+1 != 2 {\n\t\tt.Fail()\n\t}\n}\n' },
      // Without it, cold attempts would be answered from the cache of results.
      command: ['go', 'test', '-count=1', '.'],
    },
    {
      name: 'pytest',
      framework: 'pytest',
      available: python !== undefined,
      missing: 'Python with pytest and pytest-repeat',
      files: { 'test_a.py': 'def test_adds():\n    assert 1 + 1 == 2\n' },
      command: [python ?? '', '-m', 'pytest'],
    },
    {
      name: 'GoogleTest',
      framework: 'gtest',
      available: works('bash', '-c', 'echo "#include <gtest/gtest.h>" | g++ -fsyntax-only -x c++ -'),
      missing: 'g++ with GoogleTest',
      files: { 'a.cc': '#include <gtest/gtest.h>\nTEST(Sum, Adds) { EXPECT_EQ(1 + 1, 2); }\n' },
      prepare: (cwd) => timed('g++', ['a.cc', '-o', 'a', '-lgtest', '-lgtest_main', '-pthread'], cwd),
      command: ['./a'],
    },
  ];
}

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchWarm(folder, rounds) {
  const rows = [];
  for (const framework of frameworks()) {
    if (!framework.available) {
      console.log(`Warm ${framework.name} is not measured: there is no ${framework.missing}.\n`);
      continue;
    }
    const cwd = path.join(folder, framework.framework);
    await mkdir(path.join(cwd, '.casebook'), { recursive: true });
    for (const [name, text] of Object.entries(framework.files)) await writeFile(path.join(cwd, name), text);
    await framework.prepare?.(cwd);
    const run = (/** @type {number} */ n, /** @type {string[]} */ ...warm) => timed(process.execPath, [CLI, 'run', '-n', String(n), ...warm, '--', ...framework.command], cwd);
    const times = { warm: /** @type {number[]} */ ([]), cold: /** @type {number[]} */ ([]) };
    const [few = 0, many = 1] = COLD;
    for (let round = 0; round < rounds; round += 1) {
      times.warm.push(await run(WARM, '--warm', framework.framework));
      const less = await run(few);
      times.cold.push((((await run(many)) - less) / (many - few)) * WARM);
    }
    rows.push([`${WARM} attempts of a test of ${framework.name}: warm, beside cold (from the slope of ${many - few})`, shown(median(times.warm)), shown(median(times.cold)), `cold/warm ${spread(times.cold.map((cold, round) => cold / (times.warm[round] ?? NaN)))}`]);
  }
  return rows;
}
