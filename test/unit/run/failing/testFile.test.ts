import { expect, test } from 'vitest';
import { fileCandidates } from '../../../../src/core/run/failing/testFile.js';

const failed = (change: { name?: string; group?: string; file?: string }) => fileCandidates({ name: 'x', outcome: 'failed', ...change }, undefined);

test('Go: the file in each folder that the package may be', () => {
  expect(failed({ group: 'example.com/shop/orders', file: 'a_test.go' })).toEqual(['example.com/shop/orders/a_test.go', 'shop/orders/a_test.go', 'orders/a_test.go', 'a_test.go']);
});

test('what stands as class or suite may be the file', () => {
  expect(failed({ group: 'tests/a.test.ts' })).toEqual(['tests/a.test.ts']);
  expect(failed({ group: 'a.spec.ts > cart' })).toEqual(['a.spec.ts']);
  expect(failed({ group: 'tests.test_a.TestA' })).toEqual(['tests/test_a/TestA.py', 'tests/test_a.py']);
  expect(failed({ group: 'orders and more' })).toEqual([]);
});

test('a file that is named comes first, then the place of the failure', () => {
  expect(fileCandidates({ name: 'x', outcome: 'failed', file: 'tests\\a.js' }, 'src/b.js')).toEqual(['tests/a.js', 'src/b.js']);
});
