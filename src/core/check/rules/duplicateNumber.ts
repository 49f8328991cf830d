import { aliasIn } from '../../workItem/parse.js';
import { topOf, type Rule } from '../rule.js';

/** So many of the others are named; a team may well have 27 items called WI1. */
const MAX_NAMED = 3;

/** A number that two work items share makes every mention of it ambiguous. Branches collide silently, since their file names differ. */
export const duplicateNumber: Rule = {
  id: 'duplicate-number',
  severity: 'warning',
  summary: 'Another work item has the same number, here or on another branch.',
  appliesTo: 'work-item',
  *find(context) {
    const { item, path, surroundings } = context;
    if (!surroundings || path === undefined) return;
    // The file's name first: that is where numbers are given, and a header may be left over from a copy.
    const alias = aliasIn(path.split('/').at(-1)) ?? item.alias;
    if (alias === undefined) return;
    const others = surroundings.workItems.withAlias(alias).filter((other) => other.path !== path);
    if (others.length === 0) return;
    const named = others.slice(0, MAX_NAMED).map((other) => (other.elsewhere ? `${other.path} on another branch` : other.path));
    const more = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
    yield { span: topOf(context), message: `${alias} is also the number of ${named.join(', ')}${more}: give one of them another with \`casebook renumber\`, or name them by their paths.` };
  },
};
