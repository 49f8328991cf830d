/** What a new work item takes from files that show the failure: test results and logs. They are read, bounded, and never executed or resolved. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { shellWord } from '../../core/probe/replay.js';
import { bounded, fenced, inlineCode, plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { findTest, fullNameOf, readTestResults, type FoundTest } from '../../core/run/formats/read.js';
import { firstLogError } from '../../core/run/formats/firstLogError.js';
import type { TestResult, TestResults } from '../../core/run/formats/types.js';
import { signatureOf } from '../../core/run/signature.js';
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { errorCode, errorMessage } from '../errorCode.js';
import { sha256 } from '../ports.js';
import { relativeTo } from '../workspace.js';

export interface FileOrigin {
  readonly title: string;
  readonly template?: string;
  readonly values: ScaffoldValues;
}

/** A larger file of results is refused. Bytes. */
const MAX_RESULTS_BYTES = 64 * 1024 * 1024;

/** The part of a log that is searched for its first error. Bytes. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;

/** Failed tests that are listed. */
const MAX_LISTED = 30;

/**
 * @param file absolute
 * @param name of the test; the only one that failed where undefined
 * @throws Refusal `usage` if the file cannot be used, or the test is not among those that failed, which are listed
 */
export async function fromResults(root: string, file: string, name: string | undefined): Promise<FileOrigin> {
  const { text, truncated } = await readStart(file, MAX_RESULTS_BYTES);
  if (truncated) throw new Refusal('usage', `${file} is larger than ${MAX_RESULTS_BYTES / 1024 / 1024} MB: give the results of fewer tests.`);
  const results = readTestResults(text);
  if ('problem' in results) throw new Refusal('usage', `${file} ${results.problem}.`);
  const found = findTest(results, name);
  if (!('test' in found)) throw new Refusal('usage', sentence(found, file, name));
  return describe(root, file, results, found.test);
}

/**
 * @param file absolute
 * @throws Refusal `usage` if the file cannot be read, or no line in its beginning reads like an error
 */
export async function fromLog(root: string, file: string): Promise<FileOrigin> {
  const { text } = await readStart(file, MAX_LOG_BYTES);
  const shown = shownPath(root, file);
  const error = firstLogError(plain(text));
  if (!error) throw new Refusal('usage', `No line in the first ${MAX_LOG_BYTES / 1024 / 1024} MB of ${file} reads like an error: name the problem with --title, and copy what matters from the log.`);
  return { title: bounded(error.title, 150), values: { errors: fenced(error.excerpt), logs: `- ${inlineCode(`${shown}:${error.line}`, 500)}` } };
}

function describe(root: string, file: string, { format, repeat }: TestResults, test: TestResult): FileOrigin {
  const seen = `${inlineCode(shownPath(root, file), 500)} (${format})${test.outcome === 'flaky' ? ', which passed when it was repeated' : ''}`;
  return fromTest(root, test, { seen, logs: shownPath(root, file), repeat: repeat?.(test) });
}

/** What is known around a test that failed. */
export interface TestOrigin {
  /** Where the failure was seen, behind "in", as markdown. */
  readonly seen: string;
  /** A file to look into. */
  readonly logs?: string;
  /** The command that runs it again, word by word. */
  readonly repeat?: readonly string[] | undefined;
}

/** @param test whose texts are from outside */
export function fromTest(root: string, test: TestResult, { seen, logs, repeat: words }: TestOrigin): FileOrigin {
  const { message, details, outcome } = test;
  const said = details === undefined || (message !== undefined && !details.includes(message)) ? [message, details].filter((part) => part !== undefined).join('\n\n') : details;
  const signature = said === '' ? undefined : signatureOf(said, { cwd: root, sha256, outcome: 'fail', exitCode: 1, signal: null, timeoutMs: 0 });
  const place = test.file === undefined ? signature?.location : { file: shownPath(root, test.file), line: test.line ?? (signature && path.basename(signature.location?.file ?? '') === path.basename(test.file) ? signature.location?.line : undefined) };
  const from = `${inlineCode(fullNameOf(test), 300)} in ${seen}`;
  return {
    title: bounded(`${test.name}: ${firstLine(message) ?? signature?.title ?? 'failed'}`, 150),
    ...(outcome === 'flaky' && { template: 'flaky-test' }),
    values: {
      test: inlineCode(fullNameOf(test), 300),
      ...(said !== '' && { errors: fenced(said) }),
      ...(place && { location: inlineCode(place.line === undefined ? place.file : `${place.file}:${place.line}`, 500) }),
      ...(logs !== undefined && { logs: `- ${inlineCode(logs, 500)}` }),
      reproduction: words === undefined ? `It failed as ${from}.\n\n*[The command that repeats it will be documented here]*` : `It failed as ${from}. To repeat it:\n\n${fenced(`casebook run -n 20 -- ${words.map((word) => shellWord(plain(word).replace(/\s+/g, ' '))).join(' ')}`, 'sh')}`,
    },
  };
}

function sentence({ problem, candidates }: Exclude<FoundTest, { test: TestResult }>, file: string, name: string | undefined): string {
  const asked = JSON.stringify(plain(name ?? ''));
  const said = {
    'none-failed': `No test failed in ${file}: give the results of a run that failed.`,
    'several-failed': `${candidates.length} tests failed in ${file}: name one with --test.`,
    'not-found': `There is no failed test ${asked} in ${file}.`,
    'not-failed': `${asked} did not fail in ${file}.`,
    ambiguous: `${asked} means ${candidates.length} failed tests in ${file}: give the whole name.`,
  }[problem];
  const listed = candidates.slice(0, MAX_LISTED).map((test) => `\n  ${bounded(plain(fullNameOf(test)).replace(/\s+/g, ' '), 300)}`).join('');
  const more = candidates.length > MAX_LISTED ? `\n  and ${candidates.length - MAX_LISTED} more` : '';
  return candidates.length === 0 ? `${said}${problem === 'none-failed' ? '' : ' No test failed in it.'}` : `${said} These failed:${listed}${more}`;
}

function firstLine(text: string | undefined): string | undefined {
  const line = plain(text ?? '').split('\n').find((candidate) => candidate.trim() !== '');
  return line?.trim();
}

/** Relative to the root where it lies inside. */
function shownPath(root: string, file: string): string {
  const full = path.resolve(root, file);
  const relative = relativeTo(root, full);
  return relative === '..' || relative.startsWith('../') || path.isAbsolute(relative) ? full : relative;
}

/** The beginning of a file as text: UTF-8, or UTF-16 with a byte-order mark, as tools on Windows write it. */
async function readStart(file: string, limit: number): Promise<{ text: string; truncated: boolean }> {
  try {
    const handle = await open(file, 'r');
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new Refusal('usage', `${file} is not a file.`);
      const buffer = Buffer.alloc(Math.min(info.size, limit));
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      const wide = buffer[0] === 0xff && buffer[1] === 0xfe;
      return { text: new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(buffer.subarray(0, length)), truncated: info.size > limit };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('usage', errorCode(error) === 'ENOENT' ? `There is no file ${file}, and no run of that name: give a file of test results, or the id of a run as in .casebook/runs.` : `${file} cannot be read: ${errorMessage(error)}.`);
  }
}
