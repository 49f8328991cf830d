import { expect, test } from 'vitest';
import { frameworkOf, similarFiles, type TestSurroundings } from '../../../../src/core/run/testCommand/detect.js';
import { matchesGlob } from '../../../../src/core/glob.js';

function told(file: string, around: Partial<TestSurroundings> = {}): string | undefined {
  return frameworkOf({ file, source: '', dependencies: [], testScript: '', ...around });
}

test('the extension tells where a language has one framework', () => {
  expect([told('a_test.go'), told('lib.rs'), told('test_a.py'), told('A.cs'), told('A.fs'), told('notes.txt')]).toEqual(['go', 'cargo', 'pytest', 'dotnet', 'dotnet', undefined]);
});

test('of JavaScript the imports tell first, then the script, then the dependencies', () => {
  const dependencies = ['vitest', '@playwright/test', 'jest'];
  expect(told('a.spec.ts', { source: "import { test } from '@playwright/test';", dependencies })).toBe('playwright');
  expect(told('a.test.mjs', { source: 'import test from "node:test";', dependencies })).toBe('node');
  expect(told('a.test.js', { testScript: 'NODE_ENV=test jest --ci', dependencies })).toBe('jest');
  expect(told('a.test.js', { testScript: 'node --test tests/', dependencies: [] })).toBe('node');
  expect(told('a.test.tsx', { testScript: 'make', dependencies })).toBe('vitest');
  expect(told('a.test.ts')).toBeUndefined();
});

test('files that are run alike have one glob, which matches them and no others', () => {
  const glob = similarFiles('packages/[shop]/tests/a.test.ts', 'packages/[shop]');
  expect(glob).toBe('packages/\\[shop\\]/**/*.test.ts');
  const matches = (file: string): boolean => matchesGlob(glob, file);
  expect([matches('packages/[shop]/tests/a.test.ts'), matches('packages/[shop]/b.test.ts'), matches('packages/shop/a.test.ts'), matches('packages/[shop]/a.ts')]).toEqual([true, true, false, false]);
  expect(similarFiles('orders/price_test.go', '')).toBe('**/*_test.go');
  expect(similarFiles('tests/test_a.py', '')).toBe('**/*.py');
  expect(similarFiles('a.spec.mjs', '')).toBe('**/*.spec.mjs');
});
