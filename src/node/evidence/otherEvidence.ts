/** Recorded evidence that is no run of attempts, for lists. */
import { inEnglish, type Say } from '../../core/report/say.js';
import { Refusal } from '../../core/refusal.js';
import type { ReportDocument } from '../../protocol/document.js';
import { runsFolder } from '../run/folders.js';
import { runIds } from '../run/readLedger.js';
import { documentOf } from './report.js';

export interface OtherEvidence {
  readonly id: string;
  readonly report: Pick<ReportDocument, 'name' | 'word' | 'tone' | 'headline'>;
}

/** How many folders are looked at: what is older is reached by its link in the work item. */
const LOOKED_AT = 200;

/**
 * The newest probes, fault tests, waits and snapshots of a root, newest first; what cannot be read is left out.
 * @param say how names and verdicts are said
 * @throws Refusal `unable` if the runs cannot be listed
 */
export async function otherEvidence(root: string, max: number, say: Say = inEnglish): Promise<OtherEvidence[]> {
  const found: OtherEvidence[] = [];
  for (const id of (await runIds(runsFolder(root))).slice(0, LOOKED_AT)) {
    if (found.length >= max) break;
    try {
      const document = await documentOf(root, id, say);
      if (document) found.push({ id, report: document.report });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return found;
}
