/** What is taken from a file of test results, whatever tool wrote it. */

export interface TestResult {
  /** The test's own name, without file or class. */
  readonly name: string;
  /** Class, package, file or suites around it, as the file names them. */
  readonly group?: string;
  /** `flaky` if it failed first and passed when it was repeated. */
  readonly outcome: 'passed' | 'failed' | 'flaky' | 'other';
  /** Of the first failure. From outside: to be made inert before it is shown. */
  readonly message?: string;
  /** Stack or output of the failures; may repeat the message. */
  readonly details?: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

export interface TestResults {
  /** As people call the format. */
  readonly format: string;
  readonly results: readonly TestResult[];
  /** Some were repeated from a cache of the runner's: they stand here as `other`, since nothing was executed. */
  readonly cached?: true;
  /** Tests that a plan names and that are not there, at least one. */
  readonly missing?: number;
  /** The command that runs one test again, word by word, where the format says enough. */
  readonly repeat?: (test: TestResult) => readonly string[] | undefined;
}

/** A sentence about content that cannot be used. */
export interface FormatProblem {
  readonly problem: string;
}

/** Results that are kept; a file with more is no help for one test. */
export const MAX_RESULTS = 200_000;

/** Characters of message and details that are kept. */
export const MAX_DETAILS = 16 * 1024;

/** A text of a result, bounded; undefined if there is none. */
export function kept(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const trimmed = text.slice(0, MAX_DETAILS).trim();
  return trimmed === '' ? undefined : trimmed;
}

/** The properties of a result that have a value. */
export function present<T extends object>(values: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
