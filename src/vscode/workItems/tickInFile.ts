/** Ticks a checkbox of a work item, or clears it, by the one character between its brackets. */
import type { Checkbox } from '../../core/workItem/checkboxes.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, type WorkItemRef } from '../adapters/references.js';
import type { Services } from '../services.js';

/** @throws Refusal `conflict` if the text has no such checkbox any more, or several */
export async function tickInFile({ writeBack }: Pick<Services, 'writeBack'>, ref: WorkItemRef, box: Checkbox, done: boolean): Promise<void> {
  const { applyEdit, Refusal, tick } = await loadEngine();
  await writeBack.edit(ref, (text) => {
    const result = tick(text, box, done);
    if ('conflict' in result) throw new Refusal('conflict', result.conflict, { file: fileOf(ref) });
    return applyEdit(text, result.edit);
  });
}
