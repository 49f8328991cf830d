/** The events of Rust's libtest (`--format json`) and of nextest (`--message-format libtest-json`), one JSON object per line. */
import { asText, lineObjects, type JsonObject } from './json.js';
import { kept, MAX_RESULTS, present, type TestResult, type TestResults } from './types.js';

const OUTCOMES: Readonly<Record<string, TestResult['outcome']>> = { ok: 'passed', failed: 'failed', timeout: 'failed', ignored: 'other' };

/** Whether a line is one of these events. */
function isLibtestEvent({ type, event }: JsonObject): boolean {
  return (type === 'suite' || type === 'test') && typeof event === 'string';
}

/** Undefined if there is no such event. nextest writes `crate::binary$test`, with `#2` behind it for a second try. */
export function readLibtestJson(lines: readonly string[]): TestResults | undefined {
  const results: TestResult[] = [];
  const started = new Map<string, number>();
  let seen = false;
  for (const event of lineObjects(lines)) {
    if (!isLibtestEvent(event)) continue;
    seen = true;
    const full = asText(event['name']);
    if (event['type'] !== 'test' || full === undefined) continue;
    const [name, group] = split(full.replace(/#\d+$/, ''));
    const key = `${group ?? ''}\n${name}`;
    const at = started.get(key);
    if (event['event'] === 'started') {
      // The next binary may have a test of that name too.
      if (at === undefined && results.length < MAX_RESULTS) started.set(key, results.push({ name, outcome: 'failed', ...present<TestResult>({ group }) }) - 1);
      continue;
    }
    const outcome = OUTCOMES[String(event['event'])];
    if (outcome === undefined) continue;
    const details = outcome === 'failed' ? kept(event['stdout']) : undefined;
    const retried = /#\d+$/.test(full);
    const result: TestResult = { name, outcome: outcome === 'passed' && retried ? 'flaky' : outcome, ...present<TestResult>({ group, details, message: kept(asText(event['message']) ?? panicIn(details)) }) };
    if (at === undefined) {
      if (results.length < MAX_RESULTS) results.push(result);
    } else results[at] = result;
    // A failed one may be tried again, under the same name.
    if (outcome !== 'failed') started.delete(key);
  }
  return seen ? { format: 'libtest JSON', results } : undefined;
}

function split(name: string): [string, string | undefined] {
  const at = name.indexOf('$');
  return at === -1 ? [name, undefined] : [name.slice(at + 1), name.slice(0, at)];
}

/** What a panic says, behind the line that names its place. */
function panicIn(output: string | undefined): string | undefined {
  return /panicked at [^\n]*\n([^\n]+)/.exec(output ?? '')?.[1];
}
