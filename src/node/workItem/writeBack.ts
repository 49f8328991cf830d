/** One edit into a work item on disk: under its lock, on what the file says now, and whole or not at all (DESIGN 4.6). */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { EvidenceBlock } from '../../core/report/block.js';
import { advised, Refusal } from '../../core/refusal.js';
import type { EditResult } from '../../core/workItem/edit.js';
import { applyEdit, type TextEdit } from '../../core/workItem/text.js';
import { upsertEvidence } from '../../core/workItem/upsertEvidence.js';
import { whereIs, type FencePlace, type Place } from '../../core/workItem/place.js';
import { upsertUnderFence } from '../../core/workItem/underFence.js';
import { errorMessage } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { sha256 } from '../ports.js';
import { LOCK_DEADLINE_MS, withLock } from './lock.js';
import { readText } from './readText.js';
import { templateOfItem } from './schema.js';

/** Where work items are held to their templates. */
export interface TemplateHome {
  /** Absolute: where `.casebook` lies. */
  readonly root: string;
  /** Folder of the templates that came with Casebook. */
  readonly templates: string;
}

export interface PlacedBlock {
  readonly block: EvidenceBlock;
  readonly place: Place | FencePlace;
}

/**
 * Writes evidence blocks into the file, one after the other, in one replacement of the file.
 * @returns where they stand now, as paths of headings; nothing of what the evidence of a later run stands in place of
 * @throws Refusal `conflict` if a block was edited by hand, the place cannot take one, or the file kept changing;
 *   `usage` if the file is missing or not UTF-8; `unable` if it is read-only or cannot be written
 */
export async function writeEvidence({ root, templates }: TemplateHome, file: string, blocks: readonly PlacedBlock[], signal: AbortSignal, deadlineMs = LOCK_DEADLINE_MS): Promise<string[]> {
  let written = '';
  const template = await templateOfItem(root, templates, readText(file));
  await editFile(root, file, (text) => (written = blocksInto(text, blocks, template)), signal, deadlineMs);
  return [...new Set(blocks.flatMap(({ block, place }) => describe(whereIs(written, block.kind, block.id, place))))];
}

/** Nothing for what is not there. */
function describe(path: string | undefined): string | [] {
  return path === '' ? 'before its first section' : (path ?? []);
}

/**
 * The text with all blocks in their places.
 * @param template text of the work item's template, which says where a missing section goes (`templateOfItem`)
 * @throws Refusal `conflict`
 */
export function blocksInto(text: string, blocks: readonly PlacedBlock[], template: string | undefined): string {
  return blocks.reduce((current, { block, place }) => applyEdit(current, editFor(current, block, place, template)), text);
}

function editFor(text: string, block: EvidenceBlock, place: Place | FencePlace, template: string | undefined): TextEdit {
  const result = 'fence' in place ? underFence(text, block, place, template) : upsertEvidence(text, block, place, sha256, template);
  if ('conflict' in result) throw new Refusal('conflict', result.conflict);
  return result.edit;
}

function underFence(text: string, block: EvidenceBlock, { fence, otherwise }: FencePlace, template: string | undefined): EditResult {
  const result = upsertUnderFence(text, block, fence, sha256);
  if ('superseded' in result) return { edit: { start: 0, end: 0, text: '' } };
  if (!('missing' in result)) return result;
  if (otherwise) return upsertEvidence(text, block, otherwise, sha256, template);
  const into = 'puts it into Debug Information › Evidence';
  throw advised('conflict', `The shell code that was run from line ${fence.line} does not stand in the work item any more as it was run, so its evidence does not stand under it`, { terminal: `\`casebook writeback ${block.id}\` ${into}`, editor: `Write Again ${into}` });
}

/**
 * Refuses a work item that could not be written later, before anything is measured for it.
 * @throws Refusal `usage` (missing, not UTF-8), `unable` (read-only)
 */
export async function assertWritable(file: string): Promise<void> {
  readText(file);
  await assertNotReadOnly(file);
}

function mayWrite(file: string): Promise<boolean> {
  return access(file, constants.W_OK).then(() => true, () => false);
}

async function assertNotReadOnly(file: string): Promise<void> {
  const { mode } = await stat(file);
  // The administrator may write everything; a file without any write permission was meant to stay as it is, all the same.
  if ((mode & 0o222) === 0 || !(await mayWrite(file))) throw readOnly(file, 'make it writable (`chmod u+w`)');
  // The new content is made beside the file and moved into its place.
  if (!(await mayWrite(path.dirname(file)))) throw readOnly(`The folder of ${file}`, 'make it writable');
}

function readOnly(what: string, first: string): Refusal {
  return advised('unable', `${what} is read-only`, { terminal: `${first}, or leave out --wi and write the evidence later with \`casebook writeback\``, editor: `${first}, or choose another work item for the evidence` });
}

/**
 * Changes a work item by a function of its text, which is called again when the file changed meanwhile. An equal text writes nothing.
 * @throws Refusal as {@link writeEvidence}, and what `change` throws
 */
export async function editFile(root: string, file: string, change: (text: string) => string, signal: AbortSignal, deadlineMs = LOCK_DEADLINE_MS): Promise<void> {
  readText(file); // a missing file is refused before a lock is taken
  const real = await realpath(file);
  const end = performance.now() + deadlineMs;
  await withLock(
    root,
    real,
    async () => {
      while (!(await tryEdit(real, change))) {
        signal.throwIfAborted();
        if (performance.now() > end) throw new Refusal('conflict', `${file} kept changing while it was written, and is left as it is: save or close it elsewhere, then write again.`);
      }
    },
    signal,
    deadlineMs,
  );
}

/** False if the file changed between reading and renaming; then it is read again. */
async function tryEdit(file: string, change: (text: string) => string): Promise<boolean> {
  const before = readText(file);
  await assertNotReadOnly(file);
  const after = change(before);
  if (after === before) return true;
  const { mode, uid, gid } = await stat(file);
  try {
    return await replaceFile(file, after, {
      mode: mode & 0o7777,
      owner: { uid, gid },
      stillWanted: () => readText(file) === before,
    });
  } catch (error) {
    throw new Refusal('unable', `${file} could not be written and is left as it was: ${errorMessage(error)}.`);
  }
}
