/** The JSON of GoogleTest (`--gtest_output=json:FILE`). */
import { gtestName } from './gtestName.js';
import { asLine, asText, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Undefined if the document is none. */
export function readGtestJson(document: JsonObject): TestResults | undefined {
  const suites = objectsOf(document['testsuites']);
  if (!Array.isArray(document['testsuites']) || typeof document['tests'] !== 'number') return undefined;
  return { format: 'GoogleTest JSON', results: suites.flatMap((suite) => objectsOf(suite['testsuite']).map((test) => resultOf(test, asText(suite['name'])))).slice(0, MAX_RESULTS) };
}

function resultOf({ name, status, result, failures, file, line }: JsonObject, suite: string | undefined): TestResult {
  const details = kept(objectsOf(failures).flatMap(({ failure }) => asText(failure) ?? []).join('\n'));
  const outcome = Array.isArray(failures) && failures.length > 0 ? 'failed' : status === 'RUN' && result !== 'SKIPPED' ? 'passed' : 'other';
  return { name: gtestName(suite, asText(name) ?? ''), outcome, ...present<TestResult>({ details, message: details?.split('\n').slice(1, 2)[0] ?? details, file: asText(file), line: asLine(line) }) };
}
