/** TRX, the result file of `dotnet test --logger trx` (Visual Studio's TestRun schema of 2010). */
import { kept, MAX_DETAILS, MAX_RESULTS, present, type FormatProblem, type TestResult, type TestResults } from './types.js';
import { readXml } from './xml.js';

interface OpenResult {
  readonly id: string;
  readonly name: string;
  readonly outcome: string;
  message: string;
  stack: string;
}

/** Undefined if the text is no TRX. */
export function readTrx(text: string): TestResults | FormatProblem | undefined {
  if (!/<TestRun[\s>]/.test(text.slice(0, 8_000))) return undefined;
  const found: OpenResult[] = [];
  const classes = new Map<string, string>();
  const path: string[] = [];
  let current: OpenResult | undefined;
  const files = new Map<string, string>();
  let definition: { readonly id: string; readonly storage: string | undefined } | undefined;
  const problem = readXml(text, {
    open({ name, attributes }) {
      path.push(name);
      if (name === 'UnitTestResult') current = { id: attributes.get('testId') ?? '', name: attributes.get('testName') ?? '', outcome: attributes.get('outcome') ?? '', message: '', stack: '' };
      else if (name === 'UnitTest') definition = { id: attributes.get('id') ?? '', storage: attributes.get('storage') };
      else if (name === 'TestMethod' && definition) {
        classes.set(definition.id, (attributes.get('className') ?? '').split(',')[0] ?? '');
        const file = [attributes.get('codeBase'), definition.storage].find((text) => text !== undefined && SOURCE.test(text));
        if (file !== undefined) files.set(definition.id, file);
      }
    },
    text(part) {
      if (!current || path.at(-2) !== 'ErrorInfo') return;
      if (path.at(-1) === 'Message' && current.message.length < MAX_DETAILS) current.message += part;
      if (path.at(-1) === 'StackTrace' && current.stack.length < MAX_DETAILS) current.stack += part;
    },
    close(name) {
      path.pop();
      if (name === 'UnitTest') definition = undefined;
      if (name !== 'UnitTestResult' || !current) return;
      if (found.length < MAX_RESULTS) found.push(current);
      current = undefined;
    },
  });
  if (problem) return { problem: `is no usable TRX: ${problem.problem}` };
  return { format: 'TRX', results: found.map((result) => resultOf(result, classes.get(result.id), files.get(result.id))), repeat: (test) => (test.file === undefined ? ['dotnet', 'test', '--filter', `FullyQualifiedName=${fullName(test)}`] : undefined) };
}

/** Runners for other languages than those of .NET name the file of the test where those name the assembly. */
const SOURCE = /\.(?:[cm]?[jt]sx?|py|rb|php)$/i;

function resultOf({ name, outcome, message, stack }: OpenResult, group: string | undefined, file: string | undefined): TestResult {
  const prefix = group === undefined || group === '' ? '' : `${group}.`;
  return {
    name: prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name,
    outcome: outcome === 'Passed' ? 'passed' : ['Failed', 'Error', 'Timeout', 'Aborted'].includes(outcome) ? 'failed' : 'other',
    ...present<TestResult>({ file, group: prefix === '' ? undefined : group, message: kept(message), details: kept([message.trim(), stack.trim()].filter((part) => part !== '').join('\n')) }),
  };
}

/** A theory's arguments are no part of the name that a filter takes; its special characters would be. */
function fullName({ name, group }: TestResult): string {
  return [group, name.replace(/\(.*$/s, '')].filter((part) => part !== undefined).join('.').replace(/[\\()&|=!~]/g, '\\$&');
}
