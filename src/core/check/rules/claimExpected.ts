import { percentOf } from '../../report/format.js';
import { columnOf, within, type Cell } from '../claims/document.js';
import { DURATION, durationWords, readDuration } from '../claims/durations.js';
import { APPROXIMATELY, AT_LEAST, AT_MOST, FAILED, PASSED } from '../claims/marks.js';
import { NUMBER, printed } from '../claims/numbers.js';
import { namesVersion } from '../claims/versions.js';
import type { Finding, Rule } from '../rule.js';

const EXPECTED = /^(?:expected|target|threshold|limit|required|requirement|goal|budget|sla|slo|max(?:imum)?|allowed)\b/;
const OBSERVED = /^(?:value|actual|observed|measured|result|current|got|achieved)\b/;
/** Under these, a number without a sign is met by that number; a target may be a bound of either kind. */
const EXACT = /^expected\b/;
const SEEN = /^(?:actual|observed|measured|result|got)\b/;
const STATUS = /^(?:status|ok|pass(?:ed)?|met|verdict|outcome|result|✅|check)\b|^$/;

/** `99% pass rate exceeds target (>95%)`. */
const EXCEEDS = new RegExp(`(?<![\\d.,\\w-])(${NUMBER})\\s?% (?:[a-z]{2,12} ){0,3}(exceeds|meets|beats|is above|is over|reaches)\\b[^%\\d.]{0,20}\\((>|>=|≥)\\s?(${NUMBER})\\s?%\\)`, 'gi');

/** A check mark is the one thing that everybody reads in a table. */
export const claimExpected: Rule = {
  id: 'claim-expected',
  severity: 'error',
  summary: 'A row is marked as met, and its own values say otherwise.',
  appliesTo: 'document',
  *find({ claims }) {
    const { tables, prose } = claims();
    for (const table of tables) {
      const [expected, observed] = [columnOf(table, EXPECTED), columnOf(table, OBSERVED)];
      // The first column is what the rows are about, also where it is called Check.
      const status = table.headers.findLastIndex((header, index) => index > 0 && index !== observed && index !== expected && STATUS.test(header));
      if (expected < 0 || observed < 0 || status < 0) continue;
      for (const { cells } of table.rows) {
        const [want, got, mark] = [cells[expected], cells[observed], cells[status]];
        if (!want || !got || !mark || !PASSED.test(mark.text) || FAILED.test(mark.text)) continue;
        const others = cells.filter((_, column) => column > 0 && ![expected, observed, status].includes(column));
        const finding = judged(want, got, {
          versions: [cells[0]?.text, table.headers[expected], table.headers[observed]].some((text) => namesVersion(text ?? '')),
          exact: EXACT.test(table.headers[expected] ?? '') && !QUALIFIED.test(mark.text),
          qualified: QUALIFIED.test(mark.text),
          others,
          states: SEEN.test(table.headers[observed] ?? ''),
        });
        if (finding) yield { span: { start: got.start, end: got.end }, ...finding, ...(MARK_ALONE.test(mark.text) && finding.severity === undefined && { fix: { title: 'Mark it as missed', edit: { start: mark.start, end: mark.end, text: /[a-z]/i.test(mark.text) ? 'FAIL' : '❌' }, judgement: true as const } }) };
      }
    }
    for (const line of prose) {
      if (!line.prose.includes('%)')) continue;
      for (const match of line.prose.matchAll(EXCEEDS)) {
        const [said, wanted] = [printed(match[1] ?? '').value, printed(match[4] ?? '').value];
        if (match[3] === '>' ? said > wanted : said >= wanted) continue;
        yield { span: within(line, match.index, match[0].length), message: `${said} % is not ${match[3] ?? ''} ${wanted} %: correct the number, or say that the target is missed.` };
      }
    }
  },
};

/** A mark and nothing else, whatever its encoding. */
const MARK_ALONE = /^(?:✅|✔️?|✓|☑️?|‚úÖ|âœ…|PASS(?:ED)?|OK)$/u;

type Relation = 'below' | 'at-most' | 'above' | 'at-least' | 'about' | 'equal';

interface Quantity {
  readonly value: number;
  /** What it is exact to. */
  readonly grain: number;
  /** Digits behind the point. */
  readonly decimals: number;
  /** `duration`, `percent`, or a unit as written. */
  readonly kind: string;
  readonly relation: Relation;
  /** For a sentence. */
  readonly written: string;
}

/** A mark with a reserve: how far the value is from the expected one is told, or waived. */
const QUALIFIED = /exceed|ahead|beat|better|above|below|under|over\b|accept|near|close|almost|partial|within|waive|adjust|\d/i;

interface Row {
  /** Its numbers are names of versions. */
  readonly versions: boolean;
  /** An expected number without a bound is that number. */
  readonly exact: boolean;
  readonly qualified: boolean;
  /** Cells that are neither expected, observed nor the mark. */
  readonly others: readonly Cell[];
  /** What was seen, and not what is set: a word there is a state. */
  readonly states: boolean;
}

function judged(want: Cell, got: Cell, row: Row): Pick<Finding, 'message' | 'severity'> | undefined {
  const [expected, observed] = [quantity(want.text), quantity(got.text)];
  if (!expected && !observed) return row.states ? opposed(want.text, got.text) : undefined;
  if (!observed || expected?.kind !== observed.kind || (observed.relation !== 'equal' && observed.relation !== 'about')) return undefined;
  // Of two values of one kind nobody knows which one is meant.
  if (row.others.some(({ text }) => quantity(text)?.kind === observed.kind) || (expected.kind === '' && (row.versions || maybeVersions(expected, observed)))) return undefined;
  const [e, o] = [expected.value, observed.value];
  const both = `${observed.written} was observed and ${WORDS[expected.relation]}${expected.written} expected, and the row is marked as met`;
  const bound = expected.relation === 'below' ? o >= e : expected.relation === 'at-most' ? o > e : expected.relation === 'above' ? o <= e : expected.relation === 'at-least' ? o < e : undefined;
  if (bound !== undefined) {
    // A rounded value at the bound may be on either side of it.
    const certain = !row.qualified && (Math.abs(o - e) > (observed.relation === 'about' ? Math.max(observed.grain, 0.1 * e) : observed.grain / 2) || (observed.relation === 'equal' && observed.decimals === 0));
    return bound ? { message: `${both}: it is not.`, ...(!certain && { severity: 'hint' as const }) } : undefined;
  }
  const loose = expected.relation === 'about' || observed.relation === 'about';
  if (!row.exact || o === e || (loose && Math.abs(o - e) <= 0.03 * Math.max(o, e))) return undefined;
  const share = e === 0 ? Infinity : Math.abs(o - e) / e;
  const off = Number.isFinite(share) ? ` (${percentOf(share)} ${o > e ? 'more' : 'less'})` : '';
  return { message: `${both}${off}: say by how much it may differ.`, severity: share > 0.25 ? 'warning' : 'hint' };
}

/** `3.10` and `3.9`: decimals of one length are the usual way to write amounts, and the two readings differ only here. */
function maybeVersions(a: Quantity, b: Quantity): boolean {
  return a.decimals > 0 && b.decimals > 0 && a.decimals !== b.decimals && Math.floor(a.value) === Math.floor(b.value);
}

const OPPOSITES: readonly (readonly [string, string])[] = [['up', 'down'], ['running', 'stopped'], ['true', 'false'], ['yes', 'no'], ['online', 'offline'], ['success', 'failure'], ['open', 'closed'], ['present', 'absent'], ['enabled', 'disabled'], ['pass', 'fail'], ['passed', 'failed']];

/** `Ready` and `NotReady`, `up` and `down`: words of which one denies the other. */
function opposed(want: string, got: string): Pick<Finding, 'message' | 'severity'> | undefined {
  const [a, b] = [want, got].map((text) => text.toLowerCase().replace(/[\s_-]/g, '')) as [string, string];
  const denies = (word: string, other: string) => other.length > 3 && ['not', 'un', 'in', 'dis', 'non'].some((no) => word === no + other);
  if (!denies(a, b) && !denies(b, a) && !OPPOSITES.some((pair) => pair.includes(a) && pair.includes(b) && a !== b)) return undefined;
  return { message: `"${got}" was observed and "${want}" expected, and the row is marked as met: it is not.`, severity: 'warning' };
}

const WORDS: Readonly<Record<Relation, string>> = { below: 'less than ', 'at-most': 'at most ', above: 'more than ', 'at-least': 'at least ', about: 'about ', equal: '' };

const SIGNED = new RegExp(`^(?:(<(?!=))|(${AT_MOST})|(>(?!=))|(${AT_LEAST})|(${APPROXIMATELY}))?\\s?(?:(${DURATION})|(${NUMBER})\\s?(%)?\\s?([A-Za-z/]{0,12}))$`, 'i');

/** A cell that is one quantity and nothing else. */
function quantity(text: string): Quantity | undefined {
  const match = SIGNED.exec(text.replace(/^under /i, '<').replace(/^over /i, '>'));
  if (!match) return undefined;
  const [, below, most, above, least, about, time, number, sign, unit = ''] = match;
  const relation: Relation = below !== undefined ? 'below' : most !== undefined ? 'at-most' : above !== undefined ? 'above' : least !== undefined ? 'at-least' : about !== undefined ? 'about' : 'equal';
  if (time !== undefined) {
    const read = readDuration(time);
    return read && { value: read.ms, grain: read.grain, decimals: 0, kind: 'duration', relation, written: durationWords(read.ms) };
  }
  const read = printed(number ?? '');
  const written = `${number ?? ''}${sign !== undefined ? ' %' : unit === '' ? '' : ` ${unit}`}`;
  return { value: read.value, grain: 10 ** -read.decimals, decimals: read.decimals, written, kind: sign !== undefined ? 'percent' : unit.toLowerCase(), relation };
}
