/** What is known of a test that somebody wants to repeat, and how it is run. */

/** One test, a suite of tests, or all tests of a file. */
export interface NamedTest {
  /** Path relative to the folder that the command runs in, with `/`. */
  readonly file: string;
  /** The suites around it (classes, modules, describe blocks), the outermost first, and its own name last; empty for the whole file. */
  readonly names: readonly string[];
  /** A suite: all tests in it. */
  readonly suite: boolean;
}

/** How the tests of some files are run: `tests` of the configuration. */
export interface TestCommand {
  /** Glob of the files, relative to the root. */
  readonly files: string;
  /** Command line with the places `{file}`, `{name}` and `{package}`. */
  readonly command: string;
  /** Folder that it runs in, relative to the root; the root itself if absent. */
  readonly cwd?: string;
}
