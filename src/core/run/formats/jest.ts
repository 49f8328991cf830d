/** The JSON reports of Jest (`--json`) and Vitest (`--reporter=json`), which have one form. */
import { plain } from '../../report/untrusted.js';
import { asLine, asObject, asText, asTexts, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Undefined if the document is none of them. */
export function readJest(document: JsonObject): TestResults | undefined {
  if (!Array.isArray(document['testResults']) || typeof document['numTotalTests'] !== 'number') return undefined;
  // Only Jest counts suites that could not be run.
  const tool = 'numRuntimeErrorTestSuites' in document ? ['npx', 'jest'] : ['npx', 'vitest', 'run'];
  return {
    format: tool[1] === 'jest' ? 'Jest JSON' : 'Vitest JSON',
    results: objectsOf(document['testResults']).flatMap(resultsOf).slice(0, MAX_RESULTS),
    repeat: ({ name, group, file }) => (file === undefined ? undefined : [...tool, file, ...(name === file ? [] : ['-t', exactly([...(group === undefined ? [] : group.split(' > ')), name].join(' '))])]),
  };
}

function resultsOf(suite: JsonObject): TestResult[] {
  const file = asText(suite['name']);
  const tests = objectsOf(suite['assertionResults']).map((test) => resultOf(test, file));
  // A file that cannot be loaded has a message and no tests.
  const message = kept(plain(asText(suite['message']) ?? ''));
  if (tests.length > 0 || suite['status'] !== 'failed' || file === undefined) return tests;
  return [{ name: file, outcome: 'failed', file, ...present<TestResult>({ message: message?.split('\n')[0], details: message }) }];
}

/** A test that passed although it tells of failures was tried again; Jest tells of the tries only. */
function resultOf({ title, ancestorTitles, status, failureMessages, invocations, location }: JsonObject, file: string | undefined): TestResult {
  const details = kept(plain(asTexts(failureMessages) ?? ''));
  const retried = details !== undefined || (typeof invocations === 'number' && invocations > 1);
  return {
    name: asText(title) ?? '',
    outcome: status === 'failed' ? 'failed' : status === 'passed' ? (retried ? 'flaky' : 'passed') : 'other',
    ...present<TestResult>({ group: asTexts(ancestorTitles)?.replaceAll('\n', ' > '), message: details?.split('\n')[0], details, file, line: asLine(asObject(location)?.['line']) }),
  };
}

/** `-t` takes a regular expression. */
function exactly(name: string): string {
  return `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}
