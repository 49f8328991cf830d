/** Attempts that are repetitions in one process: started when it is needed, and anew when it died or had to be killed. */
import { attemptSeed } from '../../../core/run/seed.js';
import { startCommand } from '../../process/start.js';
import { ATTEMPT_VARIABLE } from '../../process/tag.js';
import { ProcessTree } from '../../process/tree.js';
import { tagged, type AttemptContext, type AttemptEnd } from '../attempt.js';
import type { AttemptSource } from '../attemptSource.js';
import { MAX_REPETITIONS, type LaunchFailure, type WarmLauncher } from './launcher.js';
import { askedFor, cancelledEnd, infraEnd, recordOf } from './warmRecord.js';
import { WarmProcess, type RepetitionEnd } from './warmProcess.js';

/** In which process the repetitions are. */
interface Running {
  readonly process: WarmProcess;
  readonly tree: ProcessTree;
  readonly driven: boolean;
  /** Whether one of its repetitions failed: then an exit code other than 0 says nothing more. */
  failed: boolean;
}

export class WarmSource implements AttemptSource {
  readonly #context: AttemptContext;
  readonly #launcher: WarmLauncher;
  #running: Running | undefined;

  constructor(context: AttemptContext, launcher: WarmLauncher) {
    this.#context = context;
    this.#launcher = launcher;
  }

  async next(attempt: number, signal: AbortSignal): Promise<AttemptEnd> {
    const { plan } = this.#context;
    const made = askedFor(this.#context, attempt);
    const remarks: string[] = [];
    for (;;) {
      const running = this.#running ?? (await this.#start(attempt, signal));
      if ('problem' in running) {
        return signal.aborted ? cancelledEnd(this.#context, made) : infraEnd(this.#context, made, running);
      }
      this.#running = running;
      const seed = running.driven && plan.shuffleSeed !== undefined ? attemptSeed(plan.shuffleSeed, attempt) : undefined;
      const end = await running.process.repetition({ attempt, ...(seed === undefined ? {} : { seed }) }, made.log, plan, signal);
      if (end.kind !== 'over' || end.exit) this.#forget(running);
      if (end.kind === 'gone') {
        remarks.push(`The process of the repetitions before it ended between two of them (${exitText(end.exit)}): it ran in a new one.`);
        continue;
      }
      if (end.kind === 'problem') return infraEnd(this.#context, made, { problem: end.problem, lasting: true });
      const failedBefore = running.failed;
      running.failed ||= hasFailed(end);
      return recordOf(this.#context, made, end, { failedBefore, remarks, ...(seed === undefined ? {} : { seed }) });
    }
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (running) {
      await running.process.close();
      this.#forget(running);
    }
    await this.#launcher.close();
  }

  async #start(attempt: number, signal: AbortSignal): Promise<Running | LaunchFailure> {
    const { plan, pipes, trees, sweeper } = this.#context;
    const count = Math.min(MAX_REPETITIONS, Math.ceil((plan.attempts - attempt + 1) / plan.jobs));
    const launch = await this.#launcher.launch(count, signal);
    if ('problem' in launch) return launch;
    const pipe = await pipes.take();
    const env = { ...tagged(this.#context, attempt), ...launch.environment };
    const started = await startCommand({ command: launch.command, cwd: launch.cwd, shell: false, env, pipe, channel: launch.driven });
    if ('problem' in started) return started;
    pipes.prepare();
    const tree = new ProcessTree(started, sweeper, { variable: ATTEMPT_VARIABLE, value: String(attempt) });
    trees.add(tree);
    return { process: new WarmProcess(started, tree, launch.reader), tree, driven: launch.driven, failed: false };
  }

  #forget({ tree }: Running): void {
    this.#context.trees.delete(tree);
    this.#running = undefined;
  }
}

function hasFailed(end: RepetitionEnd): boolean {
  return end.kind !== 'over' || end.failed === true || (end.tests?.failed ?? 0) > 0;
}

function exitText({ exitCode, signal }: { readonly exitCode: number | null; readonly signal: string | null }): string {
  return signal ?? `exit code ${exitCode ?? 'unknown'}`;
}
