/**
 * Text that stands where content is still missing. The forms are those that teams write: `*[… will be documented here]*`, `[To be …]`,
 * `(To be filled …)`, `*To be completed …*`, `TBD`, `TBD - …`, `Pending`, `*Pending completion of Phase 3*`. Since a placeholder is
 * replaced by the first evidence, what could be an observation is none: numbers, times, code, links and colons tell of something.
 */

/** What a placeholder starts with. */
const OPENING = /^(?:tbd|todo|to be (?:determined|documented|filled|completed|defined|added|done|decided|recorded|provided|written|based)|pending|not yet (?:started|documented|done|available|known)|none yet|awaiting (?:owner|review|approval|validation|feedback|implementation|testing|results?))\b/i;

/** What a sentence promises that stands in brackets or in emphasis. */
const PROMISE = /\b(?:will be (?:documented|filled|added|completed|recorded|written|provided)|to be \w+|tbd|pending|todo)\b/i;

/** Signs of an observation. A phase may be named by its number. */
const TELLING = /[0-9:`]|https?\b/i;

const MAX_LENGTH = 160;

/** Whether a text holds nothing but placeholders, comments and white space. An empty text does, too. */
export function isPlaceholder(text: string): boolean {
  return withoutComments(text).split(/\r\n?|\n/).every(isPlaceholderLine);
}

/** Whether a text may be replaced by the first content: nothing that somebody wrote is lost with it, a comment neither. */
export function isReplaceable(text: string): boolean {
  return !text.includes('<!--') && isPlaceholder(text);
}

/** Whether a line is empty or says only that something will come. */
export function isPlaceholderLine(line: string): boolean {
  const item = line
    .trim()
    .replace(/^(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/, '')
    .replace(/^(?:[-*+]|\d{1,9}[.)]|\[[ xX]\])$/, '');
  const bare = item.replace(/^[*_~\s]+|[*_~\s]+$/g, '');
  if (bare === '' || bare === '...' || bare === '…' || /^\{\{[^{}]*\}\}$/.test(bare)) return true;
  if (bare.length > MAX_LENGTH || TELLING.test(bare.replace(/\bphase \d\b/gi, ''))) return false;
  const bracketed = /^(?:\[[^[\]]*\]|\([^()]*\))$/.test(bare);
  const emphasised = bare !== item;
  return OPENING.test(bare) || ((bracketed || emphasised) && PROMISE.test(bare));
}

/** Linear, also where comments are opened thousands of times and never closed. */
function withoutComments(text: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    const open = text.indexOf('<!--', from);
    const close = open === -1 ? -1 : text.indexOf('-->', open + 4);
    if (close === -1) return result + text.slice(from);
    result += text.slice(from, open);
    from = close + 3;
  }
}
