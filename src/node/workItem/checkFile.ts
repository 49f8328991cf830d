/** All rules over one file, with lines and columns. */
import path from 'node:path';
import { check } from '../../core/check/check.js';
import { mendAll, type Mend } from '../../core/check/mendAll.js';
import { LineIndex } from '../../core/check/lineIndex.js';
import type { CheckedProblem } from '../../core/check/rule.js';
import type { RuleId } from '../../core/check/ruleIds.js';
import type { Surroundings } from '../../core/check/surroundings.js';
import { Refusal } from '../../core/refusal.js';
import { fieldValue } from '../../core/workItem/header.js';
import type { Severity } from '../../core/workItem/model.js';
import { parse } from '../../core/workItem/parse.js';
import type { TemplateSchema } from '../../core/workItem/templateSchema.js';
import { sha256 } from '../ports.js';
import type { Workspace } from '../workspace.js';
import { readText } from './readText.js';
import { schemaOfItem } from './schema.js';
import { surroundingsOf } from './surroundings.js';
import { editFile } from './writeBack.js';

/** DESIGN 5.4: lines and columns are 1-based, the end is behind the last character. */
export interface FileProblem {
  readonly rule: RuleId;
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

/** Checks the files of one workspace; what they have in common (templates, the files around them) is looked at once. */
export class FileChecker {
  readonly #schemas = new Map<string | undefined, Promise<TemplateSchema>>();

  private constructor(
    private readonly workspace: Workspace,
    private readonly builtIn: string,
    private readonly surroundings: Surroundings,
  ) {}

  /** @param builtIn folder of the templates that came with Casebook */
  static async open(workspace: Workspace, builtIn: string, signal: AbortSignal): Promise<FileChecker> {
    return new FileChecker(workspace, builtIn, await surroundingsOf(workspace, signal));
  }

  /** Checks a file; one that cannot be read is a problem of its first line, not an error. @param file relative to the root */
  async check(file: string): Promise<FileCheck> {
    try {
      const text = readText(path.resolve(this.workspace.root, file));
      return { path: file, text, problems: await this.#checkText(file, text) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const setting = this.workspace.config.check.rules.unreadable ?? 'error';
      return { path: file, problems: setting === 'off' ? [] : [{ rule: 'unreadable', severity: setting, message: error.message, line: 1, column: 1, endLine: 1, endColumn: 1 }] };
    }
  }

  /**
   * Makes the mends that need no judgement, each as one edit into what the ones before it left, and writes the file once, under its lock.
   * A file that cannot be read is left to {@link check}.
   * @returns what was mended, in order
   * @throws Refusal as `editFile`
   */
  async fix(file: string, signal: AbortSignal): Promise<readonly Mend[]> {
    const full = path.resolve(this.workspace.root, file);
    let made: Mend[] = [];
    try {
      const schema = await this.#schemaFor(readText(full));
      await editFile(this.workspace.root, full, (text) => {
        const { text: mended, mends } = mendAll(text, (now) => this.#problemsIn(file, now, schema));
        made = [...mends];
        return mended;
      }, signal);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'usage') return [];
      throw error;
    }
    return made;
  }

  #schemaFor(text: string): Promise<TemplateSchema> {
    return this.#schemaOf(fieldValue(parse(text, this.workspace.config.workItems).item.header, 'template'));
  }

  #problemsIn(file: string, text: string, schema: TemplateSchema, parsed = parse(text, this.workspace.config.workItems)): readonly CheckedProblem[] {
    const { item, problems, outline } = parsed;
    const inside = !file.startsWith('../') && !path.isAbsolute(file);
    const context = { text, item, outline, schema, sha256, path: file, ...(inside && { surroundings: this.surroundings }) };
    return check(context, problems, this.workspace.config.check.rules);
  }

  async #checkText(file: string, text: string): Promise<FileProblem[]> {
    const parsed = parse(text, this.workspace.config.workItems);
    const schema = await this.#schemaOf(fieldValue(parsed.item.header, 'template'));
    const lines = new LineIndex(text);
    return this.#problemsIn(file, text, schema, parsed).map(({ rule, severity, message, start, end }) => {
      const from = lines.positionAt(start);
      const to = lines.positionAt(end);
      return { rule, severity, message, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    });
  }

  #schemaOf(name: string | undefined): Promise<TemplateSchema> {
    const known = this.#schemas.get(name) ?? schemaOfItem(this.workspace, this.builtIn, name);
    this.#schemas.set(name, known);
    return known;
  }
}
