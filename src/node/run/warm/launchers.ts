/** The frameworks that repeat in one process without being compiled first. */
import path from 'node:path';
import { driverRepetitions } from '../../../core/run/warm/driverRepetitions.js';
import { gtestRepetitions } from '../../../core/run/warm/gtestRepetitions.js';
import { playwrightArguments } from '../../../core/run/warm/playwrightArguments.js';
import type { WarmCommand } from '../../../core/run/warm/recognise.js';
import type { AttemptContext } from '../attempt.js';
import { driversFolder, newMark } from './drivers.js';
import { MAX_REPETITIONS, type WarmLauncher } from './launcher.js';

/** pytest collects every test once for each repetition, before the first. */
const MAX_PYTEST = 100;

const NOTHING_TO_CLOSE = (): Promise<void> => Promise.resolve();

/** The project's own Vitest, driven through its node API: how it was to be started (npx, a script of the package manager) does not matter. */
export function vitestLauncher({ args }: WarmCommand, cwd: string): WarmLauncher {
  const rest = /^(?:run|watch|dev)$/.test(args[0] ?? '') ? args.slice(1) : args;
  return {
    launch: () => {
      const mark = newMark();
      return Promise.resolve({ command: ['node', path.join(driversFolder(), 'vitest.mjs'), ...rest], cwd, environment: { CASEBOOK_WARM_MARK: mark }, reader: driverRepetitions(mark), driven: true });
    },
    close: NOTHING_TO_CLOSE,
  };
}

/** Playwright clones its tests for each repetition, before the first. */
const MAX_PLAYWRIGHT = 200;

/** The project's own Playwright, by --repeat-each, with a reporter of ours that waits for Casebook between two repetitions. */
export function playwrightLauncher({ args }: WarmCommand, cwd: string): WarmLauncher {
  const rest = playwrightArguments(args);
  if ('problem' in rest) throw new Error(rest.problem);
  return {
    launch: (count) => {
      const mark = newMark();
      const environment = { CASEBOOK_WARM_MARK: mark, CASEBOOK_WARM_COUNT: String(Math.min(count, MAX_PLAYWRIGHT)) };
      return Promise.resolve({ command: ['node', path.join(driversFolder(), 'playwright.mjs'), ...rest.args], cwd, environment, reader: driverRepetitions(mark), driven: true });
    },
    close: NOTHING_TO_CLOSE,
  };
}

/** pytest as it was to be started, with a plugin of ours that repeats by means of pytest-repeat. */
export function pytestLauncher({ head, args }: WarmCommand, { cwd, environment: inherited, plan }: AttemptContext): WarmLauncher {
  const its = { ...inherited, ...plan.environment };
  return {
    launch: (count) => {
      const mark = newMark();
      const environment = {
        CASEBOOK_WARM_MARK: mark,
        CASEBOOK_WARM_COUNT: String(Math.min(count, MAX_PYTEST)),
        PYTHONPATH: [driversFolder(), its['PYTHONPATH'] ?? ''].filter((folder) => folder !== '').join(path.delimiter),
        // No folder of compiled files in ours; the plugin lets it be made elsewhere.
        ...(its['PYTHONDONTWRITEBYTECODE'] === undefined ? { PYTHONDONTWRITEBYTECODE: '1', CASEBOOK_WARM_BYTECODE: '1' } : {}),
      };
      return Promise.resolve({ command: [...head, '-p', 'casebook_warm', ...args], cwd, environment, reader: driverRepetitions(mark), driven: true });
    },
    close: NOTHING_TO_CLOSE,
  };
}

/** A program of GoogleTest. */
export function gtestLauncher({ head, args }: WarmCommand, cwd: string): WarmLauncher {
  const rest = args.filter((word) => !word.startsWith('--gtest_repeat'));
  return {
    launch: (count) => Promise.resolve({ command: [...head, ...rest, `--gtest_repeat=${Math.min(count, MAX_REPETITIONS)}`, '--gtest_color=no'], cwd, environment: {}, reader: gtestRepetitions(), driven: false }),
    close: NOTHING_TO_CLOSE,
  };
}
