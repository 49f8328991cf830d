import { percent } from '../../report/format.js';
import { columnOf, within, type Cell } from '../claims/document.js';
import { DURATION, durationWords, readDuration } from '../claims/durations.js';
import { APPROXIMATELY, AT_LEAST, AT_MOST, FAILED, PASSED } from '../claims/marks.js';
import { NUMBER, printed, shown } from '../claims/numbers.js';
import type { Finding, Rule } from '../rule.js';

const EXPECTED = /^(?:expected|target|threshold|limit|required|requirement|goal|budget|sla|slo|max(?:imum)?|allowed)\b/;
const OBSERVED = /^(?:value|actual|observed|measured|result|current|got|achieved)\b/;
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
      const status = table.headers.findIndex((header, index) => index !== observed && STATUS.test(header));
      if (expected < 0 || observed < 0 || status < 0) continue;
      for (const { cells } of table.rows) {
        const [want, got, mark] = [cells[expected], cells[observed], cells[status]];
        if (!want || !got || !mark || !PASSED.test(mark.text) || FAILED.test(mark.text)) continue;
        const finding = judged(want, got);
        if (finding) yield { span: { start: got.start, end: got.end }, ...finding };
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

type Relation = 'below' | 'at-most' | 'above' | 'at-least' | 'about' | 'equal';

interface Quantity {
  readonly value: number;
  /** What it is exact to. */
  readonly grain: number;
  /** `duration`, `percent`, or a unit as written. */
  readonly kind: string;
  readonly relation: Relation;
}

function judged(want: Cell, got: Cell): Pick<Finding, 'message' | 'severity'> | undefined {
  const [expected, observed] = [quantity(want.text), quantity(got.text)];
  if (!observed || expected?.kind !== observed.kind || (observed.relation !== 'equal' && observed.relation !== 'about')) return undefined;
  const [e, o] = [expected.value, observed.value];
  const say = ({ value, kind }: Quantity) => (kind === 'duration' ? durationWords(value) : kind === 'percent' ? percent(value / 100) : shown(value));
  const both = `${say(observed)} was observed and ${WORDS[expected.relation]}${say(expected)} expected, and the row is marked as met`;
  const bound = expected.relation === 'below' ? o >= e : expected.relation === 'at-most' ? o > e : expected.relation === 'above' ? o <= e : expected.relation === 'at-least' ? o < e : undefined;
  if (bound !== undefined) {
    // A rounded value at the bound may be on either side of it.
    const certain = Math.abs(o - e) > (observed.relation === 'about' ? Math.max(observed.grain, 0.1 * e) : observed.grain / 2) || observed.relation === 'equal';
    return bound ? { message: `${both}: it is not.`, ...(!certain && { severity: 'hint' as const }) } : undefined;
  }
  const loose = expected.relation === 'about' || observed.relation === 'about';
  if (o === e || (loose && Math.abs(o - e) <= 0.03 * Math.max(o, e))) return undefined;
  const share = e === 0 ? Infinity : Math.abs(o - e) / e;
  const off = Number.isFinite(share) ? ` (${percent(share)} ${o > e ? 'more' : 'less'})` : '';
  return { message: `${both}${off}: say by how much it may differ.`, severity: share > 0.25 ? 'warning' : 'hint' };
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
    return read && { value: read.ms, grain: read.grain, kind: 'duration', relation };
  }
  const read = printed(number ?? '');
  return { value: read.value, grain: 10 ** -read.decimals, kind: sign !== undefined ? 'percent' : unit.toLowerCase(), relation };
}
