import { counted } from '../../report/format.js';
import { COUNT_WORD, countOf } from '../claims/numbers.js';
import { linesBefore, within, type ClaimFence, type ClaimLine, type ClaimText } from '../claims/document.js';
import type { Finding, Rule } from '../rule.js';

/** A number of things, and the things: readers count one of the two. */
export const claimCount: Rule = {
  id: 'claim-count',
  severity: 'warning',
  summary: 'A count is not that of what is listed or shown.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    yield* announcedLists(seen);
    for (const line of seen.prose) {
      if (!line.prose.includes('(') || !line.prose.includes(',')) continue;
      yield* enumerations(line);
    }
    yield* excerpts(seen);
    yield* parts(seen);
  },
};

/** What a number behind it names, and does not count: `tier 3 targets`. Source of a lookbehind. */
const NAMED = '(?<!\\b(?:tier|phase|level|stage|step|version|layer|part|day|week|month|quarter|sprint|wave|round|group|priority|class|category|type|option|milestone|iteration|chapter|section|table|figure|attempt|run|node|task|issue|bug|item|release|zone|area|line|page|pattern|rule|team|gap|fix|scenario|severity|gate)s?[ #-])';

/** `3 reasons:`, and nothing behind the colon: the list that follows is theirs. */
const ANNOUNCED = new RegExp(`(?<![\\w.,/:#~<>+§–-]|or |than |least |most )${NAMED}(\\d{1,3}|${COUNT_WORD}) (?!of\\b|out\\b)((?:[a-z-]{2,30} ){0,3}[a-z-]{2,30}s)[*_ ]{0,6}:[*_ ]{0,6}$`, 'i');

/** Of a longer line only the end is looked at. */
const MAX_ANNOUNCED = 200;

/** In front of a number that is part of a name: `Test 4 requirements`, `Java 21 features`, `Feb 13`. */
const NAME_OF = /\b(?!(?:The|All|These|Those|Our|Its|Has|Have|Found|Only|Both|Now|Are|There)\b)[A-Z][\w.]*[*_]{0,3} $/;
/** In front of what the list is not about: `before running with 4 processes`, `one of two things`, `the top 10 files`. */
const ASIDE = /\b(?:with|under|before|after|for|from|within|returning|against|in|across|(?<!\btotal )of|between|over|through|every|top|first|last)(?: (?:all|the|these|running|fixing|remaining|only|our|its))? $|\ball (?:of )?(?:the |our |its )?$/i;

/** Behind one of these, or another count, the words are no longer what is counted. */
const OTHER_WORD = new RegExp(`^(?:and|or|via|by|to|with|from|in|of|for|on|per|into|as|at|${COUNT_WORD})$`, 'i');

/** A list of more is one of kinds. */
const MOST = 12;

/** Units, and what is counted elsewhere than in the list. */
const NO_THINGS = /(?:second|minute|hour|day|week|month|year|time|percent|byte|ms|attempt|run|iteration|line|point|retrie|failure|pass(?:e)?|event|request|version)s$/i;

function* announcedLists({ prose }: ClaimText): Generator<Finding> {
  for (let at = 0; at < prose.length; at += 1) {
    const line = prose[at];
    const end = line?.prose.trimEnd() ?? '';
    // A colon in front of inline code announces the code.
    if (!line || !/[:*_]$/.test(end) || end.length !== line.raw.trimEnd().length) continue;
    const match = ANNOUNCED.exec(end.slice(-MAX_ANNOUNCED));
    const before = end.slice(0, end.length - (match?.[0].length ?? 0));
    if (!match || (match[2] ?? '').split(' ').some((word) => NO_THINGS.test(word) || OTHER_WORD.test(word)) || NAME_OF.test(before) || ASIDE.test(before)) continue;
    const said = countOf(match[1] ?? '');
    const items = itemsBehind(prose, at, said);
    // More than a dozen are listed by their kinds.
    if (items === undefined || said < 2 || said > MOST || items === said) continue;
    yield { span: within(line, end.length - match[0].length, match[0].length), message: `The text says ${said}, and the list below it has ${counted(items, 'item')}: correct the number, or list all.`, fix: { title: `Write ${items}`, edit: { ...within(line, end.length - match[0].length, (match[1] ?? '').length), text: String(items) }, judgement: true } };
  }
}

/** The items of the outermost level of the list right behind a line; undefined where there is none, or one that may mean something else. */
function itemsBehind(prose: readonly ClaimLine[], at: number, said: number): number | undefined {
  const parent = prose[at];
  let next = at + 1;
  if (prose[next]?.raw.trim() === '') next += 1;
  const first = prose[next];
  const shape = first && LIST_ITEM.exec(first.raw);
  if (!parent || !first || !shape || first.section !== parent.section) return undefined;
  const indent = (shape[1] ?? '').length;
  // Behind an item of a list, items of the same depth are its siblings.
  const own = LIST_ITEM.exec(parent.raw);
  if (own && indent <= (own[1] ?? '').length) return undefined;
  let items = 0;
  let several = false;
  let blank = false;
  for (let line = first; ; ) {
    const item = LIST_ITEM.exec(line.raw);
    const depth = (/^\s*/.exec(line.raw)?.[0] ?? '').length;
    // Another bullet at the same depth: a list in an item that is not indented.
    if (item && !blank && depth === indent && item[2] !== shape[2]) return undefined;
    if (line.raw.trim() === '') blank = true;
    else if (depth < indent || (depth === indent && (item ? item[2] !== shape[2] || (blank && TASK.test(line.raw) && !TASK.test(first.raw)) : blank)) || line.section !== parent.section || /^#{1,6} /.test(line.raw)) break;
    else {
      if (item && depth === indent) {
        // A labelled item (`**Impact**: low`) speaks of the others, unless all are numbered.
        if (shape[2] !== undefined && LABELLED.test(line.raw)) return undefined;
        items += 1;
        several ||= SEVERAL.test(line.raw);
      }
      // An open end makes the list no count.
      if (/\betc\b|\.\.\.\s*$|…\s*$|\band (?:\d+ )?(?:more|others)\b/i.test(line.raw)) return undefined;
      blank = false;
    }
    next += 1;
    const following = prose[next];
    if (!following) break;
    if (next - at > MAX_LIST) return undefined;
    line = following;
  }
  return several && items < said ? undefined : items;
}

/** A list of more lines is not counted. */
const MAX_LIST = 60;

/** Its depth, and its bullet; numbers have none. */
const LIST_ITEM = /^(\s*)(?:([-*+])|\d{1,3}[.)])\s+\S/;
const TASK = /^\s*[-*+]\s+\[[ xX]\]/;
/** An item of several: two names that a slash, a comma or "and" parts. */
const SEVERAL = /`\s?(?:\/|,|&|\+|and)\s?`/;
const LABELLED = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\*\*|__)[^*_]{1,40}(?:\*\*|__)\s*:|^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\*\*|__)[^*_]{1,40}:(?:\*\*|__)/;

/** `4 NICs (eth0, eth1, eth2, eth3)`: a doubtful one, since brackets may hold examples. */
const ENUMERATION = new RegExp(`(?<![\\w.,/:#~<>+§–-]|or |than |least |most |of )${NAMED}(\\d{1,2}|${COUNT_WORD}) (?:[A-Za-z-]{2,30} ){0,2}[A-Za-z-]{2,30}s[*_]{0,3} (?:[a-z ]{2,30} )?\\(([^()]{3,200})\\)`, 'gi');

const ONE_NAME = /^[`'"*_]{0,3}[A-Za-z@/.][\w@/.-]{0,60}[`'"*_]{0,3}$/;

function* enumerations(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(ENUMERATION)) {
    // Names in code are blank in prose.
    const inner = line.raw.slice(match.index + match[0].length - 1 - (match[2] ?? '').length, match.index + match[0].length - 1);
    const said = countOf(match[1] ?? '');
    // Brackets of numbers, sentences and examples are no lists of what was counted.
    if (!inner.includes(',') || NAME_OF.test(line.prose.slice(Math.max(0, match.index - 40), match.index)) || /\d{2,}|[;:=<>~]|\be\.?g\b|\bi\.?e\b|\bsuch as\b|\blike\b|\bincl|\betc\b|\.{3}|…|\bor\b|\bnot\b|\bper\b|\bof\b|^\s*\d/i.test(inner) || NO_THINGS.test(/\S+s(?=[*_]{0,3} )/.exec(match[0].slice(0, match[0].indexOf('(')))?.[0] ?? '')) continue;
    const items = inner.split(/,(?:\s+and\s+)?|\s+and\s+/).map((item) => item.trim()).filter((item) => item !== '');
    // Words, and a number that is far from theirs, are kinds and examples: only one name each, and nearly as many, look like all of them.
    if (items.length === said || said < 2 || said > MOST || Math.abs(items.length - said) > Math.max(1, said / 4) || !items.every((item) => ONE_NAME.test(item))) continue;
    yield { span: within(line, match.index, match[0].length), severity: 'hint', message: `The text says ${said}, and the brackets name ${items.length}: correct the number, or name all.` };
  }
}

/** `20+ failures`, two shown, and "18 more". */
const CLAIMED = new RegExp(`(?<![\\w.,/:#~<>-])(\\d{1,6})(\\+)? ((?:[a-z-]{2,30} ){0,3}[a-z-]{3,30}s)\\b`, 'i');
const MORE = /^\s*(?:\.{3}|…)\s*\(?(\d{1,6}) (?:more|other|further|identical|similar)\b/i;

function* excerpts({ prose, fences }: ClaimText): Generator<Finding> {
  for (const fence of fences) {
    const more = fence.lines.find(({ raw }) => MORE.test(raw));
    const first = fence.lines[0];
    if (!more || !first) continue;
    const said = lineBefore(prose, first.number);
    const match = said && CLAIMED.exec(said.prose);
    if (!said || !match) continue;
    const shown = recordsBefore(fence, more);
    const rest = Number(MORE.exec(more.raw)?.[1]);
    const claimed = Number(match[1]);
    const span = within(said, match.index, match[0].length);
    const numbers = `${match[1] ?? ''}${match[2] ?? ''} ${match[3] ?? ''}`;
    if (match[2] === undefined ? shown + rest !== claimed : shown + rest < claimed) yield { span, message: `The text says ${numbers}; ${shown} are shown and ${rest} more are told of, which is ${shown + rest}: correct the number.` };
    else if (rest > shown) yield { span, severity: 'hint', message: `The text says ${numbers}, and shows ${shown}: the other ${rest} are only told of. Link the whole log, or let \`casebook run\` count them.` };
  }
}

/** The last line of prose before a line, if it is near: blank ones are passed over. */
function lineBefore(prose: readonly ClaimLine[], number: number): ClaimLine | undefined {
  return linesBefore(prose, number, 3).findLast(({ raw, number: own }) => raw.trim() !== '' && number - own <= 4);
}

/** Records that blank lines part; without any, lines. */
function recordsBefore({ lines }: ClaimFence, end: ClaimLine): number {
  const before = lines.filter(({ number }) => number < end.number);
  const paragraphs = before.filter(({ raw }, index) => raw.trim() !== '' && (index === 0 || before[index - 1]?.raw.trim() === '')).length;
  return before.some(({ raw }, index) => raw.trim() === '' && index < before.length - 1) ? paragraphs : before.filter(({ raw }) => raw.trim() !== '').length;
}

/** A name made by a pattern with places for its parts, and a text that counts other parts in it. */
const PATTERN_SPAN = /`([^`\s]{3,200})`/g;

function* parts({ prose }: ClaimText): Generator<Finding> {
  const patterns: { parts: number; regex: RegExp; text: string }[] = [];
  let name: { text: string; line: ClaimLine } | undefined;
  for (const line of prose) {
    const match = /\b(?:only|just) (\d{1,2}) parts\b/i.exec(line.prose);
    if (match && name && line.number - name.line.number <= 3) {
      const said = Number(match[1]);
      const { text } = name;
      const fitting = patterns.find((pattern) => pattern.parts !== said && pattern.regex.test(text));
      const found = fitting?.regex.exec(text)?.slice(1) ?? [];
      if (fitting) yield { span: within(line, match.index, match[0].length), severity: 'error', message: `\`${short(text)}\` has all ${fitting.parts} parts of \`${short(fitting.text)}\` (${found.join(', ')}), and the text says ${said}: nothing is missing in it.` };
    }
    if (!line.raw.includes('`')) continue;
    for (const [, text = ''] of line.raw.matchAll(PATTERN_SPAN)) {
      const places = text.match(/\{[a-z_]{1,30}\}/gi)?.length ?? 0;
      if (places === 0) name = { text, line };
      else if (places >= 2 && patterns.length < MAX_PATTERNS && !/\}[A-Za-z0-9{]/.test(text)) patterns.push({ parts: places, regex: patternOf(text), text });
    }
  }
}

/** So many patterns are kept: each name is held against all. */
const MAX_PATTERNS = 20;

/** Matches the end of a name, in linear time, since no part can reach over what parts it from the next: what stands before the pattern is a prefix that it leaves out. */
function patternOf(text: string): RegExp {
  const source = text.split(/(\{[a-z_]{1,30}\})/i).map((part) => (part.startsWith('{') ? '([A-Za-z0-9]{1,40})' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
  return new RegExp(`(?:^|[-_.:/])${source}$`);
}

function short(text: string): string {
  return text.length <= 60 ? text : `…${text.slice(-59)}`;
}
