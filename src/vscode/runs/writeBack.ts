/**
 * Writing what was measured into work items, from the editor that knows of unsaved edits (DESIGN 4.8). A file that is closed, or open without
 * unsaved edits, is written on disk; one with unsaved edits gets an edit of its document, which the user saves with the rest. Until then
 * the run is pending.
 */
import * as vscode from 'vscode';
import type { PlacedBlock } from '../../node/workItem/writeBack.js';
import { isDocumentOf, isThere, openDocument, showFile } from '../adapters/documents.js';
import { refusalOf, type Guard } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { error, type Notifications } from '../adapters/notify.js';
import { fileOf, type RunRef, type WorkItemRef } from '../adapters/references.js';
import { INTERNAL_COMMANDS } from '../ids.js';
import { editDocument, editWorkItem, type WriteOutcome } from './editWorkItem.js';

/** What became of the evidence, for the user. */
export function sentenceOf(outcome: WriteOutcome, workItem: string): string {
  const name = workItem.split('/').at(-1) ?? workItem;
  return outcome === 'written' ? vscode.l10n.t('Written into {0}.', name) : vscode.l10n.t('{0} has unsaved edits: the evidence stands among them; save the file to keep it.', name);
}

/** A run whose evidence stands in a document with unsaved edits. */
interface Waiting {
  readonly ref: RunRef;
  readonly workItem: string;
  readonly blocks: readonly PlacedBlock[];
}

export class WriteBack implements vscode.Disposable {
  readonly #waiting = new Map<string, Waiting>();
  /** Runs that were written, or tried, in this session: what the user discarded does not come back by itself. */
  readonly #tried = new Set<string>();
  /** Runs of other windows that stand among unsaved edits: who takes them out there does not get them again. */
  readonly #kept = new Set<string>();
  readonly #changed = new vscode.EventEmitter<RunRef>();
  /** What `run.json` says about a write-back has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  /** One after the other: two runs may be for one document. */
  #queue: Promise<unknown> = Promise.resolve();

  /** @param templates folder of the built-in templates */
  constructor(private readonly guard: Guard, private readonly notify: Notifications, private readonly templates: string) {
    const { onDidSaveTextDocument, onDidCloseTextDocument, onDidChangeTextDocument } = vscode.workspace;
    this.#subscriptions = [
      onDidSaveTextDocument((document) => this.#recheck(document)),
      onDidCloseTextDocument((document) => this.#recheck(document)),
      onDidChangeTextDocument(({ document }) => {
        // Reverted: its content is that of the file again. While there are unsaved edits, nothing is decided.
        if (!document.isDirty) this.#recheck(document);
      }),
    ];
  }

  /** Whoever reserves a run writes it: this window does not write it because it found it. */
  reserve({ run }: RunRef): void {
    this.#tried.add(run);
  }

  /**
   * @param anyPlace as `blocksOfRun` has it
   * @throws Refusal if it cannot be written; the evidence stays pending in its ledger
   */
  write(ref: RunRef, workItem: string, anyPlace = false): Promise<WriteOutcome> {
    this.reserve(ref);
    const done = this.#queue.then(() => this.#write(ref, workItem, anyPlace));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /**
   * {@link write}, if this window answers for it or the user asked for it; what stands in the way is shown with a way to try again.
   * @param asked the user chose something that writes it: then that is shown whatever the setting says
   * @param anyPlace as `blocksOfRun` has it
   * @returns undefined if it could not be written, or another window does it
   */
  async writeOrOffer(ref: RunRef, workItem: string, { asked = true, anyPlace = false } = {}): Promise<WriteOutcome | undefined> {
    try {
      if (!(await this.answersFor(ref)) && !asked) {
        await this.keepAmongEdits(ref, workItem);
        return undefined;
      }
      return await this.write(ref, workItem, anyPlace);
    } catch (error) {
      const sentence = await refusalOf(error);
      if (sentence === undefined) throw error;
      this.guard.background(this.#offer(ref, workItem, sentence, asked));
      return undefined;
    }
  }

  /** Whether this window is the one, of all on its folder, that writes a run's evidence and tells of it. Only to be asked where it may write. */
  async answersFor({ root, run }: RunRef): Promise<boolean> {
    const engine = await loadEngine();
    try {
      return await engine.claimRun(engine.runFolder(root, run));
    } catch (error) {
      if (!(error instanceof engine.Refusal)) throw error;
      this.guard.note(error); // a ledger that takes no file more: twice is better than not at all
      return true;
    }
  }

  /** Somebody else writes it into the file: unsaved edits of that get it, too, since saving them over the file would lose it. */
  keepAmongEdits(ref: RunRef, workItem: string): Promise<void> {
    const done = this.#queue.then(async () => {
      const document = await openDocument(fileOf({ root: ref.root, workItem }));
      if (document?.isDirty !== true || this.#kept.has(ref.run)) return;
      if (await this.#writeIntoDocument(await loadEngine(), document, ref, workItem, { pending: false })) this.#kept.add(ref.run);
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** For a pending run that was found: written unless this was tried in this session. */
  async writeFound(ref: RunRef, workItem: string): Promise<void> {
    if (!this.#tried.has(ref.run)) await this.writeOrOffer(ref, workItem, { asked: false });
  }

  /**
   * Another change of a work item that goes with its evidence, after what is being written already.
   * @param change is called again with what stands there if that changed meanwhile
   * @throws Refusal, also what `change` throws
   */
  edit(ref: WorkItemRef, change: (text: string) => string): Promise<WriteOutcome> {
    const done = this.#queue.then(() => editWorkItem(ref, change));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  async #write(ref: RunRef, workItem: string, anyPlace: boolean): Promise<WriteOutcome> {
    const engine = await loadEngine();
    const { root, run } = ref;
    try {
      const document = await openDocument(fileOf({ root, workItem }));
      if (document?.isDirty === true && (await this.#writeIntoDocument(engine, document, ref, workItem, { anyPlace }))) return 'in-editor';
      // What was measured is written even if the window closes now, so this takes no signal; it ends by the lock's own deadline.
      await engine.writeRunInto({ root, templates: this.templates }, run, workItem, new AbortController().signal, anyPlace);
      this.#waiting.delete(run);
      // Whoever typed at that moment has edits of the text before: saving them over the file must not lose the evidence.
      if (document?.isDirty === true && (await this.#writeIntoDocument(engine, document, ref, workItem, { anyPlace }))) return 'in-editor';
      return 'written';
    } catch (error) {
      await engine.markPending(root, run, workItem);
      throw error;
    } finally {
      this.#changed.fire(ref);
    }
  }

  /** False if the document has no unsaved edits any more, or was closed: then its file can be written. @param pending nobody writes it into the file before it is saved */
  async #writeIntoDocument(engine: Engine, document: vscode.TextDocument, ref: RunRef, workItem: string, { anyPlace = false, pending = true } = {}): Promise<boolean> {
    const blocks = await engine.blocksOfRun(ref.root, ref.run, workItem, anyPlace);
    if (pending) await engine.markPending(ref.root, ref.run, workItem);
    // Before the text is taken: between that and the edit nothing is waited for, since the user may be typing.
    const template = await engine.templateOfItem(ref.root, this.templates, document.getText());
    const written = await editDocument(engine, document, workItem, (text) => {
      const texts = [text];
      for (const block of blocks) texts.push(engine.blocksInto(texts.at(-1) ?? '', [block], template));
      return texts;
    });
    if (!written) return false;
    this.#waiting.set(ref.run, { ref, workItem, blocks });
    this.#recheck(document); // it may have been saved, or reverted, meanwhile
    return true;
  }

  /** A document was saved, closed or reverted: its file tells what became of the evidence. */
  #recheck(document: vscode.TextDocument): void {
    for (const waiting of this.#waiting.values()) this.guard.background(this.#settle(document, waiting));
  }

  async #settle(document: vscode.TextDocument, waiting: Waiting): Promise<void> {
    const { ref, workItem, blocks } = waiting;
    const file = fileOf({ root: ref.root, workItem });
    if (!(await isDocumentOf(document, file)) || this.#waiting.get(ref.run) !== waiting) return;
    // Closing may mean that the document was opened again as another language.
    const { textDocuments } = vscode.workspace;
    const current = document.isClosed ? textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === document.uri.toString()) : document;
    if (current?.isDirty === true) return;
    const engine = await loadEngine();
    const written = standsIn(engine, () => engine.readText(file), blocks);
    // A save that was under way when the blocks came in has saved the text without them, and calls the document clean for a moment: they are still to be saved.
    if (!written && current !== undefined && standsIn(engine, () => current.getText(), blocks)) return;
    if (this.#waiting.get(ref.run) !== waiting) return;
    this.#waiting.delete(ref.run);
    if (written) {
      await engine.markWritten(ref.root, ref.run, workItem);
      this.#changed.fire(ref);
      return;
    }
    await this.#offer(ref, workItem, vscode.l10n.t('The evidence of run {0} is not in {1}: it went with the edits that were not saved. It is kept in the ledger.', ref.run, workItem), false);
  }

  async #offer(ref: RunRef, workItem: string, sentence: string, asked: boolean): Promise<void> {
    if (!(await isThere(fileOf({ root: ref.root, workItem })))) {
      const choose = vscode.l10n.t('Choose Work Item…');
      const gone = vscode.l10n.t('{0} is not there any more. What was measured is kept in the ledger of {1}: choose the work item that takes it.', workItem, ref.run);
      const elsewhere = await (asked ? error(gone, choose) : this.notify.warning(gone, choose));
      if (elsewhere === choose) await vscode.commands.executeCommand(INTERNAL_COMMANDS.writeEvidence, ref);
      return;
    }
    const again = vscode.l10n.t('Write Again');
    const open = vscode.l10n.t('Open Work Item');
    const chosen = await (asked ? error(sentence, again, open) : this.notify.warning(sentence, again, open));
    if (chosen === again) await this.writeOrOffer(ref, workItem, { anyPlace: true });
    if (chosen === open) await showFile(fileOf({ root: ref.root, workItem }));
  }
}

/** Whether a text has all of the blocks. What the user, or a formatter, changed in them is for the rules to tell. */
function standsIn(engine: Engine, read: () => string, blocks: readonly PlacedBlock[]): boolean {
  try {
    const text = read();
    const { evidence } = engine.parse(text).item;
    return blocks.every(({ block, place }) => ('fence' in place && engine.standsUnderFence(text, block, place.fence, engine.sha256)) || evidence.some(({ kind, id }) => kind === block.kind && id === block.id));
  } catch (error) {
    if (error instanceof engine.Refusal) return false; // it is gone, or no text any more
    throw error;
  }
}
