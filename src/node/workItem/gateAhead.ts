/** What stands between a work item and a later stage. */
import { nextStage, phasesLeft, stageOf, unmetDemands, validationEvidence, type Stage, type Unmet } from '../../core/workItem/gate.js';
import { fieldValue } from '../../core/workItem/header.js';
import { parse } from '../../core/workItem/parse.js';
import type { Phase } from '../../core/workItem/phases.js';
import { positionAt } from '../../core/workItem/text.js';
import { sha256 } from '../ports.js';
import type { Workspace } from '../workspace.js';
import { reasonAgainst, type SourceCheck } from './gateEvidence.js';
import { schemaOfItem } from './schema.js';

export interface MissingDemand extends Unmet {
  /** 1-based; undefined where the place itself is missing. */
  readonly line?: number;
}

export interface GateAhead {
  readonly from: Stage;
  readonly to: Stage;
  /** The phases that are left on the way. */
  readonly left: readonly Phase[];
  readonly missing: readonly MissingDemand[];
  /** It stands there already. */
  readonly arrived: boolean;
}

export interface GateQuestion {
  /** The stage behind the present one where undefined. */
  readonly to?: Stage;
  /** `unread` asks git nothing: then evidence counts by its ledger, whatever became of the sources since. */
  readonly sources: SourceCheck;
}

/**
 * Reads the template and ledgers, and changes nothing.
 * @param builtIn folder of the templates that came with Casebook
 */
export async function gateAhead(workspace: Workspace, builtIn: string, text: string, { to: wanted, sources }: GateQuestion, signal: AbortSignal): Promise<GateAhead> {
  const { item } = parse(text, workspace.config.workItems);
  const from = stageOf(item);
  const to = wanted ?? nextStage(from);
  if (from === to && item.status.text !== undefined) return { from, to, left: [], missing: [], arrived: true };
  const schema = await schemaOfItem(workspace, builtIn, fieldValue(item.header, 'template'));
  const left = phasesLeft(from, to);
  const reasons = new Map<string, string | undefined>();
  if (left.includes('Testing & Validation')) for (const block of validationEvidence(item)) reasons.set(block.id, await reasonAgainst(block, workspace, sources, signal));
  const missing = left.flatMap((phase) => unmetDemands({ text, item, schema, sha256 }, phase, ({ id }) => reasons.get(id)));
  return { from, to, left, missing: missing.map((unmet) => ({ ...unmet, ...(unmet.offset !== undefined && { line: positionAt(text, unmet.offset).line }) })), arrived: false };
}
