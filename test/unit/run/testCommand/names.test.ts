import { expect, test } from 'vitest';
import { namesOfFullName, namesOfNode, namesOfResult } from '../../../../src/core/run/testCommand/names.js';

test('a node that stands for the file has no name', () => {
  expect(namesOfNode('vitest', 'tests/orders.test.ts', { id: '1', labels: ['orders.test.ts'] })).toEqual([]);
  expect(namesOfNode('vitest', 'tests/orders.test.ts', { id: '1', labels: ['tests/orders.test.ts', 'orders', 'adds'] })).toEqual(['orders', 'adds']);
  expect(namesOfNode('vitest', 'orders.test.ts', { id: '1', labels: ['shop/orders.test.ts', 'adds'] })).toEqual(['adds']);
});

test('go: from the test function on, and a subtest once', () => {
  expect(namesOfNode('go', 'price_test.go', { id: 'x', labels: ['price_test.go', 'TestPrice', 'TestPrice/two items'] })).toEqual(['TestPrice', 'two items']);
  expect(namesOfNode('go', 'price_test.go', { id: 'x', labels: ['package shop', 'TestPrice', 'two', 'deep'] })).toEqual(['TestPrice', 'two', 'deep']);
});

test('pytest: what the id says, where it is a node id', () => {
  expect(namesOfNode('pytest', 'tests/test_a.py', { id: '/w/tests/test_a.py::TestA::test_b[x::y]', labels: ['test_a.py', 'TestA', 'test_b', '[x::y]'] }).join('::')).toBe('TestA::test_b[x::y]');
  expect(namesOfNode('pytest', 'tests/test_a.py', { id: '7', labels: ['test_a.py', 'test_b'] })).toEqual(['test_b']);
});

test('cargo and dotnet: modules and classes are parts of the name', () => {
  expect(namesOfNode('cargo', 'src/lib.rs', { id: 'shop::tests::works', labels: ['tests', 'works'] })).toEqual(['tests', 'works']);
  expect(namesOfNode('dotnet', 'A.cs', { id: 'x', labels: ['Shop.csproj', 'Shop', 'Orders', 'Prices'] })).toEqual(['Shop', 'Orders', 'Prices']);
});

test('a result names its suites in its format’s own way', () => {
  const result = (name: string, group?: string) => ({ name, outcome: 'failed' as const, ...(group !== undefined && { group }) });
  expect(namesOfResult('vitest', 'tests/a.test.ts', result('adds', 'orders > net'))).toEqual(['orders', 'net', 'adds']);
  expect(namesOfResult('vitest', 'tests/a.test.ts', result('orders > adds', 'tests/a.test.ts'))).toEqual(['orders', 'adds']);
  expect(namesOfResult('playwright', 'e2e/a.spec.ts', result('adds', 'a.spec.ts > cart'))).toEqual(['cart', 'adds']);
  expect(namesOfResult('playwright', 'e2e/a.spec.ts', result('adds', '[chromium] > a.spec.ts > [cart]'))).toEqual(['[cart]', 'adds']);
  expect(namesOfResult('playwright', 'e2e/a.spec.ts', result('adds', '[chromium] > a.spec.ts'))).toEqual(['adds']);
  expect(namesOfResult('vitest', 'e2e/a.spec.ts', result('adds', '[cart] > a.spec.ts'))).toEqual(['[cart]', 'adds']);
  expect(namesOfResult('pytest', 'tests/test_a.py', result('test_b[1]', 'tests.test_a'))).toEqual(['test_b[1]']);
  expect(namesOfResult('pytest', 'tests/test_a.py', result('test_b', 'tests.test_a.TestA'))).toEqual(['TestA', 'test_b']);
  expect(namesOfResult('go', 'a_test.go', result('TestA/sub', 'shop/orders'))).toEqual(['TestA/sub']);
  expect(namesOfResult('dotnet', 'A.cs', result('Prices', 'Shop.Orders'))).toEqual(['Shop.Orders', 'Prices']);
});

test('a full name of a run’s results is taken apart: its project, its file and its package are no suites', () => {
  expect(namesOfFullName('vitest', 'tests/a.test.ts', 'tests/a.test.ts > orders > adds')).toEqual(['orders', 'adds']);
  expect(namesOfFullName('playwright', 'e2e/a.spec.ts', '[chromium] > e2e/a.spec.ts:5:3 > cart > adds')).toEqual(['cart', 'adds']);
  expect(namesOfFullName('pytest', 'tests/test_a.py', 'tests/test_a.py > TestA::test_b[1]')).toEqual(['TestA::test_b[1]']);
  expect(namesOfFullName('pytest', 'tests/test_a.py', 'tests.test_a.TestA > test_b')).toEqual(['TestA', 'test_b']);
  expect(namesOfFullName('go', 'orders/a_test.go', 'example.com/shop/orders > TestA/sub')).toEqual(['TestA/sub']);
  expect(namesOfFullName('node', 'a.test.mjs', 'adds')).toEqual(['adds']);
  expect(namesOfFullName('dotnet', 'A.cs', 'Shop.Orders > Prices')).toEqual(['Shop.Orders', 'Prices']);
});

test('a suite whose title stands in square brackets is a suite: only what stands before the file is a project', () => {
  expect(namesOfFullName('vitest', 'tests/a.test.ts', 'tests/a.test.ts > [orders] > adds')).toEqual(['[orders]', 'adds']);
  expect(namesOfFullName('jest', 'tests/a.test.ts', '[orders] > adds')).toEqual(['[orders]', 'adds']);
  expect(namesOfFullName('playwright', 'e2e/a.spec.ts', '[chromium] > a.spec.ts > [cart] > adds')).toEqual(['[cart]', 'adds']);
  expect(namesOfFullName('playwright', 'e2e/a.spec.ts', 'e2e/a.spec.ts:5:3 > [cart] > adds')).toEqual(['[cart]', 'adds']);
  expect(namesOfFullName(undefined, 'e2e/a.spec.ts', '[chromium] > e2e/a.spec.ts:5:3 > cart > adds')).toEqual(['cart', 'adds']);
});
