/** Writing evidence into a work item at the end of a verb: what stands in the way is told, and the evidence stays in the ledger. */
import { Refusal } from '../core/refusal.js';
import { describePlace, type Place } from '../core/workItem/place.js';
import { markPending, writeRunInto } from '../node/evidence/runEvidence.js';
import type { Context } from './context.js';
import { EXIT, exitCodeOf, type ExitCode } from './exitCode.js';

/** What was measured is written even if the verb was cancelled: so this takes no signal; it ends by the lock's own deadline. */
export async function writeBack({ err }: Context, root: string, id: string, workItem: string, place: Place): Promise<ExitCode> {
  try {
    await writeRunInto(root, id, workItem, new AbortController().signal);
    err.write(`Written into ${workItem}: ${describePlace(place)}.\n`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await markPending(root, id, workItem);
    err.write(`casebook: ${error.message}\nThe evidence is safe in the ledger. Write it later with \`casebook writeback ${id} --wi ${workItem}\`.\n`);
    // It was usable when the verb started: that it no longer is means that it changed under the write.
    return error.code === 'usage' ? EXIT.conflict : exitCodeOf(error.code);
  }
}
