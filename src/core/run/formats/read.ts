/** Reads a file of test results, whose format is told by its content, and finds one test in it. */
import { readCtrf } from './ctrf.js';
import { readGinkgo } from './ginkgo.js';
import { readGoJson } from './goJson.js';
import { readGtestJson } from './gtestJson.js';
import { readJest } from './jest.js';
import { asObject } from './json.js';
import { readJunit } from './junit.js';
import { readLibtestJson } from './libtestJson.js';
import { readMocha } from './mocha.js';
import { readPlaywright } from './playwright.js';
import { readReportLog } from './reportLog.js';
import { readTap } from './tap.js';
import { readTrx } from './trx.js';
import type { FormatProblem, TestResult, TestResults } from './types.js';

/** Never throws on content; what cannot be used is a sentence that goes on behind the file's name. */
export function readTestResults(text: string): TestResults | FormatProblem {
  const whole = readDocument(text);
  if (whole && !('problem' in whole)) return whole;
  if (startOf(text) !== '<') {
    const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
    const results = readTap(lines) ?? readGoJson(lines) ?? readLibtestJson(lines) ?? readReportLog(lines);
    if (results) return results;
  }
  return whole ?? { problem: `is in no known format: ${KNOWN} are read` };
}

const KNOWN = 'JUnit XML, TRX, CTRF, TAP, go test -json, the JSON of Jest, Vitest, mocha, Playwright, ginkgo, GoogleTest and nextest, and pytest report logs';

/** Results in a text that is one XML or JSON document; undefined if it begins like neither. */
export function readDocument(text: string): TestResults | FormatProblem | undefined {
  const start = startOf(text);
  if (start === '<') return readJunit(text) ?? readTrx(text) ?? { problem: 'is XML, but neither JUnit XML nor TRX' };
  if (start !== '{' && start !== '[') return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { problem: `is no valid JSON (${error instanceof Error ? error.message.slice(0, 200) : String(error)})` };
  }
  return readData(data) ?? { problem: `is JSON, but in no known format: ${KNOWN} are read` };
}

function readData(data: unknown): TestResults | undefined {
  if (Array.isArray(data)) return readGinkgo(data);
  const document = asObject(data) ?? {};
  return readCtrf(document) ?? readJest(document) ?? readPlaywright(document) ?? readGtestJson(document) ?? readMocha(document);
}

function startOf(text: string): string {
  return text.replace(/^\ufeff/, '').trimStart().charAt(0);
}

/** The test's name with what stands around it, as it is shown and can be asked for. */
export function fullNameOf({ group, name }: TestResult): string {
  return group === undefined || group === '' ? name : `${group} > ${name}`;
}

export type FoundTest = { readonly test: TestResult } | { readonly problem: 'none-failed' | 'several-failed' | 'not-found' | 'ambiguous' | 'not-failed'; readonly candidates: readonly TestResult[] };

/** The failed test with a name: its full name, its own, or a part of the full name that only one has. Without a name, the only one that failed. */
export function findTest({ results }: TestResults, name: string | undefined): FoundTest {
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'flaky');
  if (name === undefined) {
    const hard = failed.filter(({ outcome }) => outcome === 'failed');
    const [only, ...more] = hard.length > 0 ? hard : failed;
    if (only === undefined) return { problem: 'none-failed', candidates: [] };
    return more.length === 0 ? { test: only } : { problem: 'several-failed', candidates: failed };
  }
  for (const matches of MATCHES) {
    const [test, ...more] = failed.filter((candidate) => matches(candidate, name));
    if (test !== undefined) return more.length === 0 ? { test } : { problem: 'ambiguous', candidates: [test, ...more] };
  }
  return { problem: results.some((candidate) => spellings(candidate).includes(name)) ? 'not-failed' : 'not-found', candidates: failed };
}

const MATCHES: readonly ((test: TestResult, name: string) => boolean)[] = [
  (test, name) => spellings(test).slice(1).includes(name),
  (test, name) => test.name === name,
  (test, name) => spellings(test).some((spelling) => spelling.toLowerCase().includes(name.toLowerCase())),
];

/** How tools and people write a test in its class, file or suites. */
function spellings(test: TestResult): readonly string[] {
  const { name, group = '' } = test;
  return [name, fullNameOf(test), ...['.', '::', ' ', '#', '/'].map((separator) => `${group}${separator}${name}`), `${group} > ${name}`.replaceAll(' > ', ' ')];
}
