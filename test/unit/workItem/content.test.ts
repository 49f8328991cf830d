import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '../../../src/core/workItem/attempts.js';
import { checkboxesOf } from '../../../src/core/workItem/checkboxes.js';
import { fieldsOf } from '../../../src/core/workItem/fields.js';
import { hypothesesOf } from '../../../src/core/workItem/hypotheses.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { referencesOf } from '../../../src/core/workItem/references.js';
import { pathOf, sectionAt } from '../../../src/core/workItem/sectionPath.js';
import { allSections } from '../../../src/core/workItem/sections.js';
import { summarise } from '../../../src/core/workItem/summary.js';
import { corpusFiles, corpusPath, corpusPresent } from '../../support/corpus.js';
import { readFileSync } from 'node:fs';
import { document, hostile, RUNS } from './documents.js';

const references = (text: string) => referencesOf(text, outlineOf(text));
const hypotheses = (text: string) => hypothesesOf(text, parse(text).item, outlineOf(text)).map(({ status, text: stated }) => `${status}: ${stated}`);

describe('a section path', () => {
  const text = '# T\n## Phase 1: Investigation\n### Requirements\n### Debug Information (MANDATORY)\n#### Evidence\n## Phase 2: **Debug** Deep Dive\n### Requirements\n## Phase 4: A\n## Phase 4: B\n### Notes ✅\n';
  const { item } = parse(text);

  it.each([
    ['Phase 1: Investigation › Debug Information', 'Debug Information (MANDATORY)'],
    ['T › Phase 1: Investigation › Requirements', 'Requirements'],
    ['debug information › evidence', 'Evidence'],
    ['Phase 2', 'Phase 2: Debug Deep Dive'],
    ['Phase 4', 'Phase 4: A'],
    ['Phase 4[2] › notes', 'Notes ✅'],
    ['Phase 4: B', 'Phase 4: B'],
  ])('%s is found', (path, title) => {
    expect(sectionAt(item, path)?.title).toBe(title);
  });

  it.each(['Phase 3', 'Requirements[3]', 'Phase 2 › Evidence', '', '✅'])('%s is not', (path) => {
    expect(sectionAt(item, path)).toBeUndefined();
  });

  it('tells one of several with the same title', () => {
    expect(sectionAt(item, 'Requirements[2]')?.heading.start).toBe(text.lastIndexOf('### Requirements'));
    expect(sectionAt(item, 'Phase 2 › Requirements')?.heading.start).toBe(text.lastIndexOf('### Requirements'));
  });

  const leadsBack = (of: string) => {
    const parsed = parse(of).item;
    for (const section of allSections(parsed.sections)) {
      const path = pathOf(parsed, section);
      expect(path && sectionAt(parsed, path)).toBe(section);
    }
  };

  it('of any section leads back to it, in generated documents', () => fc.assert(fc.property(fc.tuple(document, hostile), ([whole, more]) => leadsBack(`${whole}\n\n${more}`)), RUNS));

  it.skipIf(!corpusPresent)('of any section leads back to it, in the corpus', () => corpusFiles().forEach((file) => leadsBack(file.text)));
});

describe('references', () => {
  it.each([
    ['at a/b.go:12.', 'a/b.go 12'],
    ['`a/b.go:12-20`', 'a/b.go 12-20'],
    ['**a/b.ts:12:5**', 'a/b.ts 12:5'],
    ['(src/a.ts:3)', 'src/a.ts 3'],
    ['in C:\\src\\a.cs:line 42', 'C:\\src\\a.cs 42'],
    ['app/[id]/page.tsx:7', 'app/[id]/page.tsx 7'],
    ['`a/b.go` (line 12)', 'a/b.go 12'],
    ['a/b.go (Lines 356-394)', 'a/b.go 356-394'],
    ['(line 153, `client.go`)', 'client.go 153'],
  ])('to a place are seen: %s', (text, expected) => {
    expect(references(text).files.map(({ path, line, endLine, column }) => `${path} ${line}${endLine === undefined ? '' : `-${endLine}`}${column === undefined ? '' : `:${column}`}`)).toEqual([expected]);
  });

  it.each(['localhost:8080', 'http://example.com/a.go:12', 'https://h/x.ts:1:2', '10.0.0.1:80', 'example.com:443', 'at 12:30:45', 'Ping (Lines 356-394)', '```\na/b.go:12\n```', '<!--\na/b.go:1\n-->', 'a.go:0', 'image:1.2.3', 'v1.go:12abc'])('to no place are not made up: %s', (text) => {
    expect(references(text).files).toEqual([]);
  });

  it('say where they stand', () => {
    const text = 'see `WIs/WI4_a-b.md` and src/a.ts:3-4, [t](x.md "title") or <https://e.org/a_(b)>.\n[r]: ./y.md\n';
    const { files, links, workItems } = references(text);
    expect(files.map(({ start, end }) => text.slice(start, end))).toEqual(['src/a.ts:3-4']);
    expect(links.map(({ start, end }) => text.slice(start, end))).toEqual(['[t](x.md "title")', 'https://e.org/a_(b', '[r]: ./y.md']);
    expect(links.every(({ target, targetSpan }) => text.slice(targetSpan.start, targetSpan.end) === target)).toBe(true);
    expect(workItems.map(({ start, end }) => text.slice(start, end))).toEqual(['WIs/WI4_a-b.md']);
  });

  it.each([
    ['WI4, WI-5 and WI 6', ['WI4', 'WI5', 'WI6']],
    ['WI-WB-0003', ['WI-WB-0003']],
    ['docs/WI12.md', ['WI12 docs/WI12.md']],
    ['WI1_a.md: text', ['WI1 WI1_a.md']],
    ['WI1_not-a-file', ['WI1']],
    ['---\nrelated: [WI2, WI3_x.md]\n---\n', ['WI2', 'WI3 WI3_x.md']],
    ['WIFI4 KIWI4 WI4a WIX', []],
    ['```\nWI4\n```', []],
  ])('to work items: %j', (text, expected) => {
    expect(references(text).workItems.map(({ alias, file }) => (file === undefined ? alias : `${alias} ${file}`))).toEqual(expected);
  });
});

describe('checkboxes', () => {
  it('are read, open and done, nested and numbered, but not in code', () => {
    const text = '- [ ] a\n  * [x] b\n1. [X] c  \n- [y] no\n- []\n```\n- [ ] no\n```\n<!--\n- [ ] no\n-->\n> - [ ] d\r\n';
    const boxes = checkboxesOf(text, outlineOf(text));
    expect(boxes.map(({ done, text: says }) => `${done ? 'x' : '-'}${says}`)).toEqual(['-a', 'xb', 'xc', '-d']);
    expect(boxes.every(({ mark, done }) => (text.slice(mark.start, mark.end) === ' ') !== done)).toBe(true);
  });
});

describe('hypotheses', () => {
  it.each([
    ['items', '## T\n### Hypotheses\n- **Hypothesis 1 (refuted):** slow\n- [supported] a port\n- ~~the disk~~\n- plain (open since boot)\n  - detail\n', ['refuted: slow', 'supported: a port', 'refuted: the disk', 'open: plain (open since boot)']],
    ['lines', '# T\n\n**Hypothesis:** slow  \n**Hypothesis 2**: fast (confirmed: by a probe)\n', ['open: slow', 'supported: fast']],
    ['headings', '## DS HYPOTHESES\n### **Hypothesis 1: Timer** (HIGH)\n- **Theory**: detail\n### Theory 2 - CPU [ruled out]\n', ['open: Timer (HIGH)', 'refuted: CPU']],
    ['bold lines with details', '### Theories\n\n**Theory 1: HTTP/2**\n- detail\n', ['open: HTTP/2']],
    ['placeholders and code', '### Hypotheses\n\n*[will be documented here]*\n- TBD\n```\n- no\n```\n', []],
  ])('are read from %s', (_, text, expected) => {
    expect(hypotheses(text)).toEqual(expected);
  });
});

describe('attempts', () => {
  it.skipIf(!corpusPresent)('are read with their four fields', () => {
    const text = readFileSync(corpusPath('seeds/000_542b0c97624591ed.txt'), 'utf8');
    const attempts = attemptsOf(text, parse(text).item, outlineOf(text));
    expect(attempts.map(({ number, title, hypothesis, conclusion }) => `${number} ${title}: ${hypothesis?.text ?? ''} - ${conclusion?.text ?? ''}`)).toEqual([
      '1 Increase Timeout: DCP needs more time to start - Not a timing issue',
      '2 Wait for DCP Readiness: DCP writes kubeconfig before it\'s ready - DCP is ready, client still can\'t connect',
      '3 Check DCP Process Stability: DCP exits prematurely - DCP is stable',
      '4 Test Different Test Methods: Issue specific to quarantined tests - Affects all DCP tests',
    ]);
  });

  it('take what stands below a label, and say where', () => {
    const text = '#### Attempt 2: More\n- **Action:**\n\n  ```\n  run\n  ```\n\n- **Result:** fails\n';
    const [attempt] = attemptsOf(text, parse(text).item, outlineOf(text));
    expect(attempt?.action?.text).toBe('```\n  run\n  ```');
    expect(text.slice(attempt?.action?.span.start, attempt?.action?.span.end)).toBe(attempt?.action?.text);
    expect(attempt).toMatchObject({ number: 2, title: 'More', result: { text: 'fails' } });
  });
});

describe('reading', () => {
  /** Everything that reads a file. */
  const readAll = (text: string) => {
    const { item } = parse(text);
    const outline = outlineOf(text);
    summarise(text, item, 'WI1.md', false);
    for (const section of [...allSections(item.sections)].slice(0, 5)) fieldsOf(text, section);
    return [checkboxesOf(text, outline), attemptsOf(text, item, outline), hypothesesOf(text, item, outline), Object.values(referencesOf(text, outline)).flat(), item.header.fields] as unknown[][];
  };

  it('never throws, and places everything inside the text', () => {
    const anything = fc.oneof(hostile, document, fc.tuple(document, hostile).map(([a, b]) => a + b), fc.tuple(hostile, document).map(([a, b]) => a + b), fc.string({ unit: 'binary', maxLength: 60 }));
    fc.assert(
      fc.property(anything, (text) => {
        for (const span of readAll(text).flat() as { start?: number; end?: number; span?: { start: number; end: number } }[]) {
          const { start = span.span?.start ?? 0, end = span.span?.end ?? 0 } = span;
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
      { ...RUNS, numRuns: 3_000 },
    );
  });

  it.each([
    ['marks of a rule', '* '], ['attributes', ' b'], ['cells', '|-'], ['line numbers', 'a.go:1 '], ['work items', 'WI1 '], ['brackets', ']('], ['emphasis', '**a'], ['underscores', '_'], ['list marks', '- '], ['comments', '<!-- '],
  ])('takes a line of five megabytes of %s', (_, piece) => {
    const line = (length: number) => `${piece.repeat(length / piece.length)}x`;
    for (const start of ['', '<a', 'text\n']) expect(outlineOf(start + line(5_000_000)).headings).toHaveLength(0);
    expect(readAll(line(1_000_000))).toHaveLength(5);
  });
});
