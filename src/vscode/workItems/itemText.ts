/** A work item's text as the user has it: of the document with its unsaved edits, else of the file, which a document without any may lag behind. */
import { openDocument } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, type WorkItemRef } from '../adapters/references.js';

/** @throws Refusal `usage` if the file is gone, or no text */
export async function itemText(ref: WorkItemRef): Promise<string> {
  const file = fileOf(ref);
  const { readText } = await loadEngine();
  const document = await openDocument(file);
  return document?.isDirty === true ? document.getText() : readText(file);
}
