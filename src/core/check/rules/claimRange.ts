import { DURATION, durationWords, readDuration } from '../claims/durations.js';
import { linesBefore, within, type ClaimLine } from '../claims/document.js';
import type { Rule } from '../rule.js';

/** `Drift range: -1.087ms to +1.063ms`. */
const RANGE = new RegExp(`\\b([a-z]{3,20}) range[*_: ]{1,8}(?:from )?([-+]?)(${DURATION}) (?:to|and|\\.\\.|–|—) ([-+]?)(${DURATION})`, 'i');

/** A range that leaves out what is shown is the range of something else. */
export const claimRange: Rule = {
  id: 'claim-range',
  severity: 'error',
  summary: 'A stated range leaves out a value that is shown.',
  appliesTo: 'document',
  *find({ claims }) {
    const { prose, lines } = claims();
    for (const line of prose) {
      if (!/ range/i.test(line.prose)) continue;
      const match = RANGE.exec(line.prose);
      if (!match) continue;
      const [whole, name = '', lowSign, lowText = '', highSign, highText = ''] = match;
      const [low, high] = [signed(lowSign, lowText), signed(highSign, highText)];
      if (!low || !high || low.ms > high.ms) continue;
      const values = shownBefore(lines, line, name);
      const outside = values.filter(({ value }) => value.ms < low.ms - low.grain - value.grain || value.ms > high.ms + high.grain + value.grain);
      const [worst] = outside.sort((a, b) => beyond(b.value.ms, low.ms, high.ms) - beyond(a.value.ms, low.ms, high.ms));
      if (!worst) continue;
      const all = [low.ms, high.ms, ...values.map(({ value }) => value.ms)];
      const right = `${durationWords(Math.min(...all))} to ${durationWords(Math.max(...all))}`;
      const written = `${lowSign ?? ''}${lowText}`;
      const start = line.start + match.index + whole.indexOf(written, name.length);
      yield { span: within(line, match.index, whole.length), message: `The range is given as ${durationWords(low.ms)} to ${durationWords(high.ms)}, and line ${worst.line.number} shows a ${name.toLowerCase()} of ${durationWords(worst.value.ms)}: state the range of all values.`, fix: { title: `Write ${right}`, edit: { start, end: line.start + match.index + whole.length, text: right }, judgement: true } };
    }
  },
};

function signed(sign: string | undefined, text: string): { ms: number; grain: number } | undefined {
  const read = readDuration(text);
  return read && { ms: sign === '-' ? -read.ms : read.ms, grain: read.grain };
}

function beyond(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high);
}

/** So far up, values are looked for. */
const MAX_LINES = 200;

/** Values that code of the same section names by the word: `drift (-6.9ms)`, `drift="+1.0ms"`, `drift: 1ms`. */
function shownBefore(lines: readonly ClaimLine[], claim: ClaimLine, name: string): { line: ClaimLine; value: { ms: number; grain: number } }[] {
  const pattern = new RegExp(`\\b${name}(?: \\(|="|: |=| of )([-+]?)(${DURATION})`, 'i');
  const found: { line: ClaimLine; value: { ms: number; grain: number } }[] = [];
  for (const line of linesBefore(lines, claim.number, MAX_LINES)) {
    if (line.fence === undefined || line.section !== claim.section) continue;
    const match = pattern.exec(line.raw);
    const value = match && signed(match[1], match[2] ?? '');
    if (value) found.push({ line, value });
  }
  return found;
}
