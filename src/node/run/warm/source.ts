/** The source of warm attempts for the framework that the plan names. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listed } from '../../../core/report/format.js';
import { ginkgoArguments } from '../../../core/run/warm/ginkgoArguments.js';
import { apartIn, selectedNames } from '../../../core/run/warm/goApart.js';
import { goArguments, type GoArguments } from '../../../core/run/warm/goArguments.js';
import { goRepetitions } from '../../../core/run/warm/goRepetitions.js';
import type { WarmPlan } from '../../../core/run/warm/plan.js';
import { recognise, type WarmCommand } from '../../../core/run/warm/recognise.js';
import { runAttempt, tagged, type AttemptContext } from '../attempt.js';
import type { AttemptSource } from '../attemptSource.js';
import { CompiledTests, type Binary } from './compiled.js';
import { MAX_REPETITIONS, type WarmLauncher } from './launcher.js';
import { gtestLauncher, playwrightLauncher, pytestLauncher, vitestLauncher } from './launchers.js';
import { askedFor, cancelledEnd, infraEnd } from './warmRecord.js';
import { WarmSource } from './warmSource.js';

/** For a plan and a command that `warmCommand` has nothing against. */
export function warmSource(context: AttemptContext, { framework }: WarmPlan): AttemptSource {
  const command = recognise(context.command, framework);
  if ('problem' in command) throw new Error(command.problem);
  if (framework === 'ginkgo') return ginkgoSource(context, sorted(ginkgoArguments(command.args)));
  return new WarmSource(context, launcherOf(command, context));
}

function launcherOf(command: WarmCommand, context: AttemptContext): WarmLauncher {
  switch (command.framework) {
    case 'vitest':
      return vitestLauncher(command, context.cwd);
    case 'playwright':
      return playwrightLauncher(command, context.cwd);
    case 'pytest':
      return pytestLauncher(command, context);
    case 'gtest':
      return gtestLauncher(command, context.cwd);
    case 'go':
      return goLauncher(context, sorted(goArguments(command.args)));
    case 'ginkgo':
      throw new Error('ginkgo cannot repeat in one process');
  }
}

function sorted(args: GoArguments | { readonly problem: string }): GoArguments {
  if ('problem' in args) throw new Error(args.problem);
  return args;
}

/** `-test.paniconexit0` as `go test` sets it: a test that calls os.Exit(0) has not passed. */
function goLauncher(context: AttemptContext, args: GoArguments): WarmLauncher {
  const tests = new CompiledTests(args, context.cwd, tagged(context, 1));
  return {
    launch: async (count, signal) => {
      const binary = await tests.binary(signal);
      if ('problem' in binary) return binary;
      const apart = await apartFromRepetitions(binary, args);
      if (apart.length > 0) return { problem: `Go runs ${few(apart)} apart from the repetitions of the tests: add -run '^Test' to repeat the tests alone, or leave --warm out.`, lasting: true };
      return { command: [binary.file, '-test.v', '-test.paniconexit0', `-test.count=${Math.min(count, MAX_REPETITIONS)}`, ...args.test], cwd: binary.cwd, environment: {}, reader: goRepetitions(), driven: false };
    },
    close: () => tests.close(),
  };
}

/** Names that a sentence holds. */
const NAMED = 3;

function few(names: readonly string[]): string {
  return listed(names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} others`] : names);
}

/** Fuzz targets and examples that the flags select. */
async function apartFromRepetitions({ cwd, sources }: Binary, { test }: GoArguments): Promise<string[]> {
  const texts = await Promise.all(sources.map((file) => readFile(path.join(cwd, file), 'utf8')));
  return selectedNames(texts.flatMap(apartIn), test);
}

/** A suite of ginkgo runs once in a process: what is saved is that it is compiled once, which is most of what an attempt costs. */
function ginkgoSource(context: AttemptContext, args: GoArguments): AttemptSource {
  const tests = new CompiledTests(args, context.cwd, tagged(context, 1));
  return {
    next: async (attempt, signal) => {
      const binary = await tests.binary(signal);
      if ('problem' in binary) return signal.aborted ? cancelledEnd(context, askedFor(context, attempt)) : infraEnd(context, askedFor(context, attempt), binary);
      return runAttempt({ ...context, command: [binary.file, ...args.test], cwd: binary.cwd }, attempt, signal);
    },
    close: () => tests.close(),
  };
}
