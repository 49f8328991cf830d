/** Does the command succeed? */
import { replayProbe, shellWord } from '../../core/probe/replay.js';
import type { Observation } from '../../core/probe/classify.js';
import type { CommandTarget, ProbeResult } from '../../core/probe/types.js';
import { redact } from '../../core/evidence/redact.js';
import { bounded } from '../../core/report/untrusted.js';
import { runBounded, type CommandEnd } from './boundedCommand.js';
import { result, startClock } from './question.js';

/** Characters of a command line in an answer. */
const SHOWN_COMMAND = 120;

/** Exit code 0 is up. @param cwd where it runs, absolute */
export async function askCommand(target: CommandTarget, cwd: string, env: Readonly<Record<string, string | undefined>>, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult> {
  const start = startClock();
  const ended = await runBounded({ words: target.words, cwd, env, timeoutMs }, signal);
  return result('command', 'problem' in ended ? { type: 'judged', class: 'not-started', error: { reason: ended.problem } } : commandSeen(ended, timeoutMs), start, {
    address: bounded(redact(target.words.map(shellWord).join(' ')), SHOWN_COMMAND),
    phases: { total: start.elapsed() },
    excerpt: 'output' in ended ? ended.output : '',
    replay: replayProbe(target.text, timeoutMs),
  });
}

/** What the end of a command says. */
export function commandSeen({ timedOut, exitCode, signal }: CommandEnd, timeoutMs: number): Observation {
  if (timedOut) return { type: 'deadline', error: { reason: `no end within ${timeoutMs} ms, the deadline of the probe` } };
  if (exitCode === 0) return { type: 'answer' };
  if (exitCode === null) return { type: 'judged', class: 'signal', error: { code: signal ?? 'unknown signal', reason: `was ended by ${signal ?? 'a signal'}` } };
  return { type: 'judged', class: 'exit', error: { errno: exitCode, reason: `exited with ${exitCode}` } };
}
