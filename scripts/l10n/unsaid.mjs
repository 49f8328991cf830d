/**
 * Texts for people that are not said in the reader's language. Which literals are for people is told by where they stand (what becomes the text or the label of an
 * element, a title, a heading) and, anywhere, by what they look like: several words, or a word with a capital. Literals for the machine are neither.
 */
import ts from 'typescript';

/** Properties whose values are for people, whatever they look like. */
const FOR_PEOPLE = new Set(['text', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'alt', 'placeholder', 'title', 'heading', 'label', 'words', 'description', 'paragraphs', 'idle']);

/** Properties whose values are for the machine, or are in English by intent: a headline is the sentence that stands in the work item. */
const NOT_SAID = new Set(['class', 'headline', 'transform', 'viewBox']);

/** Functions that make texts for people of some of their arguments, from the one with this index on. */
const WRITES = new Map([['setText', 1], ['Text', 0], ['linkButton', 0], ['part', 0]]);

const LETTERS = /\p{L}{2}/u;
const LIKE_WORDS = /\p{L}{2,}[,.:;]? \p{L}|^\W*\p{Lu}\p{Ll}/u;

/**
 * @param {string} file  its name, for what is said of it
 * @param {string} code
 * @param {string} says  the function that says texts there
 * @returns {string[]} a sentence for each
 */
export function unsaidTexts(file, code, says) {
  /** @type {string[]} */
  const problems = [];
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const visit = (/** @type {ts.Node} */ node, /** @type {boolean} */ forPeople) => {
    if (isForMachine(node, source, says)) return;
    const text = textOf(node);
    if (text !== undefined && (forPeople ? LETTERS : LIKE_WORDS).test(text)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      problems.push(`${file}:${line}: '${text.trim()}' is not said by ${says}('…').`);
    }
    ts.forEachChild(node, (child) => visit(child, isForPeople(node, child, source, forPeople)));
  };
  visit(source, false);
  return problems;
}

/** @param {ts.Node} node */
function textOf(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : undefined;
}

/**
 * @param {ts.Node} node
 * @param {ts.SourceFile} source
 * @param {string} says
 */
function isForMachine(node, source, says) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node) || ts.isThrowStatement(node)) return true;
  if (ts.isPropertyAssignment(node)) return NOT_SAID.has(nameOf(node));
  // What is compared with, looked up or chosen by is a name.
  if (ts.isStringLiteralLike(node)) {
    const { parent } = node;
    return (ts.isPropertyAssignment(parent) && parent.name === node) || ts.isCaseClause(parent) || ts.isElementAccessExpression(parent) || (ts.isBinaryExpression(parent) && COMPARES.has(parent.operatorToken.kind)) || (ts.isCallExpression(parent) && parent.arguments[0] === node && parent.expression.getText(source) === says);
  }
  return false;
}

const COMPARES = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.InKeyword]);

/**
 * Whether what stands below is for people: handed down through conditions, lists and templates, but not into calls, which make what they like of their arguments.
 * @param {ts.Node} node
 * @param {ts.Node} child
 * @param {ts.SourceFile} source
 * @param {boolean} forPeople  whether the node is
 */
function isForPeople(node, child, source, forPeople) {
  if (ts.isPropertyAssignment(node)) return child === node.initializer && FOR_PEOPLE.has(nameOf(node));
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const index = (node.arguments ?? []).findIndex((argument) => argument === child);
    const from = WRITES.get(node.expression.getText(source));
    if (node.expression.getText(source) === 'node' && node.arguments?.[0] && textOf(node.arguments[0]) === 'text') return index >= 2;
    return from !== undefined && index >= from;
  }
  if (ts.isConditionalExpression(node)) return forPeople && child !== node.condition;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return child === node.right && /\.(textContent|innerText|title|ariaLabel|alt)$/.test(node.left.getText(source));
  return forPeople && (ts.isArrayLiteralExpression(node) || ts.isTemplateExpression(node) || ts.isTemplateSpan(node) || ts.isParenthesizedExpression(node) || ts.isBinaryExpression(node) || ts.isSpreadElement(node) || ts.isAsExpression(node) || ts.isArrowFunction(node));
}

/** @param {ts.PropertyAssignment} property */
function nameOf({ name }) {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}
