/** Moves a work item to another phase, if it has what the phases that it leaves demand. */
import path from 'node:path';
import type { Config } from '../../core/config.js';
import { advised, Refusal } from '../../core/refusal.js';
import { stageOf, type Stage } from '../../core/workItem/gate.js';
import { acceptanceRecord, forcedNote } from '../../core/workItem/gateRecord.js';
import { parse } from '../../core/workItem/parse.js';
import { CLOSED_WORDS } from '../../core/workItem/phases.js';
import { setHeader } from '../../core/workItem/setHeader.js';
import { applyEdit } from '../../core/workItem/text.js';
import type { Workspace } from '../workspace.js';
import { gateAhead, type GateAhead, type MissingDemand } from './gateAhead.js';
import { readText } from './readText.js';
import { editFile } from './writeBack.js';

export interface AdvanceRequest {
  /** The stage behind the present one where undefined. */
  readonly to?: Stage;
  /** Why it is moved although something is missing; it is written into the work item. */
  readonly force?: string;
  /** Who accepts; asked for only when Owner Acceptance is left. */
  readonly acceptedBy: () => Promise<string | undefined>;
}

export interface AdvanceResult {
  readonly from: Stage;
  readonly to: Stage;
  /** False if it was refused because of `missing`, or stands there already. */
  readonly advanced: boolean;
  readonly missing: readonly MissingDemand[];
  readonly acceptedBy?: string;
}

/**
 * @param file relative to the root
 * @param builtIn folder of the templates that came with Casebook
 * @param date `YYYY-MM-DD`, for what is recorded
 * @throws Refusal `usage` where nobody is named who accepts, or the header cannot take a status; as `editFile`;
 *   `conflict` if the file changed while it was looked at
 */
export async function advance(workspace: Workspace, builtIn: string, file: string, request: AdvanceRequest, date: string, signal: AbortSignal): Promise<AdvanceResult> {
  const full = path.join(workspace.root, file);
  const text = readText(full);
  const gate = await gateAhead(workspace, builtIn, text, { ...(request.to !== undefined && { to: request.to }), sources: 'compared' }, signal);
  const { from, to, left, missing, arrived } = gate;
  if (arrived || (missing.length > 0 && request.force === undefined)) return { from, to, advanced: false, missing };
  const acceptedBy = left.includes('Owner Acceptance') ? await acceptingPerson(request) : undefined;
  const record: AdvanceRecord = { date, ...(request.force !== undefined && { force: request.force }), ...(acceptedBy !== undefined && { acceptedBy }) };
  await editFile(workspace.root, full, (now) => advancedText(workspace, file, text, now, gate, record), signal);
  return { from, to, advanced: true, missing, ...(acceptedBy !== undefined && { acceptedBy }) };
}

/** What is written into the work item beside the status. */
export interface AdvanceRecord {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Why something may be missing. */
  readonly force?: string;
  /** Of somebody who leaves Owner Acceptance. */
  readonly acceptedBy?: string;
}

/**
 * The text with the new status and its record.
 * @param seen the text that the gate was asked for
 * @param now the text as it stands
 * @throws Refusal `conflict` if those differ, `usage` if the header cannot take the status
 */
export function advancedText({ config, root }: Workspace, file: string, seen: string, now: string, { to, left, missing }: GateAhead, { date, force, acceptedBy }: AdvanceRecord): string {
  if (now !== seen) throw new Refusal('conflict', `${file} changed while it was looked at, and is left as it is: try again.`);
  let changed = now;
  for (const phase of left.filter((candidate) => missing.some((unmet) => unmet.phase === candidate))) changed = applyEdit(changed, forcedNote(changed, phase, force ?? '', date));
  if (acceptedBy !== undefined) changed = applyEdit(changed, acceptanceRecord(changed, acceptedBy, date));
  return withStatus(changed, to, config.workItems, file, path.join(root, file));
}

async function acceptingPerson({ acceptedBy }: AdvanceRequest): Promise<string> {
  const name = (await acceptedBy())?.trim();
  if (name === undefined || name === '') throw new Refusal('usage', 'Nobody is named who accepts: add `--by NAME`, or set git\'s user.name.');
  return name;
}

/** The text with the status, in the form that the header has. It has to be read back as what was meant. */
/** @param full absolute path, to be opened */
function withStatus(text: string, to: Stage, words: Config['workItems'], file: string, full: string): string {
  const { closedWords } = words;
  const value = to === 'Closed' && !closedWords.includes('closed') ? (closedWords[0] ?? CLOSED_WORDS[0] ?? to) : to;
  const result = setHeader(text, 'Status', value);
  if ('conflict' in result) throw new Refusal('usage', `${file} is left as it is. ${result.conflict}`, { file: full });
  const changed = applyEdit(text, result.edit);
  if (stageOf(parse(changed, words).item) !== to) throw advised('usage', `The header of ${file} cannot take the status ${value}`, { terminal: 'mend its front matter, or write the status by hand (see `casebook check`)', editor: 'mend its front matter, or write the status by hand (see Problems)' }, { file: full });
  return changed;
}
