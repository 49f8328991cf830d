/**
 * The phase gate: what a work item has to hold before a phase is left. The template is the schema (DESIGN 5.1); whether an evidence block's
 * ledger bears it out is the host's to find out, see `GateEvidence`.
 */
import { blockHash } from '../report/block.js';
import type { Sha256 } from '../ports.js';
import { DEBUG_FIELDS, fieldsOf, findField } from './fields.js';
import type { PlacedEvidence, WorkItem } from './model.js';
import { PHASES, phaseNumber, type Phase } from './phases.js';
import { isPlaceholder } from './placeholder.js';
import { findBelow } from './sections.js';
import { hasContent } from './summary.js';
import type { TemplateSchema } from './templateSchema.js';

/** Where a work item can stand. */
export type Stage = Phase | 'Closed';

export const STAGES: readonly Stage[] = [...PHASES, 'Closed'];

/** Something that a phase demands and the work item does not have. */
export interface Unmet {
  readonly phase: Phase;
  /** What is missing, and what to do. */
  readonly message: string;
  /** Where it belongs; undefined if its place is missing, too. */
  readonly offset?: number;
}

export interface GateContext {
  readonly text: string;
  readonly item: WorkItem;
  readonly schema: TemplateSchema;
  readonly sha256: Sha256;
}

/**
 * Why a block of evidence does not show that the change as it is now works, in a sentence; undefined if it does.
 * A host answers it from the block's ledger and the state of the sources.
 */
export type GateEvidence = (block: PlacedEvidence) => string | undefined;

/** Where a work item stands now: without a word that names a phase it is in Investigation. */
export function stageOf({ status }: WorkItem): Stage {
  return status.closed ? 'Closed' : (status.phase ?? 'Investigation');
}

/** The stage behind another; `Closed` behind the last phase and behind itself. */
export function nextStage(stage: Stage): Stage {
  return STAGES[STAGES.indexOf(stage) + 1] ?? 'Closed';
}

/** The stage that a user names: its name, the beginning of its name, or its number 1–6; undefined if none or several. */
export function stageNamed(name: string): Stage | undefined {
  const wanted = name.trim().toLowerCase().replace(/^phase\s+(?=\d)/, '');
  if (wanted === '') return undefined;
  const matches = STAGES.filter((stage) => stage.toLowerCase() === wanted || String(STAGES.indexOf(stage) + 1) === wanted);
  const [only, ...more] = matches.length > 0 ? matches : STAGES.filter((stage) => stage.toLowerCase().startsWith(wanted));
  return more.length === 0 && !(only === 'Closed' && /^\d+$/.test(wanted)) ? only : undefined;
}

/** The phases that are left on the way: none when it goes back. */
export function phasesLeft(from: Stage, to: Stage): readonly Phase[] {
  return PHASES.slice(STAGES.indexOf(from), Math.max(STAGES.indexOf(from), STAGES.indexOf(to)));
}

/** The blocks that could show that a change works: those in Testing & Validation. */
export function validationEvidence(item: WorkItem): readonly PlacedEvidence[] {
  const phases = item.phases.filter(({ phase }) => phase === 'Testing & Validation');
  return item.evidence.filter(({ span }) => phases.some(({ section }) => span.start >= section.whole.start && span.end <= section.whole.end));
}

/** What `phase` demands and the work item does not have, in the order of the file. */
export function unmetDemands(context: GateContext, phase: Phase, evidence: GateEvidence): Unmet[] {
  const { item, schema } = context;
  const sections = item.phases.filter((present) => present.phase === phase).map(({ section }) => section);
  const [first] = sections;
  if (!first) return [{ phase, message: `Phase ${phaseNumber(phase)} is missing: add the heading \`## Phase ${phaseNumber(phase)}: ${phase}\`.` }];
  const unmet: Unmet[] = [];
  for (const { title } of schema.mandatory.filter((mandatory) => mandatory.phase === phase)) {
    if (isAcceptance(phase, title)) continue; // the gate records it itself
    const section = sections.map((inside) => findBelow(inside, title)).find((found) => found !== undefined);
    if (!section) unmet.push({ phase, message: `"${title}" is missing: add the heading \`${'#'.repeat(Math.min(6, first.level + 1))} ${title}\` below ${first.title}.`, offset: first.heading.start });
    else if (!hasContent(context.text, section)) unmet.push({ phase, message: `"${title}" is still empty: fill it in.`, offset: section.heading.start });
  }
  if (phase === 'Investigation') unmet.push(...debugFields(context));
  if (phase === 'Testing & Validation') unmet.push(...validation(context, evidence, first.heading.start));
  return unmet;
}

/** Whether a mandatory section is the one that says who accepted, which closing the work item fills in. */
function isAcceptance(phase: Phase, title: string): boolean {
  return phase === 'Owner Acceptance' && /^acceptance\b/i.test(title);
}

function debugFields({ text, item }: GateContext): Unmet[] {
  const phase = 'Investigation';
  const section = item.phases.filter((present) => present.phase === phase).map(({ section: inside }) => findBelow(inside, 'Debug Information')).find((found) => found !== undefined);
  if (!section) return []; // a template that demands it says so already
  const fields = fieldsOf(text, section);
  return DEBUG_FIELDS.flatMap((name): Unmet[] => {
    const field = findField(fields, name);
    if (!field) return [{ phase, message: `No field "${name}" in Debug Information: add it.`, offset: section.heading.start }];
    return isPlaceholder(text.slice(field.content.start, field.content.end)) ? [{ phase, message: `"${name}" in Debug Information is still empty: fill it in.`, offset: field.whole.start }] : [];
  });
}

/** One block that holds is enough; where none does, each says why not. */
function validation(context: GateContext, evidence: GateEvidence, offset: number): Unmet[] {
  const phase = 'Testing & Validation';
  const blocks = validationEvidence(context.item);
  if (blocks.length === 0) return [{ phase, message: 'Test Results hold no measured evidence: run `casebook verify --wi REF`, which replays the baseline, or `casebook run --as verify --wi REF -- COMMAND` where there is none.', offset }];
  const reasons = blocks.map((block) => ({ block, reason: edited(context, block) ?? evidence(block) }));
  if (reasons.some(({ reason }) => reason === undefined)) return [];
  return reasons.map(({ block, reason }) => ({ phase, message: `The ${block.kind} block ${block.id} does not show that the change works: ${reason ?? ''}`, offset: block.span.start }));
}

function edited({ text, sha256 }: GateContext, { id, body, hash }: PlacedEvidence): string | undefined {
  const content = text.slice(body.start, body.end).replace(/\r\n?/g, '\n').replace(/\n$/, '');
  return blockHash(content, sha256) === hash ? undefined : `it was edited by hand. Delete it, and run \`casebook writeback ${id.split('/')[0] ?? id}\`.`;
}
