import { expect, it } from 'vitest';
import { contentsOf } from '../../../src/core/workItem/contents.js';
import { parse } from '../../../src/core/workItem/parse.js';

const RUN = '20261121-140233-a3f9';
const block = (kind: string, id: string, body: string) => `<!-- casebook:begin ${kind} ${id} -->\n${body}\n<!-- casebook:end ${kind} ${id} sha256:${'0'.repeat(64)} -->`;

const text = `# WI1: t

- [ ] before the phases

## Phase 1: Investigation

- [ ] ask the *owner*
- [x] read the log

${block('run', RUN, '\n**3 of 100 attempts failed: failure rate 3.0 %.** Flaky.\n\n- [ ] not a task of ours')}

\`\`\`
- [ ] in code
\`\`\`

## Phase 5: Testing & Validation

### Test Results

${block('probe', '20261121-150000-0001', '[`http://127.0.0.1`](x.md) is **up**')}
${block('snapshot', '20261121-150000-0002', '')}
`;

it('tells what stands in each phase, and what stands in none', () => {
  const { item, outline } = parse(text);
  const { phases, elsewhere } = contentsOf(text, item, outline);
  expect(elsewhere.checkboxes.map(({ text: said }) => said)).toEqual(['before the phases']);
  expect(phases.get('Investigation')?.checkboxes.map(({ done, text: said }) => [done, said])).toEqual([[false, 'ask the *owner*'], [true, 'read the log']]);
  expect(phases.get('Investigation')?.evidence).toEqual([{ kind: 'run', id: RUN, title: '3 of 100 attempts failed: failure rate 3.0 %. Flaky.', at: text.indexOf('<!-- casebook:begin run') }]);
  expect(phases.get('Testing & Validation')?.evidence.map(({ kind, title }) => [kind, title])).toEqual([['probe', 'http://127.0.0.1 is up'], ['snapshot', 'snapshot']]);
  expect(phases.get('Design')).toEqual({ evidence: [], checkboxes: [] });
});

it('a phase that stands twice holds what is in both', () => {
  const twice = '## Phase 4: A\n- [ ] one\n## Phase 4: B\n- [ ] two\n';
  const { item, outline } = parse(twice);
  expect(contentsOf(twice, item, outline).phases.get('Implementation')?.checkboxes.map(({ text: said }) => said)).toEqual(['one', 'two']);
});
