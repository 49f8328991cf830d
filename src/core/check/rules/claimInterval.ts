import { DURATION, durationWords, readDuration, type Duration } from '../claims/durations.js';
import { within, type ClaimLine, type ClaimText } from '../claims/document.js';
import { NUMBER, printed, shown } from '../claims/numbers.js';
import type { Finding, Rule } from '../rule.js';

/** `51 ticks over 10 seconds (100ms interval)`; what the interval is called, if it is. */
const COUNT_WINDOW = new RegExp(`(?<![\\w.,/:~<>-])(\\d{1,7}) ([A-Za-z][A-Za-z *_-]{0,40})[*_]{0,3} (?:over|in|during|for|within) (${DURATION})\\s?[,(] ?(?:at |with |every )?(?:an? )?(${DURATION}) ([a-z]{1,12} )?(?:interval|period|apart|tick)`, 'gi');
/** `15 seconds (30 attempts @ 500ms intervals)`. */
const WINDOW_COUNT = new RegExp(`(?<![\\w.,/:~<>-])(${DURATION}) ?\\((\\d{1,7}) ([a-z][a-z -]{0,30}) (?:@|at|every|each) (${DURATION})( intervals?| apart)?\\)`, 'gi');
/** What comes once in each interval. Failures, restarts and the like come when they come, and the interval beside them is that of a probe. */
const PERIODIC = /^(?:ticks?|beats?|heartbeats?|polls?|pings?|attempts?|retries|samples?|scrapes?|flush(?:es)?|keepalives?|probes?|cycles?|intervals?|measurements?|readings?|checks?)$/i;
/** Some of them only. */
const SOME = /fail|miss|lost|drop|error|timeout|timed|slow|late|succe|good|bad|skip|unanswer|only|more|extra|unique|first|last/i;
/** `500 events in 110ms (4545 events/sec)`. */
const RATE = new RegExp(`(?<![\\w.,/:~<>-])(${NUMBER}) ([a-z]{3,20}) in (${DURATION}) ?\\((${NUMBER}) ?([a-z]{3,20})(?:/| per )(?:s|sec|second)\\)`, 'gi');
/** `Average interval: ~100ms`, `100ms flush interval honored`. */
const AVERAGE = new RegExp(`\\b(?:average|mean|avg) (?:[a-z]{3,12} )?interval[*_: ]{1,8}~?(${DURATION})`, 'i');
const HELD = new RegExp(`(${DURATION}) (?:[a-z]{3,12} )?interval (?:is )?(?:honou?red|kept|held|respected|met|working)`, 'i');

/** A count, a window and an interval are one too many to be free: any two give the third. */
export const claimInterval: Rule = {
  id: 'claim-interval',
  severity: 'error',
  summary: 'So many events in that time are not one per stated interval.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    for (const line of seen.prose) {
      const { prose } = line;
      if (!prose.includes('(')) continue;
      // What such a line holds at least: quicker than a whole pattern at every digit.
      if (/interval|period|apart|tick/i.test(prose)) for (const match of prose.matchAll(COUNT_WINDOW)) yield* counts(line, match, { count: match[1], noun: match[2], window: match[3], interval: match[4], called: match[5], certain: true });
      if (/\(\d{1,7} [a-z]/i.test(prose)) for (const match of prose.matchAll(WINDOW_COUNT)) yield* counts(line, match, { count: match[2], noun: match[3], window: match[1], interval: match[4], called: undefined, certain: match[5] !== undefined });
      if (/(?:\/| per )s/i.test(prose)) for (const match of prose.matchAll(RATE)) yield* rate(line, match);
    }
    yield* averages(seen);
  },
};

interface Counted {
  readonly count: string | undefined;
  readonly noun: string | undefined;
  readonly window: string | undefined;
  readonly interval: string | undefined;
  /** Of what the interval is: `flush`. */
  readonly called: string | undefined;
  /** False where `every 10s` may also say how many there are in each ten seconds. */
  readonly certain: boolean;
}

function* counts(line: ClaimLine, match: RegExpMatchArray, { count, noun = '', window = '', interval = '', called, certain }: Counted): Generator<Finding> {
  const things = bare(noun);
  const kind = called?.trim().toLowerCase() ?? '';
  if (!PERIODIC.test(things.split(/[\s-]+/).at(-1) ?? '') || SOME.test(things) || (kind !== '' && !things.toLowerCase().includes(kind))) return;
  const [events, over, each] = [Number(count), readDuration(window), readDuration(interval)];
  if (!over || !each || each.ms <= 0 || events === 0) return;
  const expected = over.ms / each.ms;
  // The window is rounded, and a first event may or may not count: one more or less, and what the roundings allow.
  const slack = 1 + (over.grain / over.ms + each.grain / 2 / each.ms) * expected;
  if (Math.abs(events - expected) <= Math.max(slack, 0.1 * expected)) return;
  yield { span: within(line, match.index ?? 0, match[0].length), message: `${durationWords(over.ms)} hold ${shown(expected)} intervals of ${durationWords(each.ms)}, and ${events} ${things} were counted: that is one per ${durationWords(over.ms / events)}. Explain the missing ones, or correct the interval.`, ...(!certain && { severity: 'hint' as const }) };
}

function* rate(line: ClaimLine, match: RegExpMatchArray): Generator<Finding> {
  const [events, over, said] = [printed(match[1] ?? ''), readDuration(match[3] ?? ''), printed(match[4] ?? '')];
  if (!over || over.ms <= 0 || said.value <= 0 || match[2]?.toLowerCase() !== match[5]?.toLowerCase()) return;
  const perSecond = (events.value / over.ms) * 1000;
  const [low, high] = [(events.value / (over.ms + over.grain)) * 1000, (events.value / Math.max(over.ms - over.grain, over.ms / 2)) * 1000];
  if (said.value >= low - 1 && said.value <= high + 1) return;
  yield { span: within(line, match.index ?? 0, match[0].length), message: `${events.value} in ${durationWords(over.ms)} are ${shown(Math.round(perSecond * 10) / 10)} per second, and the text says ${said.value}: correct the one that is wrong.` };
}

/** What a log itself says of a whole run: its duration and its ticks, in one fence. */
function* averages(seen: ClaimText): Generator<Finding> {
  const run = totals(seen);
  if (!run) return;
  const average = run.over.ms / run.ticks;
  for (const line of seen.prose) {
    if (!line.prose.includes('nterval')) continue;
    const match = AVERAGE.exec(line.prose) ?? HELD.exec(line.prose);
    const said = match && readDuration(match[1] ?? '');
    if (!match || !said || said.ms <= 0 || Math.abs(average - said.ms) <= Math.max(said.grain, 0.25 * said.ms)) continue;
    yield { span: within(line, match.index, match[0].length), message: `${run.ticks} ticks in ${durationWords(run.over.ms)} (line ${run.line.number}) are one per ${durationWords(average)}, and the text says ${durationWords(said.ms)}: it does not hold.`, fix: { title: `Write ${durationWords(average)}`, edit: { ...within(line, match.index + match[0].indexOf(match[1] ?? ''), (match[1] ?? '').length), text: durationWords(average) }, judgement: true } };
  }
}

const RUNTIME = new RegExp(`"?\\b(?:total_?)?(?:run_?time|elapsed|uptime)"?\\s?[:=]\\s?"?(${DURATION})`, 'i');
const TICKS = /"?\b(?:total_?)?ticks"?\s?[:=]\s?"?(\d{1,9})\b/i;

function totals({ fences }: ClaimText): { over: Duration; ticks: number; line: ClaimLine } | undefined {
  const found: { over: Duration; ticks: number; line: ClaimLine }[] = [];
  for (const { lines } of fences) {
    const runtime = lines.find(({ raw }) => RUNTIME.test(raw));
    const tick = lines.find(({ raw }) => TICKS.test(raw));
    const over = runtime && readDuration(RUNTIME.exec(runtime.raw)?.[1] ?? '');
    const ticks = Number(TICKS.exec(tick?.raw ?? '')?.[1] ?? 0);
    if (over && tick && ticks > 0 && over.ms > 0) found.push({ over, ticks, line: tick });
  }
  // Of several runs nobody can say which one a sentence means.
  return found.length === 1 ? found[0] : undefined;
}

function bare(noun: string): string {
  return noun.replace(/[*_]/g, '').trim();
}
