/** What is known of a run before its first attempt. */
import path from 'node:path';
import { redact } from '../../core/evidence/redact.js';
import { LEDGER_SCHEMA, type RunHeader, type RunSeries } from '../../core/run/events.js';
import type { RunPlan, RunPurpose } from '../../core/run/plan.js';
import { gitState } from '../git.js';
import { hostInfo } from '../host.js';
import { ownIdentity } from '../process/identity.js';
import { systemClock } from '../ports.js';
import { alsoSecret, alsoSecretIn } from '../redaction/setUp.js';
import { linesOf, redactedLines, withLines } from './replayable.js';

/** What somebody asks to be run. */
export interface RunRequest {
  /** Absolute: where `.casebook` lies, or is made. */
  readonly root: string;
  /** Of `newRunId`. */
  readonly id: string;
  /** Executable and arguments; with `plan.shell` a single element, the command line. With its secrets: the ledger has them replaced. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** One that `planProblem` finds nothing wrong with. Values of its variables that hold secrets are masked in the ledger. Without a seed it gets a random one. */
  readonly plan: RunPlan;
  readonly purpose: RunPurpose;
  /** The work item that takes the evidence: path relative to the root, `/` between its parts. */
  readonly workItem?: string;
  /** For a run that proves a fix: the id of the run that it is held against. */
  readonly baseline?: string;
  /** For a warm run: the id of the cold one that it is held against. */
  readonly crossCheck?: string;
  /** For a run that is made together with others. */
  readonly series?: RunSeries;
  /** Names of the variables that are recorded; `NODE_*` means all that begin so. The command inherits all of them in any case. */
  readonly environment: readonly string[];
  /** Folders of work items, relative to the root: their changes are no changes of the sources. */
  readonly workItemFolders: readonly string[];
  /** Patterns of files of test results that the command writes, relative to the root: `run.results` of the configuration. */
  readonly results?: readonly string[];
  /** Version of Casebook. */
  readonly casebook: string;
}

/** The head of the run's ledger, with the state of the machine and of the sources as they are now; secrets in its command line are replaced. */
export async function headerOf(request: RunRequest, signal: AbortSignal): Promise<RunHeader> {
  const { root, id, cwd, purpose, workItem, baseline, series, casebook } = request;
  alsoSecret(request.plan.environment);
  const shown = redactedLines(linesOf(request));
  alsoSecretIn(request.command);
  const plan = recordedPlan(withLines(request.plan, shown));
  const startedAt = new Date(systemClock.now()).toISOString();
  const exclude = request.workItemFolders.map((folder) => path.resolve(root, folder));
  const git = await gitState(cwd, exclude, signal);
  return {
    schema: LEDGER_SCHEMA,
    id,
    kind: 'run',
    purpose,
    command: shown.command,
    cwd,
    plan,
    startedAt,
    host: hostInfo(),
    ...(git ? { git } : {}),
    environment: recorded(process.env, request.environment),
    ...(workItem === undefined ? {} : { workItem }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(request.crossCheck === undefined ? {} : { crossCheck: request.crossCheck }),
    ...(series === undefined ? {} : { series }),
    runner: ownIdentity(),
    casebook,
  };
}

/** The variables that the patterns name, sorted, without secrets. */
function recorded(environment: NodeJS.ProcessEnv, patterns: readonly string[]): Record<string, string> {
  const wanted = (name: string): boolean => patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, withoutSecrets(name, value)]));
}

/** As it stands in the ledger: the values of variables without secrets. */
function recordedPlan(plan: RunPlan): RunPlan {
  if (plan.environment === undefined) return plan;
  const masked = Object.entries(plan.environment).map(([name, value]) => [name, withoutSecrets(name, value)]);
  return { ...plan, environment: Object.fromEntries(masked) as Record<string, string> };
}

/** The name is part of what gives a secret away. */
function withoutSecrets(name: string, value: string): string {
  return redact(`${name}=${value}`).slice(name.length + 1);
}
