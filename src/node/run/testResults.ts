/** What an attempt tells of the tests in it: by result files that it wrote, else by its output. */
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTestResults } from '../../core/run/formats/read.js';
import type { AttemptTests } from '../../core/run/events.js';
import { addedUp, foundIn, type FoundTests } from '../../core/run/tests/found.js';
import { once } from '../../core/run/tests/once.js';
import { mayTellOfTests, testsInOutput } from '../../core/run/tests/output.js';
import { nodeFoundNothing } from '../../core/run/tests/summaries/javascript.js';
import { withoutUnselectedFiles } from '../../core/run/tests/summaries/nodeFiles.js';
import { namedResultFiles, ResultFiles } from './resultFiles.js';
import { testName, TestSetStore } from './testSets.js';

/** Bytes of one result file, and of all of one attempt; what is beyond makes the counts lower bounds. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;

/** Bytes of a log that are read; a log has at most about 9 MiB of output. */
const MAX_LOG_BYTES = 12 * 1024 * 1024;

/** Names of failed tests in a record, and of those that were tried again. */
const MAX_FAILURES = 50;

export interface TestResultsOptions {
  /** The run's folder, absolute. */
  readonly folder: string;
  /** The folder that patterns are relative to, absolute. */
  readonly root: string;
  /** Absolute. */
  readonly cwd: string;
  readonly command: readonly string[];
  /** `run.results` of the configuration. */
  readonly patterns: readonly string[];
  /** Attempts at the same time. */
  readonly jobs: number;
}

/** An attempt that has ended. */
export interface EndedAttempt {
  readonly attempt: number;
  /** The last lines of its output, long ones cut. */
  readonly tail: string;
  /** What it printed, bytes. */
  readonly outputBytes: number;
  /** Path of its log, absolute. */
  readonly log: string;
  readonly logTruncated: boolean;
}

/** One for each run: it remembers which result files it has seen. */
export class TestResultsReader {
  readonly #files: ResultFiles;
  readonly #sets: TestSetStore;
  readonly #cwd: string;
  readonly #command: readonly string[];

  constructor({ folder, root, cwd, command, patterns, jobs }: TestResultsOptions) {
    this.#files = new ResultFiles(root, [...patterns, ...namedResultFiles(command, cwd)], jobs);
    this.#sets = new TestSetStore(folder);
    this.#command = command;
    this.#cwd = cwd.endsWith(path.sep) ? cwd : cwd + path.sep;
  }

  /** To be awaited before the first attempt. */
  async prepare(signal: AbortSignal): Promise<void> {
    await this.#files.remember(signal);
  }

  /** Undefined where nothing tells. Costs next to nothing for an attempt that printed nothing and whose command names no result files. */
  async read(ended: EndedAttempt, signal: AbortSignal): Promise<AttemptTests | undefined> {
    const inFiles = this.#files.none ? undefined : await readFiles(await this.#files.written(ended.attempt, signal), this.#command, signal);
    // Result files name each test; they count alone, unless they know of none.
    const found = inFiles && inFiles.executed > 0 ? inFiles : ((await inOutput(ended, this.#command)) ?? inFiles ?? nodeFoundNothing(this.#command, ended.tail));
    return found && this.recorded(found);
  }

  /** As it stands in the record; the names are stored. */
  async recorded({ format, executed, failed, skipped, names, failures, flaky, flakyTests, noneFound, cached, missing, partial }: FoundTests): Promise<AttemptTests> {
    const set = names === undefined || partial === true ? undefined : await this.#sets.store(names.map((name) => this.#inside(name)));
    const [named, retried] = [this.#bounded(failures), this.#bounded(flakyTests ?? [])];
    return { format, executed, failed, skipped, ...(set === undefined ? {} : { set }), ...(named.length > 0 ? { failures: named } : {}), ...(flaky === undefined ? {} : { flaky }), ...(retried.length > 0 ? { flakyTests: retried } : {}), ...(noneFound ? { noneFound } : {}), ...(cached ? { cached } : {}), ...(missing === undefined ? {} : { missing }), ...(partial ? { partial } : {}) };
  }

  #bounded(names: readonly string[]): string[] {
    return [...new Set(names.slice(0, 4 * MAX_FAILURES).map((name) => testName(this.#inside(name))))].filter((name) => name !== '').slice(0, MAX_FAILURES);
  }

  /** Paths of files in names, relative to the run's folder: the same test in another checkout has the same name. */
  #inside(name: string): string {
    return name.includes(this.#cwd) ? name.replaceAll(this.#cwd, '') : name;
  }
}

async function readFiles(files: readonly string[], command: readonly string[], signal: AbortSignal): Promise<FoundTests | undefined> {
  const parts: FoundTests[] = [];
  let left = MAX_BYTES;
  let partial = false;
  for (const file of files) {
    if (signal.aborted) return undefined;
    const text = await readWhole(file, Math.min(left, MAX_FILE_BYTES));
    if (text === TOO_LARGE) partial = true;
    if (text === undefined || text === TOO_LARGE) continue;
    left -= text.length;
    const results = readTestResults(text);
    if (!('problem' in results)) parts.push(withoutUnselectedFiles(foundIn(results), command, []));
  }
  const found = addedUp(once(parts));
  return found && partial ? { ...found, partial } : found;
}

const TOO_LARGE = Symbol('too large');

/** Undefined if it cannot be read: it may be gone again, and then it is not what tells. */
async function readWhole(file: string, limit: number): Promise<string | typeof TOO_LARGE | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > limit) return TOO_LARGE;
      const bytes = await handle.readFile();
      const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
      return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

/** The tail first: only where that may tell of tests, and the output is longer, is the log read. */
async function inOutput({ tail, outputBytes, log, logTruncated }: EndedAttempt, command: readonly string[]): Promise<FoundTests | undefined> {
  if (outputBytes === 0) return undefined;
  if (outputBytes <= tail.length || Buffer.byteLength(tail) >= outputBytes) return testsInOutput(tail, command);
  if (!mayTellOfTests(tail)) return undefined;
  let whole: Buffer;
  try {
    whole = await readFile(log);
  } catch {
    const found = testsInOutput(tail, command); // whoever writes the log tells that it cannot be written
    return found && { ...found, partial: true };
  }
  const found = testsInOutput(whole.subarray(-MAX_LOG_BYTES).toString('utf8'), command);
  return found && logTruncated ? { ...found, partial: true } : found;
}
