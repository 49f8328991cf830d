import { columnOf, headingOf, linesBefore, within, type ClaimLine, type ClaimText } from '../claims/document.js';
import { DURATION, durationWords, readDuration, type Duration } from '../claims/durations.js';
import { APPROXIMATELY } from '../claims/marks.js';
import { comparable, instantsIn, stampedLines, type Instant } from '../claims/times.js';
import type { Finding, Fix, Rule } from '../rule.js';

const CLAIM = new RegExp(`\\b(?:detection time|time to detect(?:ion)?|detection (?:took|latency|delay)|detected (?:after|within|in))[*_: ]{1,8}(${APPROXIMATELY})?(${DURATION})`, 'i');
const FAULT = /break|block|dropp?(?:ed|ing)?\b|kill|inject|fault|disconnect|outage|\bcut\b|partition|stop|unplug|crash/i;
const NO_FAULT = /restor|recover|detect|verif|reconnect|heal/i;
const WHEN = /\b(?:time|at|when|since|started|injected|blocked|killed|stopped)[*_]{0,2}:[*_ ]{0,4}(?=\d)/i;

/** Time to detect counts from the fault. Counted from something before it, it says how long a timer is, and not that it has noticed anything. */
export const claimDetection: Rule = {
  id: 'claim-detection',
  severity: 'error',
  summary: 'A detection time is not counted from the fault.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    let measured: Measured | undefined;
    for (const line of seen.prose) {
      if (!/detect/i.test(line.prose)) continue;
      const match = CLAIM.exec(line.prose);
      const said = match && readDuration(match[2] ?? '');
      const found = said && measuredFor(line, seen);
      if (!match || !said || !found) continue;
      measured = found;
      if (fits(said, found)) continue;
      yield { span: within(line, match.index, match[0].length), message: sentence(said, found), fix: fixOf(line.start + match.index + match[0].length - (match[2] ?? '').length, match[2] ?? '', found) };
    }
    if (measured) yield* inTables(seen, measured);
  },
};

interface Measured {
  readonly fault: Instant;
  readonly faultLine: number;
  readonly detected: Instant;
  readonly detectedLine: number;
}

function sentence(said: Duration, { fault, faultLine, detected, detectedLine }: Measured): string {
  return `The fault was at ${fault.written} (line ${faultLine}) and detected at ${detected.written} (line ${detectedLine}): ${durationWords(detected.ms - fault.ms)}, and the text says ${durationWords(said.ms)}. Count from the fault; \`casebook fault test\` measures it, after a control without a fault.`;
}

/** The time from the fault, as exact as the text gives it. */
function fixOf(start: number, said: string, { fault, detected }: Measured): Fix {
  const right = durationWords(detected.ms - fault.ms);
  return { title: `Write ${right}, from the fault on`, edit: { start, end: start + said.length, text: right }, judgement: true };
}

function fits(said: Duration, { fault, detected }: Measured): boolean {
  const exact = detected.ms - fault.ms;
  return Math.abs(exact - said.ms) <= Math.max(2_000, fault.grain + detected.grain + said.grain, 0.25 * Math.max(exact, said.ms));
}

/** So far up, the fault is looked for. */
const MAX_LINES = 150;

function measuredFor(claim: ClaimLine, seen: ClaimText): Measured | undefined {
  const above = linesBefore(seen.lines, claim.number, MAX_LINES);
  const own = above.filter(({ section }) => section === claim.section);
  const told = own.flatMap((line) => (line.fence === undefined && /\b(?:observed|detected|noticed) at\b/i.test(line.prose) ? instantsIn(line.prose).slice(0, 1).map((at) => ({ at, line })) : []));
  // What the log stamps is more exact than what the sentence above it says.
  const logged = stampedLines(own.filter(({ fence }) => fence !== undefined))[0];
  const detected = logged ?? told[0];
  const fault = above.findLast((line) => line.fence === undefined && line.section < claim.section && WHEN.test(line.prose) && FAULT.test(headingOf(seen, line)) && !NO_FAULT.test(headingOf(seen, line)));
  const label = fault && WHEN.exec(fault.prose);
  const at = fault && label && instantsIn(fault.prose.slice(label.index))[0];
  if (!detected || !at || !comparable(at, detected.at) || detected.at.ms <= at.ms) return undefined;
  return { fault: at, faultLine: fault.number, detected: detected.at, detectedLine: detected.line.number };
}

/** A row of results that repeats it. */
function* inTables({ tables }: ClaimText, measured: Measured): Generator<Finding> {
  for (const table of tables) {
    const column = columnOf(table, /^(?:value|actual|observed|measured|result)/);
    if (column < 0) continue;
    for (const { cells } of table.rows) {
      const [name, cell] = [cells[0], cells[column]];
      if (!name || !cell || !/detect/i.test(name.text)) continue;
      const text = new RegExp(`^${APPROXIMATELY}?(${DURATION})$`, 'i').exec(cell.text)?.[1];
      const said = text === undefined ? undefined : readDuration(text);
      if (said && !fits(said, measured)) yield { span: { start: cell.start, end: cell.end }, message: sentence(said, measured), ...(cell.raw.includes(text ?? '') && { fix: fixOf(cell.start + cell.raw.indexOf(text ?? ''), text ?? '', measured) }) };
    }
  }
}
