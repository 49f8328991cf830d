/** CTRF, the Common Test Report Format (ctrf.io). */
import { asLine, asObject, asText, asTexts, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Undefined if the document is no CTRF. */
export function readCtrf(document: JsonObject): TestResults | undefined {
  const results = asObject(document['results']);
  if (!results || !Array.isArray(results['tests']) || !asObject(results['tool'])) return undefined;
  return { format: 'CTRF', results: objectsOf(results['tests']).slice(0, MAX_RESULTS).map(resultOf) };
}

function resultOf(test: JsonObject): TestResult {
  const { name, status, flaky, message, trace, suite, filePath, line } = test;
  const failed = status === 'failed';
  return {
    name: asText(name) ?? '',
    outcome: failed ? 'failed' : status === 'passed' ? (flaky === true ? 'flaky' : 'passed') : 'other',
    // Up to version 0.0.9 of the format a suite is a text, later a list.
    ...present<TestResult>({ group: asText(suite) ?? asTexts(suite)?.replaceAll('\n', ' > '), message: kept(message), details: kept(trace) ?? kept(message), file: asText(filePath), line: asLine(line) }),
  };
}
