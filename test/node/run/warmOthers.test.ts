/** pytest with pytest-repeat, and a program of GoogleTest. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { made, request } from './support.js';
import { outcomes, project, pythonWithRepeat, warm, works } from './warmSupport.js';
import { needs } from '../../support/needs.js';

const PYTEST = `
import os, signal
import pytest

state = {"n": 0}

@pytest.mark.parametrize("value", ["a", "b-c"])
def test_first(value):
    if value == "a":
        state["n"] += 1

class TestOrders:
    def test_state(self):
        print("attempt", os.environ["CASEBOOK_ATTEMPT"])
        assert state["n"] != 2, "the store was left with orders"
        if state["n"] == 3 and os.environ.get("AT_3") == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
`;

const python = pythonWithRepeat();

describe.runIf(needs(python !== undefined, 'Python with pytest and pytest-repeat'))(`a warm run of pytest${python === undefined ? ' (skipped: no Python here has pytest and pytest-repeat)' : ''}`, () => {
  const command = [python ?? '', '-m', 'pytest', '-p', 'no:cacheprovider'];

  it('makes an attempt of each repetition, with its own log, tests and signature', async () => {
    const run = await warm('pytest', await project({ 'test_orders.py': PYTEST }), command, { attempts: 4 });
    expect(outcomes(run.records)).toBe('pass fail pass pass');
    expect(run.records[1]).toMatchObject({ exitCode: null, tests: { format: 'pytest', executed: 3, failed: 1, failures: ['test_orders.py::TestOrders::test_state'] } });
    expect(run.records[1]?.signature?.title).toContain('the store was left with orders');
    expect(new Set(run.records.map(({ tests }) => tests?.set)).size).toBe(1);
    expect(await run.log(2)).toContain('attempt 2');
    expect(await run.log(3)).not.toContain('attempt 2');
  });

  it('goes on in a new process after a crash', async () => {
    const run = await warm('pytest', await project({ 'test_orders.py': PYTEST }), command, { attempts: 5, environment: { AT_3: 'crash' } });
    expect(outcomes(run.records)).toBe('pass fail crash pass fail');
  });

  it('tells the expected failure from others, and what is infrastructure', async () => {
    const root = await project({ 'test_orders.py': PYTEST });
    expect((await warm('pytest', root, command, { attempts: 2, expect: 'left with orders' })).records[1]).toMatchObject({ outcome: 'fail', expected: true });
    expect((await warm('pytest', root, command, { attempts: 2, expect: 'refused' })).records[1]).toMatchObject({ outcome: 'fail', expected: false });
    expect((await warm('pytest', root, command, { attempts: 2, infra: 'left with' })).records[1]).toMatchObject({ outcome: 'infra', reason: expect.stringContaining('--infra') as string });
  });

  it('is refused for tests that pytest-repeat leaves out, and has no tests where none matches', async () => {
    const root = await project({ 'test_orders.py': 'import unittest\n\nclass TestOrders(unittest.TestCase):\n    def test_state(self):\n        pass\n' });
    const run = await warm('pytest', root, command, { attempts: 2 });
    expect(run.result.message).toContain('unittest.TestCase');
    expect(outcomes((await warm('pytest', root, [...command, '-k', 'nothing'], { attempts: 2 })).records)).toBe('no-tests no-tests');
  });
});

const GTEST = `
#include <gtest/gtest.h>
#include <cstdlib>
#include <cstring>

static int n = 0;
static bool at3(const char *what) { const char *asked = getenv("AT_3"); return n == 3 && asked && !strcmp(asked, what); }

TEST(Orders, First) { n++; printf("repetition %d", n); }
TEST(Orders, State) {
  EXPECT_NE(n, 2) << "the store was left with orders";
  if (at3("abort")) abort();
  if (at3("exit")) exit(0);
}
`;

const COMPILER = 'g++';
const gtest = works('bash', '-c', 'echo "#include <gtest/gtest.h>" | g++ -fsyntax-only -x c++ -');

describe.runIf(needs(gtest, 'GoogleTest and g++'))(`a warm run of a GoogleTest program${gtest ? '' : ' (skipped: GoogleTest or g++ is not installed)'}`, () => {
  async function program(): Promise<string> {
    const root = await project({ 'orders.cc': GTEST });
    const { status, stderr } = spawnSync(COMPILER, ['orders.cc', '-o', 'orders', '-lgtest', '-lgtest_main', '-pthread'], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return root;
  }

  it('has passed where its output does not end its line, cold as well', async () => {
    const root = await program();
    const cold = await made(await request([path.join(root, 'orders')], { root, plan: { attempts: 1 } }));
    expect(await cold.log(1)).toContain('repetition 1[       OK ] Orders.First');
    expect(cold.records[0]).toMatchObject({ outcome: 'pass', exitCode: 0, tests: { format: 'GoogleTest', executed: 2, failed: 0 } });
  });

  it.each([
    ['', 'pass fail pass pass pass', null],
    ['abort', 'pass fail crash pass fail', 'SIGABRT'],
    ['exit', 'pass fail fail pass fail', null],
  ])('makes an attempt of each repetition (in the third: %j)', async (what, expected, signal) => {
    const root = await program();
    const run = await warm('gtest', root, [path.join(root, 'orders')], { attempts: 5, environment: { AT_3: what } });
    expect(outcomes(run.records)).toBe(expected);
    expect(run.records[1]?.tests).toMatchObject({ format: 'GoogleTest', executed: 2, failed: 1, failures: ['Orders.State'] });
    expect(run.records[2]?.signal).toBe(signal);
    expect(await run.log(2)).toContain('repetition 2');
    expect(await run.log(1)).not.toContain('repetition 2');
  });
});
