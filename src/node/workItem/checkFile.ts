/** All rules over one file, with lines and columns. */
import path from 'node:path';
import { check } from '../../core/check/check.js';
import { Refusal } from '../../core/refusal.js';
import { fieldValue } from '../../core/workItem/header.js';
import type { Severity } from '../../core/workItem/model.js';
import { parse } from '../../core/workItem/parse.js';
import { COMMON_SCHEMA, schemaOf, type TemplateSchema } from '../../core/workItem/templateSchema.js';
import { positionAt } from '../../core/workItem/text.js';
import { sha256 } from '../ports.js';
import type { Workspace } from '../workspace.js';
import { readTemplate } from './create.js';
import { readText } from './readText.js';

/** DESIGN 5.4: lines and columns are 1-based, the end is behind the last character. */
export interface FileProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FileCheck {
  /** As it was asked for. */
  readonly path: string;
  readonly problems: readonly FileProblem[];
  /** The text that was checked; undefined if it could not be read. */
  readonly text?: string;
}

/** Checks a file; one that cannot be read is a problem of its first line, not an error. */
export async function checkFile(workspace: Workspace, builtIn: string, file: string): Promise<FileCheck> {
  try {
    const text = readText(path.resolve(workspace.root, file));
    return { path: file, text, problems: await checkText(workspace, builtIn, text) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { path: file, problems: [{ rule: 'unreadable', severity: 'error', message: error.message, line: 1, column: 1, endLine: 1, endColumn: 1 }] };
  }
}

async function checkText(workspace: Workspace, builtIn: string, text: string): Promise<FileProblem[]> {
  const { item, problems } = parse(text, { closedWords: workspace.config.workItems.closedWords });
  const schema = await schemaFor(workspace, builtIn, fieldValue(item.header, 'template'));
  return check({ text, item, schema, sha256 }, problems).map(({ rule, severity, message, start, end }) => {
    const from = positionAt(text, start);
    const to = positionAt(text, end);
    return { rule, severity, message, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  });
}

/** Of the template that a work item names; of all templates together where it names none, or one that is not here. */
async function schemaFor(workspace: Workspace, builtIn: string, name: string | undefined): Promise<TemplateSchema> {
  if (name === undefined) return COMMON_SCHEMA;
  try {
    return schemaOf(await readTemplate(workspace, builtIn, name));
  } catch (error) {
    if (error instanceof Refusal) return COMMON_SCHEMA;
    throw error;
  }
}
