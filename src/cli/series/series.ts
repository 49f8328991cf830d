/** What the verbs that make several runs in turns have in common. */
import type { EndReason, RunEvent } from '../../core/run/events.js';
import type { RunEvidence } from '../../core/run/evidence.js';
import { isFailure } from '../../core/run/outcome.js';
import type { RunPlan } from '../../core/run/plan.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import type { Part } from '../../node/prove/turns.js';
import { watchControl } from '../../node/run/control.js';
import { runFolder } from '../../node/run/folders.js';
import type { RunRequest } from '../../node/run/header.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';

/** A line is printed for so many attempts. */
const LINE_EVERY = 10;

/** Shows events of several runs: as NDJSON with the run's id in each, or as a line now and then. */
export function showTurns({ out, err }: Context, parts: readonly Part[], labels: readonly string[], json: boolean): (event: RunEvent, part: number) => void {
  const counts = parts.map(() => ({ made: 0, failed: 0 }));
  const planned = parts.reduce((sum, { request }) => sum + request.plan.attempts, 0);
  return (event, part) => {
    if (json) {
      out.write(`${JSON.stringify({ run: parts[part]?.request.id, ...event })}\n`);
      return;
    }
    const count = counts[part];
    if (event.type !== 'attempt-finished' || !count) return;
    count.made += 1;
    if (isFailure(event.record.outcome)) count.failed += 1;
    const made = counts.reduce((sum, one) => sum + one.made, 0);
    if (made % LINE_EVERY === 0 || made === planned) err.write(`${made}/${planned}  failed: ${counts.map((one, index) => `${labels[index] ?? ''} ${one.failed} of ${one.made}`).join(', ')}\n`);
  };
}

/** Ctrl-C, a second one, and `casebook pause`, `resume` and `cancel` with the run's id steer a part as they do a single run; cancelling one ends the series. */
export function controlOf({ now }: Context, { root, id }: Pick<RunRequest, 'root' | 'id'>): NonNullable<Part['control']> {
  return { ...watchControl(runFolder(root, id), { lease: false }, systemClock), now };
}

const ENDS: Partial<Record<EndReason, ExitCode>> = { cancelled: EXIT.cancelled, interrupted: EXIT.cancelled, error: EXIT.unable };

/** What the end of one run of a series means for the exit code; whether something failed is for the series to judge. */
export function endOf({ result, counted }: RunEvidence): ExitCode {
  return (result && ENDS[result.reason]) ?? (counted === 0 ? EXIT.unable : EXIT.ok);
}

/** The seed from which the turns follow, and the attempts' own ones: the one that was asked for, or a random one. */
export function seedOf({ shuffleSeed }: RunPlan): number {
  return shuffleSeed ?? randomBytes(4).reduce((seed, byte) => seed * 256 + byte, 0);
}
