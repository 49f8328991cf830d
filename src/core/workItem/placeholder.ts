/** Text that stands where content is still missing. */

/** One line or bullet that only says that something will come. */
const PLACEHOLDER =
  /^(?:tbd\b.{0,120}|to be (?:determined|documented|filled|completed|defined|added|done)\b.{0,120}|todo|n\/?a yet|pending(?: (?:completion|owner|review|implementation|testing)\b.{0,120})?|not (?:yet )?(?:started|documented|done|available)|\.{3}|…|-|none yet|awaiting .{0,120}|.{0,120}\bwill be (?:documented|filled|added|completed|recorded|written|provided)\b.{0,120})\.?$/i;

/** A bracketed form: `*[… will be documented here]*`, `[To be …]`, `(To be filled …)`, `{{field}}`. */
const BRACKETED = /^(?:\[[^\]\n]*\](?!\()|\((?:to be|tbd|will be|pending)[^)\n]*\)|\{\{[^}\n]*\}\}|<[a-z][^>\n]*>)$/i;

/** Whether a text holds nothing but placeholders, comments and white space. An empty text does, too. */
export function isPlaceholder(text: string): boolean {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .split(/\r\n?|\n/)
    .every((line) => isPlaceholderLine(line));
}

/** Whether a line is empty or says only that something will come. */
export function isPlaceholderLine(line: string): boolean {
  const bare = line
    .trim()
    .replace(/^(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/, '')
    .replace(/^(?:[-*+]|\d{1,9}[.)]|\[[ xX]\])$/, '')
    .replace(/^[*_`~\s]+|[*_`~\s]+$/g, '');
  return bare === '' || PLACEHOLDER.test(bare) || BRACKETED.test(bare);
}
