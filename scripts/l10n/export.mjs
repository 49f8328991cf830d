/** Writes the texts of the extension into l10n/bundle.l10n.json, for translators. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE, bundleOf, extractTexts } from './texts.mjs';

const { texts, problems } = await extractTexts();
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  await mkdir(path.dirname(BUNDLE), { recursive: true });
  await writeFile(BUNDLE, bundleOf(texts));
  console.log(`${texts.length} texts are in ${path.relative(process.cwd(), BUNDLE)}.`);
}
