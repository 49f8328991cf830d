/** The JSON report of mocha (`--reporter json`). */
import { asObject, asText, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Undefined if the document is none. */
export function readMocha(document: JsonObject): TestResults | undefined {
  if (!asObject(document['stats']) || !Array.isArray(document['passes']) || !Array.isArray(document['failures'])) return undefined;
  const results = (['passes', 'failures', 'pending'] as const).flatMap((list) => objectsOf(document[list]).map((test) => resultOf(test, list)));
  return { format: 'mocha JSON', results: results.slice(0, MAX_RESULTS) };
}

function resultOf(test: JsonObject, list: 'passes' | 'failures' | 'pending'): TestResult {
  const [name, full] = [asText(test['title']) ?? '', asText(test['fullTitle']) ?? ''];
  const error = asObject(test['err']);
  const failed = list === 'failures';
  const retried = typeof test['currentRetry'] === 'number' && test['currentRetry'] > 0;
  const message = failed ? kept(error?.['message']) : undefined;
  return {
    name,
    outcome: failed ? 'failed' : list === 'passes' ? (retried ? 'flaky' : 'passed') : 'other',
    ...present<TestResult>({ group: full.endsWith(` ${name}`) ? full.slice(0, -name.length - 1) : undefined, message: message?.split('\n')[0], details: failed ? (kept(error?.['stack']) ?? message) : undefined, file: asText(test['file']) }),
  };
}
