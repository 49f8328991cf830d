/** Mends what needs no judgement: one problem after the other, each looked for again in what the mends before it left. */
import { applyEdit } from '../workItem/text.js';
import type { CheckedProblem } from './rule.js';
import type { RuleId } from './ruleIds.js';

/** What was done, in the words of the fix. */
export interface Mend {
  readonly rule: RuleId;
  readonly title: string;
}

/**
 * @param problemsOf the problems of a text in the order of the file
 * @returns the mended text, the same one where there is nothing to mend
 */
export function mendAll(text: string, problemsOf: (text: string) => readonly CheckedProblem[]): { readonly text: string; readonly mends: readonly Mend[] } {
  const mends: Mend[] = [];
  let mended = text;
  let problems = problemsOf(mended);
  const fixable = () => problems.filter(({ fix }) => fix && fix.judgement === undefined);
  for (let left = fixable().length; left > 0; left = fixable().length) {
    const [first] = fixable();
    if (!first?.fix) break;
    const { title } = first.fix;
    const after = applyEdit(mended, first.fix.edit);
    const now = problemsOf(after);
    // A mend that mends nothing is a bug of its rule: it would be made again without end.
    const count = (list: readonly CheckedProblem[]) => list.filter(({ rule, fix }) => rule === first.rule && fix?.title === title).length;
    if (count(now) >= count(problems)) throw new Error(`The fix "${title}" of ${first.rule} does not mend its problem.`);
    mended = after;
    problems = now;
    mends.push({ rule: first.rule, title });
  }
  return { text: mended, mends };
}
