import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BUNDLE, bundleOf, extractTexts, textsOf } from '../../scripts/l10n/texts.mjs';
import { unsaidTexts } from '../../scripts/l10n/unsaid.mjs';

test('the bundle for translators has each text of the extension and its reports, and no other: `npm run l10n` writes it', async () => {
  const { texts } = await extractTexts();
  expect(texts.length).toBeGreaterThan(500);
  // One of each source: the extension, its panel, plots, documents, and what puts documents together.
  expect(texts).toEqual(expect.arrayContaining(['There is no log of attempt {0}: logs stay on the machine that made the run, and are kept out of git.', 'Rows {0} to {1} of {2}', 'Durations of attempts', 'Fault test', 'Before and after']));
  expect(await readFile(BUNDLE, 'utf8')).toBe(bundleOf(texts));
});

test('each text is a literal, names the values that it gets, and no text of a report is left unsaid', async () => {
  expect((await extractTexts()).problems).toEqual([]);
});

test('a text that is put together, one with a value too many or too few, and another name for the function are found', () => {
  const code = [
    "vscode.l10n.t('Written into {0}.', name);",
    'vscode.l10n.t(`Written into ${name}.`);',
    "vscode.l10n.t('Written.', name);",
    "vscode.l10n.t('Written into {0}.');",
    "vscode.l10n.t('It has {file} in it.');",
    'const { t } = vscode.l10n;',
    'const texts = translationsOf(vscode.l10n.bundle);',
    "vscode.l10n.t('{0} of {1}', ...counts);",
    'const said = items.map(vscode.l10n.t);',
  ].join('\n');
  const { texts, problems } = textsOf('some.ts', code);
  expect(texts).toEqual(['Written into {0}.', 'Written.', 'Written into {0}.', 'It has {file} in it.', '{0} of {1}']);
  expect(problems).toEqual([
    'some.ts:2: a text is a literal, with {0} for what differs.',
    'some.ts:3: the text names no value, and gets 1.',
    'some.ts:4: the text names {0}, and gets 0.',
    "some.ts:6: l10n is used for vscode.l10n.t('…') only.",
    'some.ts:8: the text names {0}, {1}, and gets 1.',
    "some.ts:9: l10n is used for vscode.l10n.t('…') only.",
  ]);
});

test('where a text is said by a function that was handed over, the function may be handed on, and has one name', () => {
  const code = [
    "export function draw(rows: Row[], say: Say = inEnglish): Drawing { return table(rows, say); }",
    "const WORDS = { good: (say: Say) => say('Well done') };",
    "say(good ? 'Well done' : 'Not done');",
    'const other = say;',
    "const also = inEnglish('Well done');",
    "import { say as speak } from './say.js';",
    'const { say: speak } = context;',
  ].join('\n');
  const { texts, problems } = textsOf('src/core/report/some.ts', code, 'say');
  expect(texts).toEqual(['Well done']);
  expect(problems.map((problem) => problem.slice('src/core/report/some.ts:'.length))).toEqual([
    '3: a text is a literal, with {0} for what differs.',
    "4: say is used for say('…') only.",
    "5: say is used for say('…') only.",
    "6: say is used for say('…') only.",
    "7: say is used for say('…') only.",
  ]);
});

test.each([
  ["el('h2', { text: 'durations' });", 'durations'],
  ["el('div', { attributes: { role: 'group', 'aria-label': `rows of ${name}` } });", 'rows of'],
  ["setText(button, shown ? 'plot' : t('Table'));", 'plot'],
  ["linkButton(location, `open ${location}`, () => ask());", 'open'],
  ['element.textContent = `${count} failed`;', 'failed'],
  ["new Text('attempt ');", 'attempt'],
  ["const COLUMNS = [{ title: 'count' }];", 'count'],
  ["return { name: 'Fault test' };", 'Fault test'],
  ["return failed ? 'it failed twice' : '';", 'it failed twice'],
  ["node('text', { class: 'quiet' }, 'attempt');", 'attempt'],
  ["return { ...mark, words: () => `at ${time}` };", 'at'],
  ["parts.push(`${count} of them: ${names}`);", 'of them:'],
])('a text that is not said is found: %s', (code, text) => {
  expect(unsaidTexts('some.ts', code, 't')).toEqual([`some.ts:1: '${text}' is not said by t('…').`]);
});

test.each([
  "import { el } from './dom.js';",
  "el('p', { class: 'visually hidden', attributes: { role: 'status', 'data-title': title } });",
  "el('h2', { text: t('Durations') });",
  "setText(button, t('Open {0}', label));",
  "switch (key) { case 'PageDown': return 1; }",
  "if (event.key === 'ArrowLeft' || name in { Home: 1 }) return;",
  "throw new Error('The page has no element');",
  "host.ask({ type: 'openLog', attempt });",
  "const root = document.getElementById('report');",
  "node('line', { class: 'grid', x1: 0 });",
  "element.className = 'side-by-side';",
  "return { label: words === '' ? label : `${label}, ${words}`, text: '' };",
  "const text: 'Open Work Item' | undefined = undefined;",
])('what is for the machine, or said, is no such text: %s', (code) => {
  expect(unsaidTexts('some.ts', code, 't')).toEqual([]);
});
