/** The JSON report of Playwright Test (`--reporter=json`). */
import { plain } from '../../report/untrusted.js';
import { asLine, asObject, asText, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Suites inside each other; a report has a handful. */
const MAX_DEPTH = 100;

const OUTCOMES: Readonly<Record<string, TestResult['outcome']>> = { expected: 'passed', unexpected: 'failed', flaky: 'flaky', skipped: 'other' };

/** Undefined if the document is none. A test that was expected to fail and failed has passed. Errors outside of tests (a file that cannot be loaded) are failures. */
export function readPlaywright(document: JsonObject): TestResults | undefined {
  if (!Array.isArray(document['suites']) || !asObject(document['config']) || !Array.isArray(document['errors'])) return undefined;
  const results: TestResult[] = [];
  const visit = (suite: JsonObject, around: readonly string[], depth: number): void => {
    if (depth > MAX_DEPTH) return;
    const groups = [...around, ...(asText(suite['title']) === undefined ? [] : [asText(suite['title']) ?? ''])];
    for (const spec of objectsOf(suite['specs'])) for (const test of objectsOf(spec['tests'])) if (results.length < MAX_RESULTS) results.push(resultOf(spec, test, groups));
    for (const inner of objectsOf(suite['suites'])) visit(inner, groups, depth + 1);
  };
  for (const suite of objectsOf(document['suites'])) visit(suite, [], 0);
  for (const error of objectsOf(document['errors'])) {
    const said = kept(plain(asText(error['message']) ?? asText(error['value']) ?? ''));
    results.push({ name: 'outside of the tests', outcome: 'failed', ...present<TestResult>({ message: said?.split('\n')[0], details: said, ...placeOf(error) }) });
  }
  return { format: 'Playwright JSON', results, repeat: ({ file, line, group }) => (file === undefined || line === undefined || group === undefined ? undefined : ['npx', 'playwright', 'test', `${file}:${line}`]) };
}

function resultOf(spec: JsonObject, test: JsonObject, groups: readonly string[]): TestResult {
  const tries = objectsOf(test['results']);
  const error = tries.map(({ error: said }) => asObject(said)).find((said) => said !== undefined);
  const details = kept(plain(asText(error?.['stack']) ?? asText(error?.['message']) ?? ''));
  const project = asText(test['projectName']);
  const outcome = OUTCOMES[String(test['status'])] ?? 'other';
  const failed = outcome === 'failed' || outcome === 'flaky';
  return {
    name: asText(spec['title']) ?? '',
    // A test that never began, since another one ended the run, is reported as unexpected without a result.
    outcome: outcome === 'failed' && tries.length === 0 ? 'other' : outcome,
    ...present<TestResult>({
      group: [...(project === undefined ? [] : [`[${project}]`]), ...groups].join(' > '),
      message: failed ? details?.split('\n')[0] : undefined,
      details: failed ? details : undefined,
      file: asText(spec['file']),
      line: asLine(spec['line']),
    }),
  };
}

function placeOf(error: JsonObject): { file?: string | undefined; line?: number | undefined } {
  const location = asObject(error['location']);
  return { file: asText(location?.['file']), line: asLine(location?.['line']) };
}
