/** Lessons of a workspace's work items: found for a problem, or harvested into one document. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessages, teacherOf, type Teacher } from '../../core/lessons/extract.js';
import { harvest, HARVEST_MARK } from '../../core/lessons/harvest.js';
import { rankLessons, type Problem, type RankedLesson } from '../../core/lessons/rank.js';
import { Refusal } from '../../core/refusal.js';
import { bounded, plain } from '../../core/report/untrusted.js';
import { parse } from '../../core/workItem/parse.js';
import { errorCode, errorMessage } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { relativeTo, type Workspace } from '../workspace.js';
import { readText } from './readText.js';
import { workItemFiles } from './store.js';

/** Lessons that a new work item starts with. */
const APPLIED = 5;

/** What all work items teach; those that cannot be read teach nothing. */
async function teachers({ workspace, except }: { workspace: Workspace; except?: string }, signal: AbortSignal): Promise<Teacher[]> {
  const found: Teacher[] = [];
  for (const file of await workItemFiles(workspace)) {
    signal.throwIfAborted();
    if (file === except || path.posix.basename(file).toLowerCase() === 'lessons.md') continue;
    try {
      const text = readText(path.join(workspace.root, file));
      found.push(teacherOf(text, parse(text).item, file));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return found;
}

/** The lessons that fit a problem, best first. */
export async function lessonsFor(workspace: Workspace, problem: Problem, limit: number, signal: AbortSignal): Promise<RankedLesson[]> {
  return rankLessons(await teachers({ workspace }, signal), problem, limit);
}

/** Those of other work items that fit one. @param file relative to the root @throws Refusal `usage` if it cannot be read */
export async function lessonsForWorkItem(workspace: Workspace, file: string, limit: number, signal: AbortSignal): Promise<RankedLesson[]> {
  const text = readText(path.join(workspace.root, file));
  const { item } = parse(text);
  return rankLessons(await teachers({ workspace, except: file }, signal), { words: item.title, errors: errorMessages(text, item) }, limit);
}

/**
 * Markdown for "Lessons Applied from Previous WIs" of a new work item in the first folder; undefined if none fits.
 * Only what shares an error message, or words with at least half the score of the best one, is taken.
 */
export async function lessonsApplied(workspace: Workspace, problem: Problem, signal: AbortSignal): Promise<string | undefined> {
  const found = await lessonsFor(workspace, problem, APPLIED, signal);
  const fitting = found.filter(({ sameFailure, score }) => sameFailure || score * 2 >= (found[0]?.score ?? 0));
  if (fitting.length === 0) return undefined;
  const folder = workspace.config.workItems.folders[0] ?? 'WIs';
  return fitting
    .map(({ text, alias, title, path: file, line, sameFailure }) => `- ${bounded(oneLine(text), 300)} ([${oneLine(alias ?? title).replace(/[[\]]/g, '')}](<${path.posix.relative(folder, file)}>), line ${line}${sameFailure ? ', the same error message' : ''})`)
    .join('\n');
}

/**
 * Writes all lessons by topic into a file.
 * @param file absolute; in the first work item folder where undefined
 * @returns its path, absolute
 * @throws Refusal `usage` if a file is there that Casebook did not write, `unable` if it cannot be written
 */
export async function writeHarvest(workspace: Workspace, file: string | undefined, signal: AbortSignal): Promise<string> {
  const target = file ?? path.join(workspace.root, workspace.config.workItems.folders[0] ?? 'WIs', 'LESSONS.md');
  const present = await readFile(target, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new Refusal('unable', `${target} cannot be read: ${errorMessage(error)}.`);
  });
  if (present !== undefined && !present.startsWith(HARVEST_MARK)) throw new Refusal('usage', `${target} was not written by \`casebook lessons harvest\`, and is left as it is: name another file with --out, or move it away.`);
  const text = harvest(await teachers({ workspace }, signal), (workItem) => relativeTo(path.dirname(target), path.join(workspace.root, workItem)));
  try {
    await replaceFile(target, text, { makeFolder: true });
  } catch (error) {
    throw new Refusal('unable', `${target} cannot be written: ${errorMessage(error)}.`);
  }
  return target;
}

function oneLine(text: string): string {
  return plain(text).replaceAll('<!--', '‹!--').replace(/\s+/g, ' ').trim();
}
