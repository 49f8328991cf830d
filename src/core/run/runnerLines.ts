/**
 * What a program printed, without what a test runner put around it. Its lines on outcomes differ wherever outcomes do, and so tell nothing of why; its
 * events wrap a line in times. For the runners whose logs hold little else: `go test`, also with `-v` and `-json`, and `cargo test`.
 */
import { clean } from '../report/untrusted.js';
import { isGoEvent } from './formats/goJson.js';
import { asText, objectIn } from './formats/json.js';

/** A line of a log. */
export interface PrintedLine {
  /** 1-based, in the log as it is. */
  readonly line: number;
  readonly text: string;
}

/** The lines of a log that are the program's own; all of them, where no runner is recognised. @param lines clean, without their ends */
export function printedLines(lines: readonly string[]): PrintedLine[] {
  const all = lines.map((text, index) => ({ line: index + 1, text }));
  if (lines.some(isCargoHead)) return ofCargo(all);
  const printed = lines.some((text) => eventIn(text) !== undefined) ? ofEvents(all) : all;
  return printed.some(({ text }) => GO_MARK.test(text)) ? ofGo(printed) : printed;
}

const isCargoHead = (text: string): boolean => /^running \d+ tests?$/.test(text);

/** What cargo tells of its own work, and the harness of the tests. */
const CARGO = /^\s*(?:Compiling|Finished|Running|Blocking|Downloading|Downloaded|Updating|Locking|Fresh|Checking|Doc-tests) |^running \d+ tests?$|^test result: |^(?:ok|FAILED|ignored)$|^error: test failed, |^error: \d+ targets? failed:$|^ {4}`-/;

/** The harness keeps back what tests print until one fails, and tells it then at the end: of tests that pass there is nothing that could be held against it. */
function ofCargo(lines: readonly PrintedLine[]): PrintedLine[] {
  const kept: PrintedLine[] = [];
  let told = false;
  for (const { line, text } of lines) {
    if (text === 'failures:' || text === 'successes:') told = true;
    else if (text.startsWith('test result: ')) told = false;
    // With --nocapture and one thread, the first line that a test prints follows its name.
    else if (!told && !CARGO.test(text)) kept.push({ line, text: text.replace(/^test \S.{0,300}? \.\.\. (?:(?:ok|FAILED|ignored(?:, .*)?)$)?/, '') });
  }
  return kept.filter(({ text }) => text !== '');
}

const GO_MARK = /^=== RUN |^(?:ok {2}|FAIL)\t\S+\t/;

const GO = /^=== (?:RUN|PAUSE|CONT|NAME) |^\s*--- (?:PASS|FAIL|SKIP): |^(?:PASS|FAIL)$|^(?:ok {2}|FAIL|\?) *\t\S|^exit status \d+$|^FAIL$/;

/** Without -v, what a test logs stands below its failure, and of one that passes nowhere. */
function ofGo(lines: readonly PrintedLine[]): PrintedLine[] {
  const verbose = lines.some(({ text }) => text.startsWith('=== RUN '));
  let below = false;
  return lines.filter(({ text }) => {
    const isOutcome = GO.test(text);
    if (isOutcome) below = /^\s*--- FAIL: /.test(text);
    else if (!/^\s/.test(text)) below = false;
    return !isOutcome && (verbose || !below);
  });
}

/** The lines in the events of `go test -json`, and those between them; a line may come in several events. */
function ofEvents(lines: readonly PrintedLine[]): PrintedLine[] {
  const kept: PrintedLine[] = [];
  const begun = new Map<string, PrintedLine>();
  for (const printed of lines) {
    const event = eventIn(printed.text);
    if (event === undefined) {
      kept.push(printed);
      continue;
    }
    const output = asText(event['Output']);
    if (output === undefined) continue;
    const test = `${String(event['Package'])}\n${asText(event['Test']) ?? ''}`;
    const before = begun.get(test);
    const line = { line: before?.line ?? printed.line, text: `${before?.text ?? ''}${output}` };
    if (output.endsWith('\n')) {
      begun.delete(test);
      kept.push(whole(line));
    } else begun.set(test, line);
  }
  return [...kept, ...[...begun.values()].map(whole)].sort((one, other) => one.line - other.line);
}

/** In JSON, escapes of a terminal were none yet. */
function whole({ line, text }: PrintedLine): PrintedLine {
  return { line, text: clean(text).trimEnd().replaceAll('\n', ' ') };
}

function eventIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const event = text.startsWith('{"') && text.includes('"Action":') ? objectIn(text) : undefined;
  return event !== undefined && isGoEvent(event) ? event : undefined;
}
