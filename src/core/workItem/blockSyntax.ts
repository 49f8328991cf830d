/** How the blocks of CommonMark and of GFM's tables begin and end, line by line. Every pattern is linear in its line. */

export const ATX = /^(#{1,6})(?:[ \t]+(.*))?$/;
export const FENCE = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
export const LIST_ITEM = /^([-+*]|\d{1,9}[.)])([ \t]+|$)/;
export const COMMENT_END = /-->/;

/** Start conditions of HTML blocks 1–7 (CommonMark 4.6). */
const HTML_STARTS: readonly { readonly start: RegExp; readonly until: RegExp | undefined; readonly interrupts: boolean }[] = [
  { start: /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, until: /<\/(?:script|pre|style|textarea)>/i, interrupts: true },
  { start: /^<!--/, until: COMMENT_END, interrupts: true },
  { start: /^<\?/, until: /\?>/, interrupts: true },
  { start: /^<![a-z]/i, until: />/, interrupts: true },
  { start: /^<!\[CDATA\[/, until: /\]\]>/, interrupts: true },
  {
    start: /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i,
    until: undefined,
    interrupts: true,
  },
  {
    start: /^(?:<[a-z][a-z0-9-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-z][a-z0-9-]*\s*>)\s*$/i,
    until: undefined,
    interrupts: false,
  },
];

export function htmlStart(rest: string, inParagraph: boolean): { until: RegExp | undefined } | undefined {
  if (!rest.startsWith('<')) return undefined;
  return HTML_STARTS.find(({ start, interrupts }) => (interrupts || rest.length <= MAX_LINE) && (interrupts || !inParagraph) && start.test(rest));
}

/** Whether a line starts a block, and so cannot be the lazy continuation of a paragraph inside a container that it does not match. */
export function startsBlock(rest: string): boolean {
  return ATX.test(rest) || FENCE.test(rest) || isThematic(rest) || rest.startsWith('>') || htmlStart(rest, true) !== undefined || LIST_ITEM.test(rest);
}

/** Whether a line is a rule: three or more of one mark, and white space. Without a regular expression: its groups overflow the stack on a line of megabytes. */
export function isThematic(line: string): boolean {
  const mark = line.charAt(0);
  if (mark !== '*' && mark !== '-' && mark !== '_') return false;
  let marks = 0;
  // From the end, where nested list marks have their text: each level of them asks again.
  for (let at = line.length - 1; at >= 0; at -= 1) {
    const char = line.charAt(at);
    if (char === mark) marks += 1;
    else if (char !== ' ' && char !== '\t') return false;
  }
  return marks >= 3;
}

/** A longer line is no table and no element of its own: patterns with groups overflow the stack on lines of megabytes. UTF-16 code units. */
const MAX_LINE = 16 * 1024;

/** A list item interrupts a paragraph only if it is not empty and, if ordered, starts with 1. */
export function mayInterrupt(item: RegExpExecArray): boolean {
  const marker = item[1] ?? '';
  return item[0].length < item.input.trimEnd().length && (!/^\d/.test(marker) || Number.parseInt(marker, 10) === 1);
}

export function closesFence(rest: string, indent: number, fence: { readonly char: string; readonly length: number }): boolean {
  const run = rest.trimEnd();
  return indent < 4 && run.length >= fence.length && run === fence.char.repeat(run.length);
}

/** Width of the leading white space: in columns (tab stops of 4) and in characters. */
export function indentOf(raw: string, from = 0): { columns: number; chars: number } {
  let columns = from;
  let chars = 0;
  for (; chars < raw.length; chars += 1) {
    const char = raw.charAt(chars);
    if (char === ' ') columns += 1;
    else if (char === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return { columns, chars };
}

/** Whether a line is the delimiter row of a GFM table under the given header row. */
export function isDelimiterRow(row: string, header: string): boolean {
  if (row.length > MAX_LINE) return false;
  if (!/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/.test(row)) return false;
  if (!row.includes('|') && !row.includes(':')) return false;
  return cells(row) === cells(header);
}

function cells(row: string): number {
  const inner = row.trim().replace(/\\./g, '').replace(/^\|/, '').replace(/\|$/, '');
  return inner.split('|').length;
}

/** Whether a paragraph consists of link reference definitions only, which leave no paragraph behind. */
export function isOnlyDefinitions(content: string): boolean {
  return content
    .trim()
    .split(/[\r\n]+/)
    .every((line) => /^ {0,3}\[[^\]^][^\]]*\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*$/.test(line));
}
