/** The client under test, started so that it finds the proxy, and ended with all of its processes. */
import path from 'node:path';
import { addressText, type Address } from '../../core/fault/address.js';
import { Refusal } from '../../core/refusal.js';
import { startGuardian } from '../process/guardian.js';
import { OutputPipes } from '../process/outputPipe.js';
import { startCommand, type ExitStatus } from '../process/start.js';
import { HELPER_VARIABLE, RUN_VARIABLE, TagSweeper } from '../process/tag.js';
import { ProcessTree } from '../process/tree.js';
import { within } from '../process/wait.js';
import { AttemptLog } from '../run/attemptLog.js';

export interface ClientCommand {
  /** The fault test's id. */
  readonly run: string;
  /** `{proxy}`, `{proxy.host}` and `{proxy.port}` in its words are replaced. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly proxy: Address;
  /** Absolute path of the log of what it prints. */
  readonly log: string;
}

export interface RunningClient {
  /** Never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** Ends what is left of it; returns when nothing is. */
  end(): Promise<void>;
}

/** Between SIGTERM and SIGKILL, ms. */
const GRACE_MS = 2_000;

/** Output that nobody closes is waited for so long, ms. */
const OUTPUT_MS = 500;

/** @throws Refusal `unable` if it cannot be started */
export async function startClient({ run, command, cwd, environment, proxy, log: file }: ClientCommand): Promise<RunningClient> {
  const sweeper = new TagSweeper(run);
  const pipes = new OutputPipes(1);
  const mark = { variable: HELPER_VARIABLE, value: path.basename(file) } as const;
  const env = { ...environment, CASEBOOK_PROXY: addressText(proxy), CASEBOOK_PROXY_HOST: proxy.host, CASEBOOK_PROXY_PORT: String(proxy.port), [RUN_VARIABLE]: run, [mark.variable]: mark.value };
  const guardian = await startGuardian(run, mark);
  if ('problem' in guardian) throw new Refusal('unable', guardian.problem);
  const started = await startCommand({ command: command.map((word) => withProxy(word, proxy)), cwd, env, pipe: await pipes.take() });
  await pipes.close();
  if ('problem' in started) {
    await guardian.release();
    throw new Refusal('unable', started.problem);
  }
  guardian.watch(started.pid);
  const tree = new ProcessTree(started, sweeper, mark);
  const log = new AttemptLog(file);
  const closed = Promise.all(
    started.output.map((stream) => {
      stream.on('data', (chunk: Buffer) => log.write(chunk));
      stream.on('error', () => undefined); // what could not be read is missing in the log
      return new Promise<void>((resolve) => stream.once('close', resolve));
    }),
  );
  return {
    exited: started.exited,
    end: async () => {
      await tree.end(GRACE_MS);
      await guardian.release();
      await within(closed, OUTPUT_MS);
      for (const stream of started.output) stream.destroy();
      log.endOutput();
      const error = log.close();
      if (error) throw new Refusal('unable', `What the client printed cannot be written to ${file} (${error.code ?? error.message}): make room, and try again.`);
    },
  };
}

function withProxy(word: string, proxy: Address): string {
  return word.replaceAll('{proxy}', addressText(proxy)).replaceAll('{proxy.host}', proxy.host).replaceAll('{proxy.port}', String(proxy.port));
}
