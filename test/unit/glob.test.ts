import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/core/config.js';
import { matchesGlob, withoutBraces } from '../../src/core/glob.js';

test('braces are taken apart, nested ones too', () => {
  expect(withoutBraces('a/{b,c{d,e}}.x')).toEqual(['a/b.x', 'a/cd.x', 'a/ce.x']);
  expect(withoutBraces('**/*.trx')).toEqual(['**/*.trx']);
  expect(withoutBraces('{unclosed')).toEqual(['{unclosed']);
  const many = '{0,1}'.repeat(20);
  expect(withoutBraces(many)).toEqual([many]);
});

test('the usual names of result files are watched, at any depth', () => {
  const watched = (file: string): boolean => DEFAULT_CONFIG.resultFiles.some((glob) => withoutBraces(glob).some((part) => matchesGlob(part, file)));
  const usual = ['junit.xml', 'build/test-results/test/TEST-shop.OrdersTest.xml', 'TestResults/a.trx', 'web/ctrf/ctrf-report.json', 'vitest-results.json', 'playwright-report/results.json', 'test-results/results.json', 'go-test.json', 'target/surefire-reports/TEST-a.xml'];
  expect(usual.filter((file) => !watched(file))).toEqual([]);
  expect(['package.json', 'pom.xml', 'src/data.json', 'tsconfig.json'].filter(watched)).toEqual([]);
});
