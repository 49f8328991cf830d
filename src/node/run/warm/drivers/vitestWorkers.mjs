// Workers of Vitest (4 and 5) that stay from one repetition to the next.
//
// Vitest stops each worker when its test file is through. Here it stops only the stand-in that it sees; the worker waits for the next run of
// the same file. In there Vitest itself forgets all modules that it evaluated before it runs a file, unless the project's `isolate` is off.
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Workers that stay, each some 80 MB; files beyond get a fresh one for each repetition. */
const MAX_KEPT = 8;

/** Runs after which a worker is replaced: modules that were evaluated are never freed entirely. */
const MAX_RUNS = 250;

/** A worker that is put away gets so long to end its environment, ms. */
const STOP_MS = 1_000;

/** Versions whose workers take a run after a run as this file sends it; another one might take it and run something else. */
const MAJORS = new Set(['4', '5']);

/** An environment of the project's own is loaded by way of Vitest while the worker starts: its files get fresh workers. */
const BUILT_IN = new Set(['node', 'jsdom', 'happy-dom', 'edge-runtime']);

const RESPONSE = { __vitest_worker_response__: true };

/** A worker of Vitest, and what it said while nobody listened: the next run hears it. */
class Kept {
  runs = 0;
  dead = false;
  #heard = [];
  #listener;

  constructor(worker) {
    this.worker = worker;
  }

  async start(request) {
    await this.worker.start();
    for (const event of ['message', 'error', 'exit']) this.worker.on(event, (value) => this.#hear(event, value));
    await this.#ask(request, 'started');
  }

  /** Undefined where nobody listens any more. */
  listen(listener) {
    this.#listener = listener;
    if (listener) for (const [event, value] of this.#heard.splice(0)) listener(event, value);
  }

  /** @param politely it may end its environment first */
  async end(politely = true) {
    if (this.dead) return;
    if (politely) {
      let timer;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, STOP_MS)));
      await Promise.race([this.#ask({ type: 'stop', __vitest_worker_request__: true }, 'stopped'), late]).finally(() => clearTimeout(timer));
    }
    if (!this.dead) await this.worker.stop();
    this.dead = true;
  }

  #ask(request, answer) {
    return new Promise((resolve, reject) => {
      this.listen((event, value) => {
        if (event !== 'message') reject(event === 'error' ? value : new Error('Worker exited unexpectedly'));
        else if (value?.type === answer && value.__vitest_worker_response__) value.error ? reject(value.error) : resolve();
        else this.#heard.push([event, value]);
      });
      this.worker.send(request);
    }).finally(() => this.listen(undefined));
  }

  #hear(event, value) {
    if (event === 'exit') this.dead = true;
    if (this.#listener) this.#listener(event, value);
    else if (event === 'message') this.#heard.push([event, value]);
    else this.dead = true;
  }
}

/** What Vitest takes for a worker: made for a run of some files, stopped after it. */
class StandIn extends EventEmitter {
  #workers;
  #options;
  #start;
  #kept;
  #key;
  #stopped = false;

  constructor(workers, options) {
    super();
    this.name = workers.name;
    this.cacheFs = workers.sample(options).cacheFs;
    this.#workers = workers;
    this.#options = options;
  }

  // Which worker it is to be is known only when the files are.
  start() {
    return Promise.resolve();
  }

  send(message) {
    if (message?.__vitest_worker_request__ !== true) this.#kept?.worker.send(message);
    else if (message.type === 'start') {
      this.#start = message;
      this.#answer({ type: 'started' });
    } else if (message.type === 'stop') {
      this.#stopped = true;
      this.#answer({ type: 'stopped' });
    } else void this.#run(message);
  }

  async stop() {
    const kept = this.#kept;
    this.#kept = undefined;
    kept?.listen(undefined);
    // Without a word before, Vitest gives the worker up.
    if (kept) await this.#workers.release(this.#key, kept, this.#stopped);
  }

  deserialize(data) {
    return data;
  }

  async #run(message) {
    const { context } = message;
    const { project } = this.#options;
    this.#key = JSON.stringify([project.name, this.#options.environment, project.config.isolate === false ? '' : context.files.map(({ filepath }) => filepath)]);
    const { serializedConfig } = project;
    const variables = this.#workers.variables();
    // Vitest 4 takes over `env` at each run, Vitest 5 only when a worker starts; both run the code of `define` at each run.
    const code = Object.entries(variables).map(([name, value]) => `process.env[${JSON.stringify(name)}] = ${JSON.stringify(value)};\n`);
    const config = { ...serializedConfig, pool: this.#workers.pool, env: { ...serializedConfig.env, ...variables }, serializedDefines: `${serializedConfig.serializedDefines ?? ''}\n${code.join('')}` };
    try {
      this.#kept = await this.#workers.take(this.#key, this.#options, { ...this.#start, context: { ...this.#start.context, config, pool: this.#workers.pool } });
      this.#kept.runs += 1;
      this.#kept.listen((event, value) => this.emit(event, value));
      this.#kept.worker.send({ ...message, context: { ...context, config } });
    } catch (error) {
      this.emit('error', error);
    }
  }

  #answer(response) {
    queueMicrotask(() => this.emit('message', { ...RESPONSE, ...response }));
  }
}

/** The workers of one of Vitest's pools. */
class Workers {
  #make;
  #idle = new Map();
  /** Those that stay, whether they run or wait. */
  #held = new Set();

  /** @param variables of the environment that each run finds anew */
  constructor(pool, make, variables) {
    this.pool = pool;
    this.name = `casebook-${pool}`;
    this.variables = variables;
    this.#make = make;
  }

  sample(options) {
    return this.#make(options);
  }

  async take(key, options, start) {
    const found = this.#idle.get(key)?.pop();
    if (found && !found.dead) return found;
    if (found) process.stderr.write('[casebook: the worker of this file ended between two repetitions; this one is in a new worker]\n');
    const kept = new Kept(this.#make(options));
    await kept.start(start);
    return kept;
  }

  async release(key, kept, whole) {
    for (const held of this.#held) if (held.dead || held.runs >= MAX_RUNS) this.#held.delete(held);
    if (whole && !kept.dead && kept.runs < MAX_RUNS && (this.#held.has(kept) || this.#held.size < MAX_KEPT)) {
      this.#held.add(kept);
      this.#idle.set(key, [...(this.#idle.get(key) ?? []), kept]);
    } else await kept.end(whole);
  }

  async close() {
    await Promise.allSettled([...this.#held].map((kept) => kept.end()));
  }
}

/** Loaded into a fork before Vitest. */
const PRELOAD = fileURLToPath(new URL('vitestWorker.cjs', import.meta.url));

/**
 * Lets the workers of a project of Vitest stay, where that is possible; elsewhere each repetition gets fresh ones, as Vitest does it.
 * @param node its `vitest/node`
 * @param variables of the environment, as an object, that each repetition finds anew
 * @returns to be called before the end
 */
export function keepWorkers(node, vitest, variables) {
  const pools = [];
  if (MAJORS.has(vitest.version.split('.')[0]) && typeof node.ForksPoolWorker === 'function' && typeof node.ThreadsPoolWorker === 'function') {
    pools.push(new Workers('forks', (options) => new node.ForksPoolWorker({ ...options, execArgv: [...options.execArgv, '--require', PRELOAD] }), variables), new Workers('threads', (options) => new node.ThreadsPoolWorker(options), variables));
  }
  for (const { config } of vitest.projects) {
    const workers = pools.find(({ pool }) => pool === config.pool);
    // What Node itself has imported stays evaluated, the tests with it; a debugger is made for one worker.
    if (!workers || config.browser?.enabled || config.experimental?.viteModuleRunner === false || vitest.config.inspector?.enabled) continue;
    config.pool = workers.name;
    config.poolRunner = { name: workers.name, createPoolWorker: (options) => (BUILT_IN.has(options.environment.name) ? new StandIn(workers, options) : workers.sample(options)) };
  }
  return async () => {
    await Promise.all(pools.map((workers) => workers.close()));
  };
}
