import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { signatureOf, type SignatureOptions } from '../../../src/core/run/signature.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const FAILED: SignatureOptions = { cwd: '/home/dev/orders', sha256, outcome: 'fail', exitCode: 1, signal: null, timeoutMs: 500 };

const fixtures = new URL('../../fixtures/failures/', import.meta.url);

function recorded(name: string): string {
  return readFileSync(new URL(`${name}.txt`, fixtures), 'utf8');
}

function titleAndPlace(output: string, options = FAILED): [string | undefined, string | undefined] {
  const signature = signatureOf(output, options);
  return [signature?.title, signature?.location && `${signature.location.file}:${signature.location.line}`];
}

function idOf(output: string, options = FAILED): string | undefined {
  return signatureOf(output, options)?.id;
}

describe('finds error type, message and innermost project frame in the output of', () => {
  const expected: Record<string, [string, string | undefined]> = {
    'node-assert': ['AssertionError [ERR_ASSERTION]: Expected values to be strictly equal: 1 !== 2', 'plain.js:2'],
    'node-assert-deep': ['AssertionError [ERR_ASSERTION]: Expected values to be strictly deep-equal: + id: 1, - id: 2,', 'deep.mjs:2'],
    'node-fetch-cause': ['TypeError: fetch failed; caused by Error: connect ECONNREFUSED 127.0.0.1:39999', 'cause.mjs:1'],
    'node-aggregate': ['AggregateError [ECONNREFUSED]; caused by Error: connect ECONNREFUSED ::1:1; caused by Error: connect ECONNREFUSED 127.0.0.1:1', undefined],
    'node-test-tap': ['AssertionError: Expected values to be strictly equal: 1 !== 2', 't.test.mjs:5'],
    'node-test-spec': ['AssertionError [ERR_ASSERTION]: Expected values to be strictly equal: 1 !== 2', 't.test.mjs:5'],
    'vitest-colour': ['AssertionError: expected 1 to be 2 // Object.is equality', 'orders.test.ts:4'],
    'vitest-throws': ['TypeError: no order 17', 'src/store.ts:2'],
    'vitest-cause': ['TypeError: fetch failed; caused by Error: bad port', 'orders.test.ts:8'],
    jest: ['expect(received).toBe(expected) // Object.is equality Expected: 2 Received: 1', 'orders.test.js:4'],
    pytest: ['client.StoreError: no order 17 at 127.0.0.1:5432', 'client.py:6'],
    'pytest-short': ['client.StoreError: no order 17 at 127.0.0.1:5432', 'client.py:6'],
    'pytest-library': ['json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)', 'test_orders.py:11'],
    'python-traceback': ['client.StoreError: no order 42 at 127.0.0.1:5432', 'client.py:6'],
    unittest: ['AssertionError: 1 != 2 : orders differ', 'ut.py:4'],
    'go-test': ['TestEqual: expected 1, got 2', 'orders_test.go:4'],
    'go-test-verbose': ['TestSub/inner_case: boom', 'orders_test.go:5'],
    'go-panic': ['panic: runtime error: index out of range [5] with length 3', 'orders_test.go:3'],
    'go-timeout': ['panic: test timed out after 200ms', 'orders_test.go:7'],
    gomega: ['TestGo: Expected <int>: 1 to equal <int>: 2', 'a_test.go:6'],
    testify: ['TestTy: Not equal: expected: 1 actual : 2 orders differ', 'ty/a_test.go:5'],
    ginkgo1: ['Expected <int>: 1 to equal <int>: 2', 'v1/a_test.go:8'],
    ginkgo2: ['Timed out after 0.051s. Expected <int>: 1 to equal <int>: 2', 'v2/a_test.go:11'],
    'dotnet-test': ['System.Net.Sockets.SocketException : Connection refused 127.0.0.1:5432; caused by System.IO.IOException : the store is gone', 'src/Store.cs:41'],
    'dotnet-unhandled': ['System.InvalidOperationException: no order 17; caused by System.Net.Sockets.SocketException (111): Connection refused', 'src/Store.cs:41'],
    'java-uncaught': ['java.lang.IllegalStateException: no store at port 1; caused by java.net.ConnectException: Connection refused', 'Main.java:2'],
    surefire: ['java.lang.IllegalStateException: no order 17; caused by java.net.ConnectException: Connection refused', 'OrdersTest.java:5'],
  };

  test.each(Object.entries(expected))('%s', (name, wanted) => {
    expect(titleAndPlace(recorded(name))).toEqual(wanted);
  });

  test.each([
    ['cargo.txt', 'tests::fails: assertion `left == right` failed left: 3 right: 4', 'src/lib.rs:12'],
    ['gtest.txt', 'Orders.Fails: Expected equality of these values: 1 2', 't.cc:3'],
    ['go-json.txt', 'TestFails: expected 1, got 2', 'a_test.go:9'],
    ['bun.txt', 'expect(received).toBe(expected) Expected: 2 Received: 1', 'bn/a.test.ts:4'],
    ['bun-broken.txt', 'expect(received).toBe(expected) Expected: 2 Received: 1', 'bn/a.test.ts:4'],
    ['deno.txt', 'Error: Values are not equal: 1 2', 'dn/assert.ts:1'],
    // Of two, in an order by chance, the one that sorts first.
    ['jasmine.txt', 'Expected 1 to be 2.', 'jas/aSpec.js:2'],
    // Behind the failure stand those of tests that are to do.
    ['node-todo.txt', 'AssertionError [ERR_ASSERTION]: 1 == 2', 'a.test.mjs:5'],
    ['node-todo-tap.txt', 'AssertionError: 1 == 2', 'a.test.mjs:5'],
    ['node-todo.xml', 'Error [ERR_TEST_FAILURE]: 1 == 2', 'a.test.mjs:5'],
  ])('%s, among the results', (name, title, place) => {
    expect(titleAndPlace(readFileSync(new URL(`../../fixtures/results/${name}`, import.meta.url), 'utf8').replaceAll(/\/home\/dev\/js\/(?:nt\/)?/g, '/home/dev/orders/'))).toEqual([title, place]);
  });

  test.each([
    ["a.c: In function 'main':\na.c:1:21: error: 'x' undeclared\n    1 | int main() { return x }\n      |      ^\na.c:1:22: error: expected ';'\n", "a.c:1:21: error: 'x' undeclared", 'a.c:1'],
    ["src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n", "src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.", 'src/a.ts:3'],
    ['ERROR: usage: pytest [options]\npytest: error: unrecognized arguments: -n\n  inifile: None\n  rootdir: /tmp/p\n', 'pytest: error: unrecognized arguments: -n', undefined],
    ["error: unexpected argument '--nosuch' found\n\nFor more information, try '--help'.\n", "error: unexpected argument '--nosuch' found", undefined],
    ['error[E0308]: mismatched types\n --> src/lib.rs:2:5\nerror: could not compile `a` (lib)\n', 'error[E0308]: mismatched types', undefined],
    ['no store\nerror: could not compile `a` (lib)\nthe last word\n', 'the last word', undefined],
  ])('what a tool calls an error, the first one: %j', (output, title, place) => {
    expect(titleAndPlace(output)).toEqual([title, place]);
  });

  test('panics as older versions of Rust print them, exceptions in GoogleTest, and packages of Go that print in turns', () => {
    expect(titleAndPlace("thread 'tests::old' panicked at 'assertion failed: `(left == right)`\n  left: `1`,\n right: `2`', src/lib.rs:7:9\nnote: run with x\n\nerror: test failed, to rerun pass `--lib`")).toEqual(['tests::old: assertion failed: `(left == right)` left: `1`, right: `2`', 'src/lib.rs:7']);
    expect(titleAndPlace("thread 'main' panicked at 'no store', src/main.rs:2:5")).toEqual(['main: no store', 'src/main.rs:2']);
    expect(titleAndPlace('[ RUN      ] Orders.Throws\nunknown file: Failure\nC++ exception with description "gone" thrown in the test body.\n[  FAILED  ] Orders.Throws (0 ms)\n 1 FAILED TEST')).toEqual(['Orders.Throws: C++ exception with description "gone" thrown in the test body.', undefined]);
    const line = (pkg: string, output: string): string => JSON.stringify({ Action: 'output', Package: pkg, Output: output });
    const turns = [line('a', '--- FAIL: TestA (0.00s)\n'), line('b', '--- FAIL: TestB (0.00s)\n'), line('b', '    b_test.go:2: b\n'), line('a', '    a_test.go:1: a\n'), '{"Action":"output","cut'];
    expect(titleAndPlace(turns.join('\n'))).toEqual(['TestA: a', 'a_test.go:1']);
  });

  test.each([
    ['a file of node --test that a signal ended', "not ok 1 - /p/a.test.mjs\n  ---\n  failureType: 'testCodeFailure'\n  exitCode: ~\n  signal: 'SIGKILL'\n  error: 'test failed'\n  ...\n", 'test failed (SIGKILL)'],
    ['one with an error behind its tests', "ok 1 - a\n# Error: Test \"a\" created the error \"Error: late\"\nnot ok 2 - /p/a.test.mjs\n  ---\n  exitCode: 7\n  signal: ~\n  error: 'test failed'\n  ...\n", 'test failed (exit code 7): Error: Test "a" created the error "Error: late"'],
    ['the same for people', "✔ a (0.1ms)\nℹ Error: Test \"a\" created the error \"Error: late\"\n✖ /p/a.test.mjs (241.7ms)\n  'test failed'\n\nℹ tests 2\n", 'test failed: Error: Test "a" created the error "Error: late"'],
    ['the same in JUnit XML', "<!-- Error: late -->\n<testcase name=\"/p/a.test.mjs\" failure=\"test failed\">\n<failure type=\"testCodeFailure\" message=\"test failed\">\n[Error: test failed] { code: 'ERR_TEST_FAILURE', failureType: 'testCodeFailure', cause: 'test failed', exitCode: null, signal: 'SIGKILL' }\n</failure>\n", 'test failed (SIGKILL): Error: late'],
    ['a test whose own words are those', "not ok 1 - a\n  ---\n  error: 'test failed'\n  ...\n", 'test failed'],
  ])('%s', (_, output, title) => {
    expect(titleAndPlace(output)[0]).toBe(title);
  });

  test('a process of Python that dies, with the function of the project in which it did', () => {
    const died = (name: string): string => `test_d.py .Fatal Python error: Aborted\n\nThread 0x00007f7dc0000000 (most recent call first):\n  File "/home/dev/orders/pool.py", line 3 in wait\n\nCurrent thread 0x00007f7dc0be3b80 (most recent call first):\n  File "/usr/lib/python3.11/json/decoder.py", line 353 in raw_decode\n  File "/home/dev/orders/test_d.py", line 4 in ${name}\n  File "/usr/lib/python3.11/site-packages/_pytest/python.py", line 166 in pytest_pyfunc_call\n  File "<frozen runpy>", line 198 in _run_module_as_main\n`;
    const crashed: SignatureOptions = { ...FAILED, outcome: 'crash', exitCode: null, signal: 'SIGABRT' };
    expect(titleAndPlace(died('test_one'), crashed)).toEqual(['killed by SIGABRT: Fatal Python error: Aborted in test_one', 'test_d.py:4']);
    expect(idOf(died('test_one'), crashed)).not.toBe(idOf(died('test_two'), crashed));
    expect(idOf(died('test_one'), crashed)).toBe(idOf(died('test_one').replaceAll('7f7d', '7a10'), crashed));
  });

  test('Casebook\'s own frames are none of the project', () => {
    expect(titleAndPlace('Error: process.exit unexpectedly called with "0"\n    at exit (../../dist/cli/drivers/vitestWorker.cjs:9:11)\n    at /home/dev/orders/h.test.js:4:20\n')[1]).toBe('h.test.js:4');
    expect(titleAndPlace('Error: gone\n    at exit (/home/dev/.vscode/extensions/x/dist/cli/drivers/vitestWorker.cjs:9:11)\n')[1]).toBeUndefined();
  });

  test('every recorded output', () => {
    const names = readdirSync(fixtures).filter((name) => name.endsWith('.txt')).map((name) => name.slice(0, -4));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });
});

test('a hang in Vitest is the same one whether its process had just begun or not', () => {
  const hung: SignatureOptions = { ...FAILED, outcome: 'timeout', exitCode: null, signal: 'SIGKILL' };
  expect(titleAndPlace('\n RUN  v4.1.12 /home/dev/orders\n\n', hung)).toEqual(titleAndPlace('', hung));
});

test('other exit codes are other failures', () => {
  expect(idOf('', { ...FAILED, exitCode: 1 })).not.toBe(idOf('', { ...FAILED, exitCode: 2 }));
  expect(idOf('', { ...FAILED, exitCode: 13 })).not.toBe(idOf('', { ...FAILED, exitCode: 137 }));
  expect(idOf('Error: the server ended with exit code 1')).not.toBe(idOf('Error: the server ended with exit code 2'));
});

describe('equal failures have equal ids', () => {
  const nodeError = (message: string): string => `Error: ${message}\n    at check (/home/dev/orders/src/check.js:2:32)\n`;

  test.each([
    ['ports', 'connect ECONNREFUSED 127.0.0.1:41733', 'connect ECONNREFUSED 127.0.0.1:9'],
    ['addresses', 'read tcp [::1]:53561->[::1]:30090: reset', 'read tcp [fe80::1%eth0]:1->[2001:db8::17]:22: reset'],
    ['numbers', 'expected 3, got -17.25', 'expected 44, got 2'],
    ['durations', 'gave up after 1m2.5s', 'gave up after 950ms'],
    ['times', 'at 2026-11-21T14:02:33.123Z the store was gone', 'at 2027-01-02 03:04:05,9 the store was gone'],
    ['dates', 'on Sat Nov 21 2026 14:02:33 the store was gone', 'on Mon Dec 7 2026 01:02:03 the store was gone'],
    ['GUIDs', 'order 6f9619ff-8b86-d011-b42d-00cf4fc964ff is gone', 'order 0e37df36-f698-11e6-8dd4-cb9ced3df976 is gone'],
    ['hex', 'object 0x7fe241100ad0 at a3f9c1e', 'object 0x1 at 1234567'],
    ['other ids', 'no order V1StGXR85jdHi6B', 'no order a9b8c7d6e5f4g3h2'],
    ['temporary folders', "ENOENT: open '/tmp/orders-Xyqwer/data.json'", "ENOENT: open '/var/folders/ab/cdefgh/T/orders-Plmokn/data.json'"],
    ['home folders', 'cannot read /home/ada/.config/orders', 'cannot read /Users/grace/.config/orders'],
  ])('at other %s', (_, one, other) => {
    expect(idOf(nodeError(one))).toBe(idOf(nodeError(other)));
    expect(titleAndPlace(nodeError(one))[0]).toBe(`Error: ${one}`);
  });

  test('in another folder', () => {
    const inside = (cwd: string): string => `Error: no ${cwd}/data.json\n    at check (file://${cwd}/src/check.js:2:32)\n`;
    expect(idOf(inside('/builds/42/orders'), { ...FAILED, cwd: '/builds/42/orders' })).toBe(idOf(inside('/home/dev/orders')));
  });

  test('after an edit that moved the line', () => {
    expect(idOf('Error: gone\n    at check (/home/dev/orders/a.js:2:3)\n')).toBe(idOf('Error: gone\n    at check (/home/dev/orders/a.js:20:5)\n'));
  });

  test('whatever was printed before', () => {
    expect(idOf(`listening\nready in 3 ms\n${nodeError('gone')}`)).toBe(idOf(nodeError('gone')));
  });

  test('wherever the code outside of the project lies', () => {
    const through = (library: string): string => `Error: gone\n    at call (${library}:1:2)\n    at check (/home/dev/orders/src/check.js:2:32)\n`;
    const libraries = ['/opt/lib/http.js', '/srv/lib/http.js', '/home/dev/orders/node_modules/http/index.js', 'node:net', 'node:internal/streams/destroy'];
    expect(new Set(libraries.map((library) => idOf(through(library)))).size).toBe(1);
    expect(titleAndPlace(through('/opt/lib/http.js'))[1]).toBe('src/check.js:2');
    expect(titleAndPlace('Error: gone\n    at call (/opt/lib/http.js:1:2)\n')[1]).toBe('/opt/lib/http.js:1');
  });

  test('however the place is spelt', () => {
    const places = ['/home/dev/orders/my (new)/a b.js:2:32', 'file:///home/dev/orders/my%20(new)/a%20b.js:2:32', './my (new)/a b.js:2:32'];
    expect(new Set(places.map((place) => JSON.stringify(signatureOf(`Error: gone\n    at check (${place})\n`, FAILED))))).toEqual(
      new Set([JSON.stringify({ id: idOf('Error: gone\n    at check (my (new)/a b.js:1:1)'), title: 'Error: gone', location: { file: 'my (new)/a b.js', line: 2 } })]),
    );
    expect(titleAndPlace('Error: gone\n    at file:///home/dev/orders/100%.js:2:32')[1]).toBe('100%.js:2');
  });

  test('on Windows as elsewhere', () => {
    const windows = { ...FAILED, cwd: 'C:\\src\\orders' };
    const output = 'Unhandled exception. System.IO.IOException: gone\n   at Orders.Store.Fetch() in c:\\src\\orders\\lib\\Store.cs:line 41\n';
    expect(titleAndPlace(output, windows)).toEqual(['System.IO.IOException: gone', 'lib/Store.cs:41']);
    expect(idOf(output, windows)).toBe(idOf(output.replace('c:\\src\\orders\\lib\\', '/home/dev/orders/lib/')));
  });
});

describe('other failures have other ids', () => {
  test.each([
    ['message', 'Error: gone\n    at a (/home/dev/orders/a.js:2:3)', 'Error: late\n    at a (/home/dev/orders/a.js:2:3)'],
    ['type', 'Error: gone\n    at a (/home/dev/orders/a.js:2:3)', 'TypeError: gone\n    at a (/home/dev/orders/a.js:2:3)'],
    ['file', 'Error: gone\n    at a (/home/dev/orders/a1.js:2:3)', 'Error: gone\n    at a (/home/dev/orders/a2.js:2:3)'],
    ['cause', 'Error: failed\n    at a (/home/dev/orders/a.js:2:3) {\n  [cause]: Error: reset\n}', 'Error: failed\n    at a (/home/dev/orders/a.js:2:3) {\n  [cause]: Error: refused\n}'],
    ['error code', 'Error: read ECONNRESET', 'Error: read ETIMEDOUT'],
  ])('by their %s', (_, one, other) => {
    expect(idOf(one)).not.toBe(idOf(other));
  });
});

describe('an attempt that ended otherwise', () => {
  const crashed: SignatureOptions = { ...FAILED, outcome: 'crash', exitCode: null, signal: 'SIGSEGV' };
  const timedOut: SignatureOptions = { ...FAILED, outcome: 'timeout', exitCode: null, signal: 'SIGTERM' };

  test('silently names how it ended', () => {
    expect(titleAndPlace('', crashed)).toEqual(['killed by SIGSEGV', undefined]);
    expect(titleAndPlace('\n \n', { ...FAILED, exitCode: 3 })).toEqual(['exit code 3 without output', undefined]);
    expect(titleAndPlace('', timedOut)).toEqual(['timed out after 500ms', undefined]);
  });

  test('names the last line that it printed', () => {
    expect(titleAndPlace('starting\nwaiting for the store\n', timedOut)).toEqual(['timed out after 500ms: waiting for the store', undefined]);
    expect(titleAndPlace('waiting for the store\nSegmentation fault (core dumped)\n', crashed)).toEqual(['killed by SIGSEGV: waiting for the store', undefined]);
    expect(titleAndPlace('3 orders, expected 4\nnpm ERR! code ELIFECYCLE\n}\n')).toEqual(['3 orders, expected 4', undefined]);
  });

  test('and passed has no signature', () => {
    expect(signatureOf('Error: handled', { ...FAILED, outcome: 'pass', exitCode: 0 })).toBeUndefined();
    expect(signatureOf('Error: handled', { ...FAILED, outcome: 'leak', exitCode: 0 })).toBeUndefined();
  });
});

describe('text from outside', () => {
  test('becomes one bounded line without terminal sequences and secrets', () => {
    const title = signatureOf(`\u001b[31mError: password=hunter2 ${'x'.repeat(400)}\u001b[0m\n    at a (/home/dev/orders/a.js:2:3)`, FAILED)?.title ?? '';
    expect(title).toMatch(/^Error: password=‹secret:value› x+…$/);
    expect(title).toHaveLength(200);
  });

  test('prefers a reported failure to an error that was only logged', () => {
    expect(titleAndPlace(`Error: handled\n    at a (/home/dev/orders/a.js:1:2)\n${recorded('go-test')}`)[0]).toBe('TestEqual: expected 1, got 2');
  });

  test('takes the last of several errors that were thrown', () => {
    expect(titleAndPlace('Error: handled\n    at a (/home/dev/orders/a.js:1:2)\n\nError: deadly\n    at b (/home/dev/orders/b.js:3:4)\n')).toEqual(['Error: deadly', 'b.js:3']);
  });

  const SIZE = 65_536;
  const hostile = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
  const pieces = [
    'a', ' ', '\n', '\t', '(', ':1', '1', '-', '"', "'", '.', '/', '\\', '{', '\u001b[', '\u001b]', '`',
    'Error', 'Error: ', 'Error:\n', 'at ', 'at (', 'at a (b:1:1)\n', '    at ', '❯ ', 'at com.a(', 'eyJaaaaaaaa.', '-eyJaaaaaaaa', 'bearer ', 'password', 'password: ', 'cookie:\n',
    'a://a:', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', 'FAIL  a\n', ' FAIL  a\nError: b\n ❯ a:1:1\n', '--- FAIL: a (\n', '    --- FAIL: a (\n', 'not ok 1 - a\n', 'not ok 1\n  failureType: \'subtestsFailed\'\n',
    'E   a\n', '____ a ____\n', 'Traceback (most recent call last):\n', '  File "a", line 1\n', 'panic: a\n', '\t/a.go:1\n', '    a.go:1: b\n', '• Failure\n', '[FAILED] a\n', 'Error Message:\n',
    ' in a:line 1\n', '   at a in b:line 1\n', '<<< FAILURE!\n', '\tat a.b(C.java:1)\n', 'Error\n\tat a.b(C.java:1)\n', '[errors]: [\n', ' Error: a\n', '  [cause]: Error: a\n', '=== RUN   a\n', 'aError: b\n  at c:1:1\n',
  ];

  test('made to be slow takes no longer than other text of its size', () => {
    const timeOf = (text: string): number => {
      const start = performance.now();
      expect(signatureOf(text, FAILED)?.title.length).toBeLessThanOrEqual(200);
      return performance.now() - start;
    };
    const ordinary = 'the store answered with 200 and the order was kept for later use\n';
    timeOf(hostile(ordinary));
    // What is quadratic in 64 KB takes seconds; ordinary text takes about 10 ms. The slowest of a few repetitions is left out, since the machine has other work.
    const usual = Math.max(5, timeOf(hostile(ordinary)));
    const slow = pieces.filter((piece) => Math.min(timeOf(hostile(piece)), timeOf(hostile(piece))) > 40 * usual);
    expect(slow).toEqual([]);
  });
});
