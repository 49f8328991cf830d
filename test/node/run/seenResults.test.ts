import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_SEEN_BYTES, resultNamed, seenResults } from '../../../src/node/run/seenResults.js';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'seen-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(file: string, text: string): Promise<string> {
  const full = path.join(root, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, text);
  return full;
}

/** `file:line name outcome` of each test, the file relative to the root. */
async function seen(file: string): Promise<string[] | undefined> {
  return (await seenResults(root, file))?.map(({ file: test, line, name, outcome }) => `${path.relative(root, test)}:${line ?? ''} ${name} ${outcome}`);
}

test('JUnit XML of Vitest: the class is the file', async () => {
  await write('web/tests/a.test.ts', '');
  const results = await write('web/out/junit.xml', '<testsuites><testsuite name="tests/a.test.ts"><testcase classname="tests/a.test.ts" name="orders &gt; adds"><failure message="expected 2 to be 3">AssertionError\n ❯ tests/a.test.ts:9:3</failure></testcase><testcase classname="tests/a.test.ts" name="subtracts"/></testsuite></testsuites>');
  expect(await seen(results)).toEqual(['web/tests/a.test.ts:9 tests/a.test.ts > orders > adds failed', 'web/tests/a.test.ts: tests/a.test.ts > subtracts passed']);
  expect(await resultNamed(results, 'tests/a.test.ts > subtracts')).toMatchObject({ name: 'subtracts' });
});

test('go test -json: the file in its package, wherever the module lies', async () => {
  await write('services/shop/orders/price_test.go', '');
  const event = (more: object): string => JSON.stringify({ Package: 'example.com/shop/orders', Test: 'TestPrice', ...more });
  const results = await write('services/shop/go-test.json', [event({ Action: 'run' }), event({ Action: 'output', Output: '    price_test.go:9: want 3\n' }), event({ Action: 'fail' })].join('\n'));
  expect(await seen(results)).toEqual(['services/shop/orders/price_test.go:9 example.com/shop/orders > TestPrice failed']);
});

test('pytest: the module is the file', async () => {
  await write('tests/test_a.py', '');
  const results = await write('junit.xml', '<testsuite><testcase classname="tests.test_a.TestA" name="test_b[1]"><failure message="assert 1 == 2">E   assert 1 == 2\n\ntests/test_a.py:3: AssertionError</failure></testcase></testsuite>');
  expect(await seen(results)).toEqual(['tests/test_a.py:3 tests.test_a.TestA > test_b[1] failed']);
});

test('TRX: the place is in the stack', async () => {
  await write('Tests/OrdersTests.cs', '');
  const results = await write('TestResults/a.trx', `<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testId="1" testName="Shop.OrdersTests.Prices" outcome="Failed"><Output><ErrorInfo><Message>Assert.Equal() Failure</Message><StackTrace>   at Shop.OrdersTests.Prices() in ${root}/Tests/OrdersTests.cs:line 12</StackTrace></ErrorInfo></Output></UnitTestResult></Results></TestRun>`);
  expect(await seen(results)).toEqual(['Tests/OrdersTests.cs:12 Shop.OrdersTests.Prices failed']);
});

test('TRX of a runner for JavaScript: the definition names the file, whatever its storage, and not an assembly', async () => {
  await write('web/test/orders.test.mjs', '');
  const trx = (method: string, storage: string): string => `<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><TestDefinitions><UnitTest id="1" name="adds"${storage}><TestMethod codeBase="${method}" className="orders" name="adds"/></UnitTest></TestDefinitions><Results><UnitTestResult testId="1" testName="adds" outcome="Failed"><Output><ErrorInfo><Message>expected 2 to be 3</Message></ErrorInfo></Output></UnitTestResult></Results></TestRun>`;
  const found = ['web/test/orders.test.mjs: orders > adds failed'];
  expect(await seen(await write('web/a.trx', trx('test/orders.test.mjs', '')))).toEqual(found);
  expect(await seen(await write('web/test/b.trx', trx('orders.test.mjs', '')))).toEqual(found);
  expect(await seen(await write('web/c.trx', trx('mocha', ` storage="${root}/web/test/orders.test.mjs"`)))).toEqual(found);
  expect(await seen(await write('web/d.trx', trx('bin/tests.dll', ' storage="/somewhere/else/orders.test.mjs"')))).toEqual([]);
  expect(await seen(await write('web/e.trx', '<TestRun><Results><UnitTestResult testId="1" testName="test/orders.test.mjs &gt; adds" outcome="Failed"/></Results></TestRun>'))).toEqual(['web/test/orders.test.mjs: test/orders.test.mjs > adds failed']);
  expect(await seen(await write('web/f.trx', '<TestRun><Results><UnitTestResult testId="1" testName="adds" outcome="Failed"/></Results></TestRun>'))).toEqual([]);
});

test('a file outside of the workspace is not looked at, whatever the results say', async () => {
  const results = await write('junit.xml', '<testsuite><testcase file="/etc/passwd" name="a"><failure/></testcase><testcase file="../../../../etc/passwd" name="b"><failure/></testcase></testsuite>');
  expect(await seen(results)).toEqual([]);
});

test('what is in no known format, too large, no file or gone tells nothing', async () => {
  expect(await seen(await write('results.xml', '<config/>'))).toBeUndefined();
  expect(await seen(await write('test-results.json', '{"a":'))).toBeUndefined();
  expect(await seen(await write('big.xml', `<testsuite>${' '.repeat(MAX_SEEN_BYTES)}</testsuite>`))).toBeUndefined();
  expect(await seen(root)).toBeUndefined();
  expect(await seen(path.join(root, 'gone.xml'))).toBeUndefined();
});
