import { describe, expect, it } from 'vitest';
import { failuresIn, teacherOf } from '../../../src/core/lessons/extract.js';
import { harvest, HARVEST_MARK } from '../../../src/core/lessons/harvest.js';
import { rankLessons } from '../../../src/core/lessons/rank.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { corpusFiles } from '../../support/corpus.js';

function teacher(text: string, path = 'WIs/WI1_a.md') {
  return teacherOf(text, parse(text).item, path);
}

const RESET = teacher(`# WI1: Orders cannot connect
**Component**: Orders

## Phase 1: Investigation
### Debug Information (MANDATORY)
- **Error Messages**:
  - "read tcp [::1]:53561->[::1]:30090: connection reset by peer"
- **Evidence**: x

### Root Cause
The node port was 30081,
and the tests asked 30090.

## Lessons Learned & Future Reference (MANDATORY)
### Key Insights for Similar Tasks
- A pod is ready before its server accepts requests
- [ ] *[To be documented]*
\`\`\`
- not a lesson
\`\`\`
### Specific Problems to Avoid in Future
*[To be documented during implementation]*
`);
const CLOCK = teacher('# WI2: Clock drifts\n\n### Problems to Avoid\n\n1. Do not trust the wall clock in tests\n', 'WIs/WI2_b.md');

describe('lessons', () => {
  it('are the points of the sections that teach, each with its line; placeholders and code are none', () => {
    expect(RESET.lessons).toEqual([
      { topic: 'Root Causes', text: 'The node port was 30081, and the tests asked 30090.', line: 11 },
      { topic: 'Key Insights', text: 'A pod is ready before its server accepts requests', line: 16 },
    ]);
    expect(CLOCK.lessons).toEqual([{ topic: 'Problems to Avoid', text: 'Do not trust the wall clock in tests', line: 5 }]);
  });

  it('are ranked by words', () => {
    const [first, ...rest] = rankLessons([RESET, CLOCK], { words: 'wall clock', errors: '' }, 10);
    expect(first).toMatchObject({ path: 'WIs/WI2_b.md', line: 5, sameFailure: false });
    expect(rest).toEqual([]);
    expect(rankLessons([RESET, CLOCK], { words: 'zebra', errors: '' }, 10)).toEqual([]);
  });

  it('of a work item that failed in the same way come first, on other ports, too', () => {
    const found = rankLessons([RESET, CLOCK], { words: 'wall clock tests', errors: 'read tcp [::1]:1024->[::1]:9999: connection reset by peer' }, 10);
    expect(found.map(({ path, sameFailure }) => `${path} ${sameFailure}`)).toEqual(['WIs/WI1_a.md true', 'WIs/WI1_a.md true', 'WIs/WI2_b.md false']);
    expect(failuresIn('TBD\n- short\n')).toEqual([]);
  });

  it('are harvested by topic, and their text opens nothing', () => {
    const hostile = teacher('# WI3: <!-- x\n\n### Key Insights\n\n- see <!-- casebook:begin\n', 'WIs/WI3 c.md');
    const text = harvest([RESET, CLOCK, hostile], (path) => path.replace('WIs/', ''));
    expect(text.startsWith(HARVEST_MARK)).toBe(true);
    expect(text.match(/^## .*$/gm)).toEqual(['## Problems to Avoid', '## Key Insights', '## Root Causes']);
    expect(text).toContain('- Do not trust the wall clock in tests ([WI2](<WI2_b.md>), line 5)');
    expect(text.match(/<!--/g)).toHaveLength(1);
  });

  it('of every document of the corpus stand where they say', () => {
    for (const { name, text } of corpusFiles()) {
      const lines = text.split(/\r\n|\r|\n/);
      for (const lesson of teacher(text, name).lessons) expect(lines[lesson.line - 1], name).toContain(lesson.text.slice(0, 8));
    }
  });
});
