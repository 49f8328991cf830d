/** Adds a hypothesis to the list of them. */
import { checkedEdit, oneLine, type EditResult } from './edit.js';
import { hypothesesOf, isHypotheses } from './hypotheses.js';
import { outlineOf } from './outline.js';
import { parse } from './parse.js';
import { isPlaceholderLine } from './placeholder.js';
import { sectionAt } from './sectionPath.js';
import { allSections, plainTitle } from './sections.js';
import { contentEnd, insertion, missingSpot } from './spot.js';
import { applyEdit } from './text.js';

/**
 * The edit that adds `- **Hypothesis N (open):** statement` to the section of hypotheses, which is made where the template has it.
 * A statement that is there already is no edit.
 */
export function addHypothesis(text: string, statement: string, template?: string): EditResult {
  const stated = oneLine(statement);
  if (isPlaceholderLine(stated) || plainTitle(stated) === '') return { conflict: 'A hypothesis needs a statement: say what could explain the failure.' };
  if (stated.length > 2_000) return { conflict: 'The hypothesis is too long for one line: state it in a sentence, and put the rest into the section below it.' };
  const { item } = parse(text);
  const known = hypothesesOf(text, item, outlineOf(text));
  if (known.some((hypothesis) => hypothesis.text === plainTitle(stated))) return { edit: { start: 0, end: 0, text: '' } };
  const section = [...allSections(item.sections)].find((candidate) => candidate.level > 1 && isHypotheses(candidate)) ?? sectionAt(item, 'Hypotheses');
  const spot = section ? { region: section.own, headings: [], level: section.level } : missingSpot(text, item, 'Hypotheses', template);
  if (!spot) return { conflict: 'There is no place for hypotheses: add a heading `### Hypotheses` to Phase 1, and write again.' };
  const line = `- **Hypothesis ${known.length + 1} (open):** ${stated}`;
  const end = contentEnd(text, spot.region);
  const last = text.slice(Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf('\r', end - 1)) + 1, end);
  const edit = section && last.startsWith('- **Hypothesis') && end > section.own.start ? { start: end, end, text: item.eol + line } : insertion(text, spot, line, item.eol);
  const after = applyEdit(text, edit);
  const read = hypothesesOf(after, parse(after).item, outlineOf(after)).some((hypothesis) => hypothesis.text === plainTitle(stated));
  const result = checkedEdit(text, edit, { belowLevel: 6, headings: spot.headings });
  return read || 'conflict' in result ? result : { conflict: `The hypothesis would not be read back as \`${stated.slice(0, 60)}\`: say it in plain words, without marks.` };
}
