/** Tests of Go, compiled once: the binary lives in a folder of its own until it is closed. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { GoArguments } from '../../../core/run/warm/goArguments.js';
import { makeBinaryFolder } from './binaryFolder.js';
import type { LaunchFailure } from './launcher.js';

export interface Binary {
  /** Absolute. */
  readonly file: string;
  /** That of the package, where `go test` would run it; absolute. */
  readonly cwd: string;
  /** Names of the package's files of tests. */
  readonly sources: readonly string[];
}

const GO = 'go';

/** What `go list` is asked for, each on a line that can be told from what else it prints. */
const MARK = 'casebook:';
const LISTED = `${MARK}{{.Dir}}{{range .TestGoFiles}}\n${MARK}{{.}}{{end}}{{range .XTestGoFiles}}\n${MARK}{{.}}{{end}}`;

/** Bytes of output of the compiler. */
const MAX_OUTPUT = 16 * 1024 * 1024;

/** Compiles on first use; to be closed by whoever made it. */
export class CompiledTests {
  readonly #args: GoArguments;
  readonly #cwd: string;
  readonly #env: NodeJS.ProcessEnv;
  #folder: string | undefined;
  #binary: Promise<Binary | LaunchFailure> | undefined;

  constructor(args: GoArguments, cwd: string, env: NodeJS.ProcessEnv) {
    this.#args = args;
    this.#cwd = cwd;
    this.#env = env;
  }

  /** The first call compiles; an abort then ends that, with a failure. */
  binary(signal: AbortSignal): Promise<Binary | LaunchFailure> {
    this.#binary ??= this.#compile(signal);
    return this.#binary;
  }

  async close(): Promise<void> {
    await this.#binary;
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #compile(signal: AbortSignal): Promise<Binary | LaunchFailure> {
    const { build, package: name } = this.#args;
    this.#folder = await makeBinaryFolder();
    const file = path.join(this.#folder, process.platform === 'win32' ? 'tests.exe' : 'tests');
    const compiled = await this.#go(['test', '-c', '-o', file, ...build, name], signal);
    if (compiled.missing) return { problem: '`go` was not found: install Go, or add its folder to PATH.', lasting: true };
    if (compiled.failed) return { problem: 'The tests could not be compiled (`go test -c`); what the compiler said is in the log. Mend that, then run again.', lasting: true, output: compiled.output };
    if (!existsSync(file)) return { problem: `The package ${name} has no test files: name one that has.`, lasting: true, output: compiled.output };
    const listed = await this.#go(['list', '-f', LISTED, ...build.filter((flag) => /^--?(?:tags|mod|modfile|overlay)=/.test(flag)), name], signal);
    const [folder = '', ...sources] = listed.output.split(/\r?\n/).filter((line) => line.startsWith(MARK)).map((line) => line.slice(MARK.length));
    if (listed.failed || !path.isAbsolute(folder)) return { problem: `The folder of the package ${name} is not known to \`go list\`; what it said is in the log.`, lasting: true, output: listed.output };
    return { file, cwd: folder, sources };
  }

  #go(args: readonly string[], signal: AbortSignal): Promise<{ readonly output: string; readonly failed: boolean; readonly missing: boolean }> {
    return new Promise((resolve) => {
      execFile(GO, args, { cwd: this.#cwd, env: this.#env, signal, maxBuffer: MAX_OUTPUT, windowsHide: true }, (error, stdout, stderr) => {
        resolve({ output: stderr + stdout, failed: error !== null, missing: error?.code === 'ENOENT' });
      });
    });
  }
}
