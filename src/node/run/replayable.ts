/**
 * What a run needs to be made again and the ledger may not hold: a command line with secrets in it. The ledger has them replaced, since it may go into
 * git; the true words stay on this machine, in `.casebook/private`, which never does.
 */
import * as v from 'valibot';
import { isMasked, redact } from '../../core/evidence/redact.js';
import { redactWords } from '../../core/evidence/redactWords.js';
import type { RunHeader } from '../../core/run/events.js';
import type { RunPlan } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { createPrivate, readPrivate } from '../redaction/privateFolder.js';
import { check } from './schemas.js';

/** The lines that a run executes. */
export interface RunLines {
  readonly command: readonly string[];
  readonly before?: string;
  readonly after?: string;
  /** Of the samplers, in their order. */
  readonly during?: readonly string[];
}

const line = v.pipe(v.string(), v.maxLength(2 * 1024 * 1024));

const lines = v.object({
  command: v.pipe(v.array(line), v.minLength(1), v.maxLength(100_000), v.readonly()),
  before: v.exactOptional(line),
  after: v.exactOptional(line),
  during: v.exactOptional(v.pipe(v.array(line), v.maxLength(20), v.readonly())),
});

/** The lines of a run, as they stand in its header or are to be executed. */
export function linesOf({ command, plan }: Pick<RunHeader, 'command' | 'plan'>): RunLines {
  const { before, after, during } = plan;
  return { command, ...(before !== undefined && { before }), ...(after !== undefined && { after }), ...(during !== undefined && { during: during.map(({ command: sampled }) => sampled) }) };
}

/** The lines with their secrets replaced. */
export function redactedLines({ command, before, after, during }: RunLines): RunLines {
  return { command: redactWords(command), ...(before !== undefined && { before: redact(before) }), ...(after !== undefined && { after: redact(after) }), ...(during !== undefined && { during: during.map(redact) }) };
}

/** The plan with other lines. */
export function withLines(plan: RunPlan, { before, after, during }: RunLines): RunPlan {
  return { ...plan, ...(before !== undefined && { before }), ...(after !== undefined && { after }), ...(during !== undefined && plan.during !== undefined && { during: plan.during.map((sampler, index) => ({ ...sampler, command: during[index] ?? sampler.command })) }) };
}

/**
 * Keeps the true lines of a run on this machine, where they differ from those of its ledger.
 * @throws NodeJS.ErrnoException if they cannot be written
 */
export function keepLines(root: string, id: string, executed: RunLines): void {
  if (JSON.stringify(redactedLines(executed)) === JSON.stringify(executed)) return;
  createPrivate(root, fileOf(id), `${JSON.stringify(executed)}\n`);
}

/**
 * The lines of a recorded run as they were executed.
 * @throws Refusal `usage` if a secret in them was replaced, and what it was is not on this machine
 */
export function trueLines(root: string, { id, command, plan }: Pick<RunHeader, 'id' | 'command' | 'plan'>): RunLines {
  const recorded = linesOf({ command, plan });
  if (![...recorded.command, recorded.before ?? '', recorded.after ?? '', ...(recorded.during ?? [])].some(isMasked)) return recorded;
  const kept = parsed(readPrivate(root, fileOf(id)));
  // What a ledger says and what is executed must be one: neither may be exchanged for another.
  if (kept && sameShape(kept, recorded)) return kept;
  throw new Refusal('usage', `The command of run ${id} holds a secret, which the ledger does not, and the machine that made the run keeps it for itself (.casebook/private): do this there, or make a new run with the whole command.`);
}

function parsed(text: string | undefined): RunLines | undefined {
  if (text === undefined) return undefined;
  try {
    const result = check(lines, JSON.parse(text));
    return 'problem' in result ? undefined : result.value;
  } catch {
    return undefined;
  }
}

/** Whether they are the same but for what is masked. */
function sameShape(kept: RunLines, recorded: RunLines): boolean {
  const mine = [...kept.command, kept.before ?? '', kept.after ?? '', ...(kept.during ?? [])];
  const theirs = [...recorded.command, recorded.before ?? '', recorded.after ?? '', ...(recorded.during ?? [])];
  return mine.length === theirs.length && theirs.every((text, index) => isMasked(text) ? fits(mine[index] ?? '', text) : text === mine[index]);
}

/** Whether the text is the masked one with something in place of its marks: between them stands the same, in the same order. */
function fits(text: string, masked: string): boolean {
  const parts = masked.split(/‹secret:[a-z-]+(?::[0-9a-f]{6})?›/);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

function fileOf(id: string): string {
  return `commands/${id}.json`;
}
