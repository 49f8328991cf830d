/** Generated work items, text that tries to break them, and what every edit has to keep. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { EditResult } from '../../../src/core/workItem/edit.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { applyEdit, type TextEdit } from '../../../src/core/workItem/text.js';

/** One seed for all, so that a failure can be had again. */
export const RUNS = { numRuns: 1_000, seed: 20261121 };

const headers = fc.constantFrom(
  '',
  '# WI4: A title\n\n**File**: `WIs/WI4_a.md`  \n**Status**: Investigation  \n**Priority**: High\n\n',
  '# A title\n\n**Status:** RESOLVED\n**Description:** first\nsecond line\n\n---\n\n',
  '# A title\n\n- **Date:** 2025-10-26\n- **Status:** open\n\n',
  '# A title\n\ntext without a header\n\n',
  'Title\n=====\n**Status**: draft\n\n',
  '---\nid: WI4\ntitle: "A: title" # why\nstatus: Design\ntags:\n  - a\n  - b\n---\n\n# WI4: A title\n\n',
  '---\nstatus: \'it\'\'s open\'\n---\n',
  '## Only a second level\n**Status**:\n\n',
);

const sections = fc.constantFrom(
  '## Phase 1: Investigation\n### Requirements\n- must work\n\n',
  '### Debug Information (MANDATORY - Update this section for every investigation)\n- **Error Messages**: x\n- **Evidence**: TBD\n\n',
  '### Debug Information\n\n#### Evidence\n\n*[Evidence will be documented here]*\n\n',
  '### Debug Information\n**Evidence:**\n```\n# text\n```\n',
  '### Hypotheses\n\n*[Hypotheses will be documented here]*\n\n',
  '### Hypotheses\n- **Hypothesis 1 (open):** the store is empty\n- [supported] a port is taken\n\n',
  '## Phase 2: Debug Deep Dive\ntext  \n\n### Requirements\n',
  '## Phase 4: Implementation (COMPLETED)\n### Attempts\n\n#### Attempt 1: More time\n- **Hypothesis:** slow\n- **Action:** 20s\n- **Result:** fails\n- **Conclusion:** no\n\n',
  '## Phase 4: Again\n\n',
  '## Phase 5: Testing & Validation\n### Test Results\n*To be completed in Phase 5*\n',
  '## Phase 5: Testing & Validation\n### Test Results\n17 of 21 pass\n#### Details\nmore\n',
  '## Phase 6: Owner Acceptance\n- [ ] shown\n- [x] accepted\n',
  '## Lessons Learned & Future Reference\n### Key Insights\nTBD\n',
  '## Free\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\n1. one\n   ```sh\n   # no heading\n   ```\n2. two\n',
  'Setext\n------\ntext\n<!-- a comment\n# no heading\n-->\n',
  '<details>\n\n## Inside\n\n</details>\n\n',
  '```go:366:400:a/b.go\n# unclosed\n',
);

/** A whole work item: any dialect, any sections in any order, with each kind of line ending, a byte-order mark or none, a final newline or none. */
export const document: fc.Arbitrary<string> = fc
  .record({ header: headers, body: fc.array(sections, { maxLength: 7 }), eol: fc.constantFrom('\n', '\n', '\r\n', 'mixed'), bom: fc.boolean(), final: fc.boolean() })
  .map(({ header, body, eol, bom, final }) => {
    const text = header + body.join('');
    const ended = final ? text : text.trimEnd();
    let line = 0;
    const lined = eol === '\n' ? ended : ended.replaceAll('\n', () => (eol === '\r\n' || (line += 1) % 3 === 0 ? '\r\n' : '\n'));
    return (bom ? '\ufeff' : '') + lined;
  });

/** Text that wants to be structure: headings, fences, markers, front matter, comments, controls, lone surrogates. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('# h', '## Phase 2: x', '### s', '###### deep', 'text', '---', '===', '```', '````', '~~~', '<!--', '-->', '<!-- casebook:begin run a -->', `<!-- casebook:end run a sha256:${'0'.repeat(64)} -->`, '<script>', '<div>',
        '**Status**: Closed', '- **Evidence**: x', '- [ ] a', '| a |', '|---|', '> q', '- item', '    code', '\u0000', '\u001b[31m', '\ud800', '\udc00\ud800', '\u2028', '\r', '\t', '"', '\'', ': ', ' #', '{{a}}', '*/', '[a]: b', '\\', '`', '%', '&a', '*a', 'null', ''),
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom('\n', '\r\n', ' ', '', '\n\n').map((joint) => parts.join(joint)));

/** The headings and markers of a text that stand outside an edit, as it was before or as it is behind it. */
function skeleton(text: string, from: number, to: number): string[] {
  const outline = outlineOf(text);
  const items = [...outline.headings.map((heading) => ({ at: heading.start, as: `${heading.level} ${heading.text}` })), ...outline.markers.map(({ marker, line }) => ({ at: line.start, as: JSON.stringify(marker) }))];
  return [...items.filter(({ at }) => at < from || at >= to).sort((a, b) => a.at - b.at).map(({ as }) => as), outline.openFence ? 'open' : 'closed', outline.openHtml ? 'open' : 'closed'];
}

/** The text with the edit, after a look at what has to hold for every edit: bytes and structure outside it are as they were. Undefined for a conflict, which has to be a sentence. */
export function edited(text: string, result: EditResult): string | undefined {
  if ('conflict' in result) {
    expect(result.conflict).toMatch(/^\S.{20,}[.:]$|^\S.{20,}\.$/s);
    return undefined;
  }
  const { edit } = result;
  const after = applyEdit(text, edit);
  const end = edit.start + edit.text.length;
  expect(after.slice(0, edit.start)).toBe(text.slice(0, edit.start));
  expect(after.slice(end)).toBe(text.slice(edit.end));
  expect(skeleton(after, edit.start, end)).toEqual(skeleton(text, edit.start, edit.end));
  return after;
}

/** The edit of a result that has to have one. */
export function editOf(result: EditResult): TextEdit {
  if ('conflict' in result) throw new Error(result.conflict);
  return result.edit;
}
