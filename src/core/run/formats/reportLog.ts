/** pytest-reportlog (`--report-log=FILE`): a JSON object per line and phase of a test. */
import { asLine, asObject, asText, lineObjects, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

/** Whether a line is one of these reports. */
function isReportLogLine({ $report_type: type }: JsonObject): boolean {
  return typeof type === 'string';
}

/** Undefined if there is no such line. A test failed if one of its phases did, set-up and tear-down too; what cannot be collected is a failure. */
export function readReportLog(lines: readonly string[]): TestResults | undefined {
  const results = new Map<string, TestResult>();
  let seen = false;
  for (const report of lineObjects(lines)) {
    if (!isReportLogLine(report)) continue;
    seen = true;
    const id = asText(report['nodeid']);
    const type = report['$report_type'];
    if (id === undefined || (type !== 'TestReport' && !(type === 'CollectReport' && report['outcome'] === 'failed'))) continue;
    const known = results.get(id);
    if (known?.outcome === 'failed' || (!known && results.size >= MAX_RESULTS)) continue;
    const result = resultOf(report, id);
    // Passing set-up and tear-down say nothing beside the call.
    if (!known || result.outcome === 'failed' || report['when'] === 'call') results.set(id, result);
  }
  return seen ? { format: 'pytest report log', results: [...results.values()], repeat: ({ group, name }) => ['python', '-m', 'pytest', group === undefined ? name : `${group}::${name}`] } : undefined;
}

function resultOf(report: JsonObject, id: string): TestResult {
  const split = id.indexOf('::');
  const crash = asObject(asObject(report['longrepr'])?.['reprcrash']);
  const failed = report['outcome'] === 'failed';
  // An expected failure is written as skipped, with its reason.
  const passed = report['outcome'] === 'passed' || (report['outcome'] === 'skipped' && typeof report['wasxfail'] === 'string');
  const location: unknown[] = Array.isArray(report['location']) ? report['location'] : [];
  const line = typeof location[1] === 'number' ? location[1] + 1 : undefined;
  return {
    name: split === -1 ? id : id.slice(split + 2),
    outcome: failed ? 'failed' : passed ? 'passed' : 'other',
    ...present<TestResult>({
      group: split === -1 ? undefined : id.slice(0, split),
      message: failed ? kept(crash?.['message']) : undefined,
      details: failed ? kept(typeof report['longrepr'] === 'string' ? report['longrepr'] : crash?.['message']) : undefined,
      file: asText(location[0]),
      line: asLine(crash?.['lineno']) ?? asLine(line),
    }),
  };
}
