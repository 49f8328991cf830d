// A reporter of Playwright that makes an attempt of each repetition: it waits for Casebook before each, and tells how it went.
//
// Descriptor 3 brings a line per repetition, `{"attempt":7,"seed":1}`; its end ends us. While it is awaited this process stands still, and so no worker starts.
import { readSync } from 'node:fs';
import path from 'node:path';
import { giveUp, MAX_NAMES, tell } from './telling.mjs';

export default class RepetitionReporter {
  #root = '';
  /** Tests of a repetition that have not ended yet, how many there are, and how they ended. */
  #left = 0;
  #all = 0;
  #ended = [];
  #index = -1;
  #count = 1;
  #startedAt;
  #bad = false;
  /** Names of projects that others depend on: those run once, before. */
  #before = new Set();

  onBegin(config, suite) {
    this.#root = config.rootDir;
    this.#before = new Set(config.projects.flatMap(({ dependencies, teardown }) => [...dependencies, ...(teardown === undefined ? [] : [teardown])]));
    const tests = suite.allTests().filter((test) => this.#isRepeated(test));
    const places = new Set(tests.map((test) => `${projectOf(test)}\n${test.location.file}`));
    if (places.size > 1) giveUp(`The command runs tests of ${places.size} files or projects, and Playwright repeats each of them by itself: name one file (and one --project), or leave --warm out.`);
    if (tests.some(({ retries }) => retries > 0)) giveUp('Playwright is to try failed tests again (retries), which hides how often they fail: add --retries=0 to the command, or leave --warm out.');
    this.#count = Math.max(0, ...tests.map(({ repeatEachIndex }) => repeatEachIndex)) + 1;
    this.#all = tests.length / this.#count;
    // Without tests Playwright says so itself.
    if (tests.length > 0) this.#next();
  }

  onTestBegin(test) {
    if (!this.#isRepeated(test)) return;
    if (test.repeatEachIndex !== this.#index) giveUp('Playwright does not make one repetition after the other here, so that they cannot be told apart: leave --warm out.');
    this.#startedAt ??= performance.now();
  }

  onTestEnd(test) {
    if (!this.#isRepeated(test)) {
      if (test.outcome() === 'unexpected') this.#bad = true;
      return;
    }
    this.#ended.push({ name: this.#nameOf(test), outcome: test.outcome() });
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#over();
    if (this.#index + 1 < this.#count) this.#next();
  }

  onError({ message = '' }) {
    // It finds none, and begins none.
    if (this.#index === -1 && /^Error: No tests found/.test(message)) {
      this.#next();
      this.#over();
    } else this.#bad = true;
  }

  printsToStdio() {
    return false;
  }

  #next() {
    const asked = awaitedLine();
    if (asked === undefined) {
      // As Ctrl-C: its servers and fixtures are put away.
      this.#left = Number.POSITIVE_INFINITY;
      process.kill(process.pid, 'SIGINT');
      return;
    }
    const { attempt, seed } = JSON.parse(asked);
    // Its worker starts after this, with these.
    process.env['CASEBOOK_ATTEMPT'] = String(attempt);
    if (seed !== undefined) process.env['CASEBOOK_SEED'] = String(seed);
    this.#index += 1;
    this.#left = this.#all;
    this.#ended = [];
    this.#startedAt = undefined;
    tell({ kind: 'begin' });
  }

  #over() {
    const executed = this.#ended.filter(({ outcome }) => outcome !== 'skipped');
    const failures = executed.filter(({ outcome }) => outcome === 'unexpected').map(({ name }) => name);
    const names = executed.map(({ name }) => name);
    tell({
      kind: 'over',
      format: 'Playwright',
      ms: this.#startedAt === undefined ? 0 : performance.now() - this.#startedAt,
      executed: executed.length,
      failed: failures.length,
      skipped: this.#ended.length - executed.length,
      bad: this.#bad,
      failures: failures.slice(0, 50),
      ...(names.join().length < MAX_NAMES ? { names } : {}),
    });
    this.#bad = false;
  }

  #isRepeated(test) {
    return !this.#before.has(projectOf(test));
  }

  /** As in its JSON. */
  #nameOf(test) {
    const project = projectOf(test);
    const file = path.relative(this.#root, test.location.file).split(path.sep).join('/');
    return [...(project === '' ? [] : [`[${project}]`]), file, ...test.titlePath().slice(3)].join(' > ');
  }
}

function projectOf(test) {
  return test.parent.project()?.name ?? '';
}

/** The next line of descriptor 3; undefined at its end. */
function awaitedLine() {
  const bytes = Buffer.alloc(1);
  let line = '';
  for (;;) {
    try {
      if (readSync(3, bytes, 0, 1, null) === 0) return undefined;
    } catch (error) {
      if (error?.code === 'EAGAIN') {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        continue;
      }
      return undefined;
    }
    const character = bytes.toString('latin1');
    if (character === '\n') return line;
    line += character;
  }
}
