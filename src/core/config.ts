/** `.casebook/config.json`: what a team sets once for its workspace. The schema that editors use is `config.schema.json` beside this file. */
import type { RuleSettings } from './check/settings.js';
import type { Collector } from './run/collector.js';
import type { TestCommand } from './run/testCommand/types.js';
import { CLOSED_WORDS, type PhaseWords } from './workItem/phases.js';

export interface Config {
  readonly workItems: {
    /** Where work items lie, relative to the root. New ones go into the first. */
    readonly folders: readonly string[];
    /** The template of `casebook new` without `--template`. */
    readonly template: string;
    /** Words in a status that close a work item. */
    readonly closedWords: readonly string[];
    /** Words in a status that mean a phase, in place of the default ones of that phase; `word*` means all that begin so. */
    readonly phaseWords: PhaseWords;
  };
  readonly check: {
    /** Rules that are off or have another severity than their own. */
    readonly rules: RuleSettings;
  };
  readonly run: {
    /** Files of test results that commands write, relative to the root: `*` and `?` in names, `**` for folders, `{attempt}` for the attempt's number. */
    readonly results: readonly string[];
    /** What is kept at the first failure of a run. */
    readonly collectors: readonly Collector[];
  };
  readonly redaction: {
    /** What a shape takes for a secret, and is none: texts, or bounded regular expressions between slashes. */
    readonly allow: readonly string[];
    /** What is replaced wherever it stands. */
    readonly deny: readonly string[];
  };
  /** How single tests are run, by their files; the first whose glob matches counts. */
  readonly tests: readonly TestCommand[];
  /** Files of test results that the editor watches to show which tests failed; globs relative to the root. */
  readonly resultFiles: readonly string[];
  /** Environment variables whose values are recorded with a run; `NODE_*` means all that begin so. */
  readonly environment: readonly string[];
}

export const DEFAULT_CONFIG: Config = {
  workItems: { folders: ['WIs'], template: 'bug-fix', closedWords: CLOSED_WORDS, phaseWords: {} },
  check: { rules: {} },
  run: { results: [], collectors: [] },
  redaction: { allow: [], deny: [] },
  tests: [],
  resultFiles: [
    '**/{junit,test-results,test-report,results,report,ctrf-report}.xml',
    '**/{junit-*,TEST-*,*.junit,*-junit}.xml',
    '**/*.trx',
    '**/{ctrf-report,test-results,vitest-results,vitest-report,jest-results,jest-report,playwright-results,go-test}.{json,jsonl}',
    '**/{test-results,playwright-report}/{results,report}.json',
    '**/ctrf/*.json',
  ],
  environment: ['CI', 'NODE_ENV', 'NODE_OPTIONS', 'TZ', 'LANG', 'LC_ALL', 'DOTNET_*', 'GOFLAGS', 'GOMAXPROCS', 'PYTHONHASHSEED', 'VITEST_*'],
};
