// Repeats tests with the project's own Vitest, through its node API. Started by Casebook in the project's folder, with Vitest's arguments.
//
// Descriptor 3 brings a line per repetition, `{"attempt":7,"seed":1}`; its end ends us.
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { giveUp, MAX_NAMES, tell } from './telling.mjs';
import { keepWorkers } from './vitestWorkers.mjs';

delete process.env['CASEBOOK_WARM_MARK'];

const node = await load();
const { createVitest, parseCLI } = node;
const { filter, options } = parseCLI(['vitest', ...process.argv.slice(2)]);
// Its own output is the log of the repetition: files of results would be written over each time.
const vitest = await createVitest('test', { ...options, watch: false, ui: false, coverage: { enabled: false }, reporters: ['default'] });
const [major = 0, minor = 0] = String(vitest.version).split('.').map(Number);
if (!(major > 3 || (major === 3 && minor >= 1))) await giveUp(`Vitest ${vitest.version} cannot be repeated warm: that needs 3.1 or newer. Update it, or leave --warm out.`);
// It is named init before 4.1.1.
await (vitest.standalone ?? vitest.init).call(vitest);
const variables = {};
const endWorkers = keepWorkers(node, vitest, () => variables);
let found;

for await (const line of createInterface({ input: createReadStream('', { fd: 3 }) })) {
  const { attempt, seed } = JSON.parse(line);
  variables['CASEBOOK_ATTEMPT'] = String(attempt);
  if (seed !== undefined) variables['CASEBOOK_SEED'] = String(seed);
  Object.assign(process.env, variables);
  // Workers have their variables from here; those of Vitest 3 know this process only as it was when the first one began.
  for (const { config } of [vitest, ...vitest.projects]) config.env = { ...config.env, ...variables };
  await repeat();
}
await endWorkers();
await vitest.close();
process.exit();

async function repeat() {
  tell({ kind: 'begin' });
  const start = performance.now();
  // Files that come into being while the run goes on belong to no attempt of it.
  const specifications = (found ??= await vitest.globTestSpecifications(filter));
  // Without files Vitest would still say how they went.
  const { testModules, unhandledErrors } = specifications.length === 0 ? { testModules: [], unhandledErrors: [] } : await vitest.runTestSpecifications(specifications, true);
  const ms = performance.now() - start;
  await written();
  const files = new Set(specifications.map(({ moduleId }) => moduleId));
  const modules = testModules.filter(({ moduleId }) => files.has(moduleId));
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ name: nameOf(module, test), state: test.result().state })));
  const executed = tests.filter(({ state }) => state === 'passed' || state === 'failed');
  const failures = tests.filter(({ state }) => state === 'failed').map(({ name }) => name);
  const broken = modules.some((module) => module.state() === 'failed');
  const ignored = vitest.config.dangerouslyIgnoreUnhandledErrors === true;
  const names = executed.map(({ name }) => name);
  tell({
    kind: 'over',
    format: 'Vitest',
    ms,
    executed: executed.length,
    failed: failures.length,
    skipped: tests.length - executed.length,
    bad: broken || (unhandledErrors.length > 0 && !ignored),
    failures: failures.slice(0, 50),
    ...(names.join().length < MAX_NAMES ? { names } : {}),
  });
}

/** What a worker has written before it said that it was through lies in its pipe: it is read in the next turns, and then on standard output. */
async function written() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** As the reporters of Vitest name it. */
function nameOf(module, test) {
  return `${module.relativeModuleId ?? path.relative(process.cwd(), module.moduleId)} > ${test.fullName}`;
}

/** That of the project, from the folder in which its command would run. */
async function load() {
  const require = createRequire(path.join(process.cwd(), 'casebook.js'));
  try {
    return await import(pathToFileURL(require.resolve('vitest/node')).href);
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND' && error?.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
  }
  // Its entry is for `import` alone in some versions: then the package is found by what every package has.
  try {
    return await import(pathToFileURL(path.join(path.dirname(require.resolve('vitest/package.json')), 'dist/node.js')).href);
  } catch {
    return giveUp('Vitest is not installed in this project, so that its tests cannot be repeated warm: install it, or leave --warm out.');
  }
}
