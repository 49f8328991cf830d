/** The JSON report of ginkgo 2 (`--json-report`), a list of suites. */
import { asLine, asObject, asText, objectsOf, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** States of `types.SpecState`; the others (pending, skipped) were not executed. */
const FAILED = new Set(['failed', 'panicked', 'timedout', 'aborted', 'interrupted']);

/** Undefined if the document is none. Set-up nodes are told only if they failed. */
export function readGinkgo(document: readonly unknown[]): TestResults | undefined {
  const suites = objectsOf(document);
  if (suites.length === 0 || !suites.every((suite) => 'SpecReports' in suite && typeof suite['SuitePath'] === 'string')) return undefined;
  const results: TestResult[] = [];
  for (const suite of suites) {
    for (const spec of objectsOf(suite['SpecReports'])) {
      const result = resultOf(spec, asText(suite['SuiteDescription']));
      if (results.length < MAX_RESULTS && (spec['LeafNodeType'] === 'It' || result.outcome === 'failed')) results.push(result);
    }
  }
  return { format: 'ginkgo JSON', results };
}

function resultOf(spec: JsonObject, suite: string | undefined): TestResult {
  const state = String(spec['State']);
  const failure = asObject(spec['Failure']);
  const place = asObject(failure?.['Location']) ?? asObject(spec['LeafNodeLocation']);
  const containers = Array.isArray(spec['ContainerHierarchyTexts']) ? spec['ContainerHierarchyTexts'].filter((text) => typeof text === 'string') : [];
  const failed = FAILED.has(state);
  const message = failed ? kept(failure?.['Message']) : undefined;
  const stack = failed ? kept(asObject(failure?.['Location'])?.['FullStackTrace']) : undefined;
  const retried = typeof spec['NumAttempts'] === 'number' && spec['NumAttempts'] > 1;
  return {
    name: asText(spec['LeafNodeText']) ?? `[${asText(spec['LeafNodeType']) ?? 'node'}]`,
    outcome: failed ? 'failed' : state === 'passed' ? (retried ? 'flaky' : 'passed') : 'other',
    ...present<TestResult>({
      group: [...(suite === undefined ? [] : [suite]), ...containers].join(' > '),
      message,
      details: [message, stack].filter((part) => part !== undefined).join('\n') || undefined,
      file: asText(place?.['FileName']),
      line: asLine(place?.['LineNumber']),
    }),
  };
}
