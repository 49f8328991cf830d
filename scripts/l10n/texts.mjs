/** The texts that are said in the reader's language, read out of the sources: what the extension says by `vscode.l10n.t`, the report panel by `t`, and reports by `say`. */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { unsaidTexts } from './unsaid.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the texts lie for translators: `bundle.l10n.<language>.json` beside it is a translation. */
export const BUNDLE = path.join(root, 'l10n/bundle.l10n.json');

/**
 * A folder, the function by which its texts are said, and the files in which every text for people must be.
 * @type {readonly { readonly folder: string; readonly says: string; readonly onlySaid?: RegExp }[]}
 */
const SOURCES = [
  { folder: 'src/vscode', says: 'vscode.l10n.t' },
  { folder: 'webview', says: 't', onlySaid: /^/ },
  // Style sheets have no texts; what is only in exports is in English.
  { folder: 'src/core/report', says: 'say', onlySaid: /^(documents\/|plots\/(?!plotStyle|stripPlot)|(strip|runFacts|testsReport|reportModel|reportWords|outcomeWords)\.ts)/ },
  { folder: 'src/node/evidence', says: 'say', onlySaid: /^report\.ts/ },
];

/**
 * @typedef {object} Extracted
 * @property {string[]} texts     each once, sorted
 * @property {string[]} problems  a sentence for each use that cannot be translated
 */

/** @returns {Promise<Extracted>} */
export async function extractTexts() {
  const found = new Set();
  const problems = [];
  for (const { folder, says, onlySaid } of SOURCES) {
    const inside = path.join(root, folder);
    for (const name of (await readdir(inside, { recursive: true })).filter((file) => file.endsWith('.ts')).sort()) {
      const file = `${folder}/${name}`;
      const code = await readFile(path.join(inside, name), 'utf8');
      const read = textsOf(file, code, says);
      for (const text of read.texts) found.add(text);
      problems.push(...read.problems, ...(onlySaid?.test(name) ? unsaidTexts(file, code, says) : []));
    }
  }
  return { texts: [...found].sort(), problems };
}

/**
 * @param {string} file  its name, for what is said of it
 * @param {string} code
 * @param {string} [says]  the function that says texts there
 * @returns {Extracted}
 */
export function textsOf(file, code, says = 'vscode.l10n.t') {
  /** @type {Extracted} */
  const extracted = { texts: [], problems: [] };
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === says) read(node, source, extracted);
    else if (ts.isIdentifier(node) && isAstray(node, source, says)) extracted.problems.push(`${placeOf(node, source)}: ${says === 'vscode.l10n.t' ? 'l10n' : says} is used for ${says}('…') only.`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return extracted;
}

/**
 * Whether texts could be said here by another name, where they are not found: the function may be called, and handed to what says texts by it.
 * @param {ts.Identifier} name
 * @param {ts.SourceFile} source
 * @param {string} says
 */
function isAstray(name, source, says) {
  const { parent } = name;
  if (says === 'vscode.l10n.t') {
    if (name.text !== 'l10n') return false;
    const member = parent.parent;
    return member.getText(source) !== 'vscode.l10n.bundle' && !(member.getText(source) === says && ts.isCallExpression(member.parent) && member.parent.expression === member);
  }
  if (name.text === 'inEnglish') return ts.isCallExpression(parent) && parent.expression === name && !source.fileName.endsWith('/say.ts');
  if (name.text !== says) return false;
  return (ts.isVariableDeclaration(parent) && parent.initializer === name) || ((ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) && parent.propertyName === name);
}

/**
 * @param {ts.CallExpression} call
 * @param {ts.SourceFile} source
 * @param {Extracted} extracted  takes the text, or why there is none
 */
function read(call, source, { texts, problems }) {
  const where = placeOf(call, source);
  const [text, ...values] = call.arguments;
  if (!text || !ts.isStringLiteralLike(text)) {
    problems.push(`${where}: a text is a literal, with {0} for what differs.`);
    return;
  }
  const named = new Set(Array.from(text.text.matchAll(/\{(\d+)\}/g), ([, number]) => Number(number)));
  if (values.some((value, index) => ts.isSpreadElement(value) || !named.has(index)) || [...named].some((number) => number >= values.length)) problems.push(`${where}: the text names ${[...named].map((number) => `{${number}}`).join(', ') || 'no value'}, and gets ${values.length}.`);
  texts.push(text.text);
}

/**
 * @param {ts.Node} node
 * @param {ts.SourceFile} source
 */
function placeOf(node, source) {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** @param {readonly string[]} texts */
export function bundleOf(texts) {
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
}
