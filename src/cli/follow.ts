/** Following a run to its end on the terminal, or as NDJSON. */
import { counted } from '../core/report/format.js';
import type { RunEvent } from '../core/run/events.js';
import { EvidenceFold, type RunEvidence } from '../core/run/evidence.js';
import { systemClock } from '../node/ports.js';
import type { Context } from './context.js';
import { progressOn } from './progress.js';

/** Folds the events to their end, and shows them on the way. */
export async function follow({ out, err, signal }: Context, events: AsyncIterable<RunEvent>, json: boolean): Promise<RunEvidence> {
  const fold = new EvidenceFold();
  const progress = json ? undefined : progressOn(err, fold, () => systemClock.monotonic());
  const onCancel = (): void => {
    const { running } = fold.progress();
    if (running > 0) err.write(`casebook: ending ${counted(running, 'attempt')}; again to kill ${running === 1 ? 'it' : 'them'} now\n`);
  };
  signal.addEventListener('abort', onCancel, { once: true });
  for await (const event of events) {
    fold.add(event);
    if (json) out.write(`${JSON.stringify(event)}\n`);
    progress?.show(event);
  }
  signal.removeEventListener('abort', onCancel);
  progress?.end();
  return fold.evidence();
}
