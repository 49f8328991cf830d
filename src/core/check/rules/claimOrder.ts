import { within, type ClaimText } from '../claims/document.js';
import { comparable, instantsIn, stampedLines, type Instant, type Stamped } from '../claims/times.js';
import { stemsOf } from '../claims/words.js';
import type { Finding, Rule } from '../rule.js';

const RELATED = /\((after|before|once) ([^()]{5,120})\)/i;

/** So many sentences of one document are held against its log: each costs a pass over it. */
const MAX_CLAIMS = 50;

/** An order in words is a memory; the order of the stamps is what happened. */
export const claimOrder: Rule = {
  id: 'claim-order',
  severity: 'error',
  summary: 'Something is said to follow what its own log puts later.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    let log: readonly Event[] | undefined;
    let left = MAX_CLAIMS;
    for (const line of seen.prose) {
      if (!line.prose.includes('(') || !line.prose.includes(':')) continue;
      const match = RELATED.exec(line.prose);
      const time = match && instantsIn(line.prose.slice(0, match.index)).at(-1);
      // The time has to be what the brackets speak of.
      if (!match || !time || match.index - (time.index + time.length) > 30) continue;
      left -= 1;
      if (left < 0) return;
      log ??= eventsOf(seen);
      const finding = judged(time, match[1]?.toLowerCase() === 'before', match[2] ?? '', log);
      const word = match[1] ?? '';
      const other = /^before$/i.test(word) ? 'after' : 'before';
      if (finding) yield { ...finding, span: within(line, time.index, match.index + match[0].length - time.index), fix: { title: `Write "${other}"`, edit: { ...within(line, match.index + 1, word.length), text: other }, judgement: true } };
    }
  },
};

interface Event extends Stamped {
  readonly stems: ReadonlySet<string>;
}

function eventsOf({ fences }: ClaimText): Event[] {
  return fences.flatMap(({ lines }) => stampedLines(lines)).map((stamped) => ({ ...stamped, stems: stemsOf(stamped.rest) }));
}

function judged(time: Instant, before: boolean, words: string, log: readonly Event[]): Pick<Finding, 'message'> | undefined {
  const attempts = /\ball (\d{1,4}) (?:[a-z-]{2,20} ){0,2}(?:attempts|retries|tries)\b/i.exec(words);
  const meant = attempts ? exhaustion(Number(attempts[1]), log) : byWords(words, log);
  if (meant.length === 0 || !meant.every(({ at }) => comparable(at, time))) return undefined;
  const contradicts = ({ at }: Event) => (before ? at.ms + at.grain <= time.ms : time.ms + time.grain <= at.ms);
  const [first] = meant;
  if (!first || !meant.every(contradicts)) return undefined;
  const nearest = before ? meant.reduce((a, b) => (b.at.ms > a.at.ms ? b : a)) : meant.reduce((a, b) => (b.at.ms < a.at.ms ? b : a));
  return { message: `${time.written} is said to be ${before ? 'before' : 'after'} "${words.trim()}", and line ${nearest.line.number} stamps that ${nearest.at.written}: correct the time, or the order.` };
}

/** The line that says that the last of so many attempts has failed. */
function exhaustion(attempts: number, log: readonly Event[]): Event[] {
  const last = new RegExp(`\\battempt ${attempts}(?:/| of )${attempts}\\b`, 'i');
  const found: Event[] = [];
  log.forEach((event, index) => {
    if (!last.test(event.rest)) return;
    const next = log.slice(index + 1, index + 20).find(({ line, rest }) => line.fence === event.line.fence && /fail|giv|gave|exhaust|abort|unable|could not/i.test(rest));
    if (next) found.push(next);
  });
  return found;
}

/** Lines that hold all telling words of the sentence, of which there are two at least. */
function byWords(words: string, log: readonly Event[]): Event[] {
  const stems = [...stemsOf(words)];
  return stems.length < 2 ? [] : log.filter((event) => stems.every((stem) => event.stems.has(stem)));
}
