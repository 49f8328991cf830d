/** JUnit XML, as Surefire, pytest, gotestsum, Vitest, ginkgo and many others write it. A case may hold several failures. */
import { gtestName } from './gtestName.js';
import { kept, MAX_DETAILS, MAX_RESULTS, present, type FormatProblem, type TestResult, type TestResults } from './types.js';
import { readXml, type XmlElement } from './xml.js';

/** Surefire's `flaky…` say that the case passed when it was run again; its `rerun…` stand beside a failure; some tools write them alone. */
const FAILED = new Set(['failure', 'error']);
const FLAKY = new Set(['flakyFailure', 'flakyError', 'rerunFailure', 'rerunError']);

/** GoogleTest and ctest write tests that they left out without an element for it. */
const NOT_RUN = new Set(['notrun', 'disabled', 'skipped']);

/** How GoogleTest calls all tests of a program; its cases have a `status`, too. */
const GTEST = 'AllTests';

interface OpenCase {
  readonly element: XmlElement;
  readonly suite: XmlElement | undefined;
  outcome: TestResult['outcome'];
  /** node:test marks it so: it may fail. */
  todo?: boolean;
  message?: string | undefined;
  details: string;
}

/** Undefined if the text is no JUnit XML. */
export function readJunit(text: string): TestResults | FormatProblem | undefined {
  if (!/^[^<]*(?:<(?:\?|!--)[^]{0,4000}?)?<testsuites?[\s>/]/.test(text.slice(0, 8_000))) return undefined;
  const results: TestResult[] = [];
  const suites: XmlElement[] = [];
  let current: OpenCase | undefined;
  let collecting: string | undefined;
  let root: XmlElement | undefined;
  const problem = readXml(text, {
    open(element) {
      if (element.name === 'testsuites') root ??= element;
      else if (element.name === 'testsuite') suites.push(element);
      else if (element.name === 'testcase') current = { element, suite: suites.at(-1), outcome: NOT_RUN.has(element.attributes.get('status') ?? '') ? 'other' : 'passed', details: '' };
      else if (current && (FAILED.has(element.name) || FLAKY.has(element.name))) {
        current.outcome = FAILED.has(element.name) || current.outcome === 'failed' ? 'failed' : 'flaky';
        current.message ??= kept(element.attributes.get('message')) ?? kept(element.attributes.get('type'));
        collecting = element.name;
      } else if (current && element.name === 'skipped') {
        if (current.outcome !== 'failed') current.outcome = 'other';
        if (element.attributes.get('type') === 'todo') current.todo = true;
      }
    },
    text(part) {
      if (current && collecting !== undefined && current.details.length < MAX_DETAILS) current.details += part;
    },
    close(name) {
      if (name === 'testsuite') suites.pop();
      else if (name === collecting) collecting = undefined;
      else if (name === 'testcase' && current) {
        if (results.length < MAX_RESULTS) results.push(named(resultOf(current), current, root, suites));
        current = undefined;
      }
    },
  });
  if (problem) return { problem: `is no usable JUnit XML: ${problem.problem}` };
  return { format: 'JUnit XML', results, repeat: ({ name, group, file }) => pytest(name, group, file) };
}

function resultOf({ element, suite, outcome, todo, message, details }: OpenCase): TestResult {
  const { attributes } = element;
  const line = Number(attributes.get('line') ?? attributes.get('lineno'));
  const text = kept(details);
  return {
    name: attributes.get('name') ?? '',
    outcome: todo ? 'other' : outcome,
    ...present<TestResult>({
      group: attributes.get('classname') ?? attributes.get('class') ?? suite?.attributes.get('name'),
      message: message ?? text?.split('\n')[0],
      details: text,
      file: attributes.get('file') ?? suite?.attributes.get('file'),
      line: Number.isSafeInteger(line) && line > 0 ? line : undefined,
    }),
  };
}

/** As the tool's other formats name it, so that a test has one name whichever of them told. */
function named(result: TestResult, { element }: OpenCase, root: XmlElement | undefined, suites: readonly XmlElement[]): TestResult {
  const { name, group, ...rest } = result;
  if (root?.attributes.get('name') === GTEST && element.attributes.has('status')) return { name: gtestName(group, name), ...rest };
  // node:test names no class, and its suites stand inside each other.
  if (root?.attributes.size === 0 && group === 'test') return { name, ...rest, ...present<TestResult>({ group: suites.length === 0 ? undefined : suites.map(({ attributes }) => attributes.get('name') ?? '').join(' > ') }) };
  return result;
}

/** Only pytest can be told for sure: a Python file, or the module path that it writes as the class. */
function pytest(name: string, group: string | undefined, file: string | undefined): readonly string[] | undefined {
  return file?.endsWith('.py') === true && group !== undefined ? ['python', '-m', 'pytest', file, '-k', name.replace(/\[.*$/, '')] : undefined;
}
