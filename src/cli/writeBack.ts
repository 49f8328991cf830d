/** Writing evidence into a work item at the end of a verb: what stands in the way is told, and the evidence stays in the ledger. */
import { Refusal } from '../core/refusal.js';
import { plain } from '../core/report/untrusted.js';
import { shellWord } from '../core/probe/replay.js';
import { markPending, writeRunInto } from '../node/evidence/runEvidence.js';
import type { Context, Output } from './context.js';
import { EXIT, exitCodeOf, type ExitCode } from './exitCode.js';

/** What was measured is written even if the verb was cancelled: so this takes no signal; it ends by the lock's own deadline. */
export async function writeBack({ err, templates }: Context, root: string, id: string, workItem: string): Promise<ExitCode> {
  try {
    const places = await writeRunInto({ root, templates }, id, workItem, new AbortController().signal);
    err.write(`${plain(`Written into ${workItem}: ${places.join('; ')}`)}.\n`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    err.write(`casebook: ${plain(error.message)}\n`);
    return await keepForLater(err, root, id, workItem) ? lateRefusal(error) : EXIT.unable;
  }
}

/** Notes that the evidence waits in the ledger, and says how to write it. False if the ledger cannot be written either. */
async function keepForLater(err: Output, root: string, id: string, workItem: string): Promise<boolean> {
  try {
    await markPending(root, id, workItem);
    err.write(`The evidence is safe in the ledger. Write it later with \`casebook writeback ${id} --wi ${shellWord(plain(workItem))}\`.\n`);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    err.write(`casebook: ${plain(error.message)}\n`);
    return false;
  }
}

/** The work item was usable when the verb started: that it no longer is means that it changed under the write. */
function lateRefusal({ code }: Refusal): ExitCode {
  return code === 'usage' ? EXIT.conflict : exitCodeOf(code);
}
