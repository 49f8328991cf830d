import { describe, expect, test } from 'vitest';
import { hypothesisNamed, hypothesisProbesOf, markHypothesis } from '../../../src/core/workItem/hypothesisProbes.js';
import { hypothesesOf } from '../../../src/core/workItem/hypotheses.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { applyEdit } from '../../../src/core/workItem/text.js';

const ID = '20261121-140233-a3f9';
const LATER = '20261122-090000-b001';

/** Each probe on a line: the hypothesis, what is asked, and what is expected. */
const probes = (text: string) =>
  hypothesisProbesOf(text).map(({ number, probe }) => `${number}: ${'problem' in probe ? `! ${probe.problem}` : [probe.target, probe.timeoutMs, probe.insecure ? 'insecure' : undefined, probe.expected.join('|')].filter((part) => part !== undefined).join(' ')}`);

const LIST = `### Hypotheses

- **Hypothesis 1 (open):** nothing listens
  Probe: http://127.0.0.1:8080/ expect refused
- **Hypothesis 2:** the forwarder has no backend
  - **Probe:** \`127.0.0.1:9090\`, expect eof or reset.
- another, see \`casebook probe --timeout 2s --insecure https://localhost:8443/\` (expect self-signed)
- without one

Probe: :1 expect up
`;

describe('the probe of a hypothesis', () => {
  test('is named in a line below it, or as inline code in it', () => {
    expect(probes(LIST)).toEqual(['1: http://127.0.0.1:8080/ refused', '2: 127.0.0.1:9090 eof|reset', '3: https://localhost:8443/ 2000 insecure self-signed']);
  });

  test('stands below a heading or a bold line as well, up to the next heading', () => {
    expect(probes('### Hypothesis 1: Timer\n\nText.\n\n**Probe**: process:orders\n\n#### More\n\nProbe: :1\n')).toEqual(['1: process:orders ']);
    expect(probes('**Theory 1: HTTP/2**\n- detail\n\nProbe: h2c://[::1]:80/ expect up\n')).toEqual(['1: h2c://[::1]:80/ up']);
  });

  test.each([
    ['fences', '- **Hypothesis 1:** x\n\n  ```\n  Probe: :1\n  ```\n'],
    ['comments', '**Hypothesis 1:** x\n\n<!--\nProbe: :1\n-->\n'],
    ['evidence', `**Hypothesis 1:** x\n\n<!-- casebook:begin probe ${ID} -->\nProbe: :1\n<!-- casebook:end probe ${ID} sha256:${'0'.repeat(64)} -->\n`],
    ['a text without hypotheses', '# T\n\nProbe: :1\n'],
    ['a sentence about one', '**Hypothesis 1:** x\n\nThe probe: it was red.\n'],
  ])('is not read from %s', (_, text) => {
    expect(probes(text)).toEqual([]);
  });

  test.each([
    ['cmd -- rm -rf /', '`-rf` is not taken'],
    ['cmd', 'cmd -- COMMAND'],
    ['http://127.0.0.1/ --client "x=rm -rf /"', '--client'],
    ['--ca /etc/passwd https://127.0.0.1/', '--ca'],
    ['$(id)', 'has no port'],
    ['', ''],
    [':1 expect working', '`working` is no answer'],
    [':1 expect refused not up', 'Behind the expected answers'],
    [':1 --timeout soon', '`soon` is no duration'],
    [':1 --timeout 0ms', 'at least 1 ms'],
    [':1 :2', '`:2` follows it'],
  ])('takes one target and no command: %s', (written, problem) => {
    const [said = ''] = probes(`**Hypothesis 1:** x\n\nProbe: ${written}\n`);
    if (written === '') expect(said).toBe('');
    else expect(said).toMatch(/^1: ! /);
    expect(said).toContain(problem);
  });
});

const marked = (text: string, number: number, status: 'supported' | 'refuted' | 'undecided', id = ID) => {
  const { statement } = hypothesisProbesOf(text).find((probe) => probe.number === number) ?? { statement: '' };
  const result = markHypothesis(text, { number, statement }, status, id);
  return 'conflict' in result ? `! ${result.conflict}` : applyEdit(text, result.edit);
};

const read = (text: string) => hypothesesOf(text, parse(text).item, outlineOf(text)).map(({ status, text: stated }) => `${status}: ${stated}`);

describe('what a probe made of it', () => {
  test('stands behind the hypothesis with the id of the evidence, and changes nothing else', () => {
    const after = marked(LIST, 1, 'supported');
    expect(after).toBe(LIST.replace('(open)', `(supported: probe ${ID})`));
    expect(read(after)).toEqual(['supported: nothing listens', ...read(LIST).slice(1)]);
    expect(marked(LIST, 2, 'refuted')).toBe(LIST.replace('Hypothesis 2:', `Hypothesis 2 (refuted: probe ${ID}):`));
  });

  test('is replaced by the next probe; a note of the user\'s stays', () => {
    const noted = '**Hypothesis 1 (open, ask Anna):** x\n\nProbe: :1\n';
    const once = marked(noted, 1, 'undecided');
    expect(once).toBe(`**Hypothesis 1 (undecided: probe ${ID}; ask Anna):** x\n\nProbe: :1\n`);
    expect(read(once)).toEqual(['undecided: x']);
    expect(marked(once, 1, 'refuted', LATER)).toBe(`**Hypothesis 1 (refuted: probe ${LATER}; ask Anna):** x\n\nProbe: :1\n`);
    expect(marked(marked(LIST, 1, 'supported'), 1, 'supported', LATER)).toBe(LIST.replace('(open)', `(supported: probe ${LATER})`));
  });

  test('is written to a heading and to a bold line', () => {
    for (const text of ['### Hypothesis 1: Timer\r\n\r\nProbe: :1\r\n', '### Theories\n\n**Theory 1: HTTP/2**\n\nProbe: :1\n']) {
      const after = marked(text, 1, 'refuted');
      expect(read(after).map((line) => line.split(':')[0])).toEqual(['refuted']);
      expect(after.replace(` (refuted: probe ${ID})`, '')).toBe(text);
    }
  });

  test('finds its hypothesis again when others came before it, and refuses when it is gone', () => {
    const [first] = hypothesisProbesOf(LIST);
    const moved = LIST.replace('- **Hypothesis 1', '- new\n- **Hypothesis 1');
    const result = markHypothesis(moved, first ?? { number: 0, statement: '' }, 'refuted', ID);
    expect('edit' in result && applyEdit(moved, result.edit)).toBe(moved.replace('(open)', `(refuted: probe ${ID})`));
    expect(markHypothesis(LIST.replace('nothing', 'something'), first ?? { number: 0, statement: '' }, 'refuted', ID)).toHaveProperty('conflict');
  });
});

describe('a hypothesis that a person calls by its number', () => {
  const named = (text: string, name: string) => {
    const found = hypothesisNamed(text, name);
    return 'problem' in found ? `! ${found.problem}` : `${found.statement} > ${found.probe.target}`;
  };
  const NUMBERED = '**H3:** late\n\n- **Hypothesis 1:** first\n  Probe: :1 expect up\n\n### Hypothesis 7 - last\n\nProbe: :7\n';
  const PLAIN = '## Hypotheses\n\n- the forwarder\n  Probe: :5\n- the resolver\n';

  test.each([
    [NUMBERED, '7', 'last > :7'],
    [NUMBERED, 'H1', 'first > :1'],
    [PLAIN, 'h1', 'the forwarder > :5'],
  ])('is the one with that label, else the one in that place', (text, name, expected) => {
    expect(named(text, name)).toBe(expected);
  });

  test.each([
    [NUMBERED, '2', 'It has no hypothesis "2": name one of 1 (first), 7 (last)'],
    [PLAIN, '2', 'Hypothesis 2 (the resolver) names no probe: write a line `Probe: TARGET expect ANSWER` below it.'],
    [PLAIN, 'two', 'It has no hypothesis "two": name one of 1 (the forwarder), 2 (the resolver).'],
    ['# T\n', '1', 'It has no hypotheses: write'],
    ['**Hypothesis 1:** a\n\n**Hypothesis 1:** b\n', '1', '2 hypotheses have the number 1 (a, b): number them differently'],
    ['**Hypothesis 1:** a\n\nProbe: cmd -- rm -rf /\n', '1', '`-rf` is not taken from a text'],
  ])('is refused with what to write where it cannot be run', (text, name, expected) => {
    expect(named(text, name)).toContain(`! ${expected}`);
  });
});
