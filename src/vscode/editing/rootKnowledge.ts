/** What one root holds: its configuration, its work items, and what rules ask about the files around them. Read when somebody asks, and then kept. */
import * as vscode from 'vscode';
import type { Surroundings } from '../../core/check/surroundings.js';
import type { TemplateSchema } from '../../core/workItem/templateSchema.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Workspace } from '../../node/workspace.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { seenValues, type SeenValues } from './headerValues.js';

export class RootKnowledge {
  readonly #files = new Kept(async () => new Set(await this.engine.workItemFiles(this.workspace)));
  readonly #entries = new Kept(async () => (await this.engine.listWorkItems(this.workspace)).sort(this.engine.byUrgency));
  readonly #values = new Kept(async () => seenValues(this.workspace, this.templates, await this.entries(), this.engine));
  readonly #surroundings = new Kept(() => (vscode.workspace.isTrusted ? this.#look() : Promise.resolve(undefined)));
  readonly #schemas = new Map<string | undefined, Kept<TemplateSchema>>();
  #asked = new Set<string>();

  private constructor(
    readonly workspace: Workspace,
    /** Folder of the templates that came with Casebook. */
    private readonly templates: string,
    private readonly engine: Engine,
    private readonly signal: AbortSignal,
  ) {}

  /** With the defaults where the configuration cannot be used: the tree says what is wrong with it. */
  static async open(root: string, templates: string, signal: AbortSignal): Promise<RootKnowledge> {
    const engine = await loadEngine();
    return new RootKnowledge(await workspaceOf(root, engine), templates, engine, signal);
  }

  /** Whether a path (relative to the root, with `/`) is a work item. */
  async has(path: string): Promise<boolean> {
    if (!/\.md$/i.test(path)) return false;
    // `.` and `./WIs` are folders, too.
    const folders = this.workspace.config.workItems.folders.map((folder) => this.engine.fromRoot('', folder));
    if (!folders.some((folder) => folder === '' || (folder !== undefined && path.startsWith(`${folder}/`)))) return false;
    return (await this.#files.get()).has(path);
  }

  /** All work items; those that matter most come first. */
  entries(): Promise<readonly WorkItemEntry[]> {
    return this.#entries.get();
  }

  /** Values of header fields in templates and other work items, by the field's name in lower case. */
  values(): Promise<SeenValues> {
    return this.#values.get();
  }

  schema(template: string | undefined): Promise<TemplateSchema> {
    const known = this.#schemas.get(template) ?? new Kept(() => this.engine.schemaOfItem(this.workspace, this.templates, template));
    this.#schemas.set(template, known);
    return known.get();
  }

  /** Undefined in a workspace that is not trusted: looking around asks git, and nothing is started there. */
  surroundings(): Promise<Surroundings | undefined> {
    return this.#surroundings.get();
  }

  /** Files around the work items have changed. */
  forgetSurroundings(): void {
    this.#surroundings.forget();
    this.#asked = new Set();
  }

  /** Whether a check has asked for a file (a path relative to the root). */
  wasAsked(path: string): boolean {
    return this.#asked.has(path);
  }

  async #look(): Promise<Surroundings> {
    const asked = this.#asked;
    const found = await this.engine.surroundingsOf(this.workspace, this.signal);
    return {
      ...found,
      exists: (path) => {
        asked.add(path);
        return found.exists(path);
      },
      lineCount: (path) => {
        asked.add(path);
        return found.lineCount(path);
      },
    };
  }
}

/** Read once, when somebody asks; a failure is not kept. */
class Kept<T> {
  #value: Promise<T> | undefined;

  constructor(private readonly read: () => Promise<T>) {}

  get(): Promise<T> {
    if (this.#value) return this.#value;
    const value = this.read();
    this.#value = value;
    value.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value;
  }

  forget(): void {
    this.#value = undefined;
  }
}

async function workspaceOf(root: string, { DEFAULT_CONFIG, openWorkspace }: Engine): Promise<Workspace> {
  try {
    return await openWorkspace(root);
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return { root, config: DEFAULT_CONFIG };
  }
}
