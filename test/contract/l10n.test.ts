import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BUNDLE, bundleOf, extractTexts, textsOf } from '../../scripts/l10n/texts.mjs';

test('the bundle for translators has each text of the extension, and no other: `npm run l10n` writes it', async () => {
  const { texts } = await extractTexts();
  expect(texts.length).toBeGreaterThan(100);
  expect(await readFile(BUNDLE, 'utf8')).toBe(bundleOf(texts));
});

test('each text is a literal, and names the values that it gets', async () => {
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
  ].join('\n');
  const { texts, problems } = textsOf('some.ts', code);
  expect(texts).toEqual(['Written into {0}.', 'Written.', 'Written into {0}.', 'It has {file} in it.']);
  expect(problems).toEqual([
    'some.ts:2: a text is a literal, with {0} for what differs.',
    'some.ts:3: the text names no value, and gets 1.',
    'some.ts:4: the text names {0}, and gets 0.',
    "some.ts:6: l10n is used for vscode.l10n.t('…') only.",
  ]);
});
