/** The texts that the extension hands to `vscode.l10n.t`, read out of its sources. */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = path.join(root, 'src/vscode');

/** Where the texts lie for translators: `bundle.l10n.<language>.json` beside it is a translation. */
export const BUNDLE = path.join(root, 'l10n/bundle.l10n.json');

/**
 * @typedef {object} Extracted
 * @property {string[]} texts     each once, sorted
 * @property {string[]} problems  a sentence for each use that cannot be translated
 */

/** @returns {Promise<Extracted>} */
export async function extractTexts() {
  const found = new Set();
  const problems = [];
  for (const file of (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts')).sort()) {
    const read = textsOf(file, await readFile(path.join(sources, file), 'utf8'));
    for (const text of read.texts) found.add(text);
    problems.push(...read.problems);
  }
  return { texts: [...found].sort(), problems };
}

/**
 * @param {string} file  its name, for what is said of it
 * @param {string} code
 * @returns {Extracted}
 */
export function textsOf(file, code) {
  /** @type {Extracted} */
  const extracted = { texts: [], problems: [] };
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isIdentifier(node) && node.text === 'l10n') read(node, source, extracted);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return extracted;
}

/**
 * @param {ts.Identifier} name  `l10n`
 * @param {ts.SourceFile} source
 * @param {Extracted} extracted  takes the text, or why there is none
 */
function read(name, source, { texts, problems }) {
  const where = `${source.fileName}:${source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1}`;
  const callee = name.parent.parent;
  const call = callee.parent;
  if (callee.getText(source) !== 'vscode.l10n.t' || !ts.isCallExpression(call) || call.expression !== callee) {
    problems.push(`${where}: l10n is used for vscode.l10n.t('…') only.`);
    return;
  }
  const [text, ...values] = call.arguments;
  if (!text || !ts.isStringLiteralLike(text)) {
    problems.push(`${where}: a text is a literal, with {0} for what differs.`);
    return;
  }
  const named = new Set(Array.from(text.text.matchAll(/\{(\d+)\}/g), ([, number]) => Number(number)));
  if (values.some((_, index) => !named.has(index)) || [...named].some((number) => number >= values.length)) problems.push(`${where}: the text names ${[...named].map((number) => `{${number}}`).join(', ') || 'no value'}, and gets ${values.length}.`);
  texts.push(text.text);
}

/** @param {readonly string[]} texts */
export function bundleOf(texts) {
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
}
