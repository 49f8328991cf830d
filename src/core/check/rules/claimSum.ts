import { APPROXIMATELY } from '../claims/marks.js';
import { within, type ClaimLine, type ClaimTable } from '../claims/document.js';
import { DURATION, durationWords, readDuration } from '../claims/durations.js';
import { printed, WHOLE } from '../claims/numbers.js';
import { talliesIn, type Tally } from '../claims/tallies.js';
import { shared, stemsOf } from '../claims/words.js';
import type { Finding, Rule } from '../rule.js';

/** Totals are copied from an older state, and parts are added afterwards: a total that is not one hides what is missing. */
export const claimSum: Rule = {
  id: 'claim-sum',
  severity: 'error',
  summary: 'A total is not the sum of its parts.',
  appliesTo: 'document',
  *find({ claims }) {
    const seen = claims();
    const { lines, tables } = seen;
    let ran: { line: ClaimLine; ran: number; of: number } | undefined;
    for (const line of lines) {
      if (!/\d/.test(line.raw)) continue;
      if (line.fence === undefined && line.prose.includes('+')) yield* inBrackets(line);
      if (line.fence === undefined && /\bpass/i.test(line.prose)) yield* outcomes(line);
      yield* summaryLine(line);
      const specs = /\bRan (\d{1,7}) of (\d{1,7}) Specs\b/.exec(line.raw);
      if (specs) ran = { line, ran: Number(specs[1]), of: Number(specs[2]) };
      else if (ran && line.number - ran.line.number <= 3) {
        const finding = ginkgo(line, ran);
        if (finding) yield finding;
      }
    }
    for (const table of tables) yield* totalsOf(table);
    for (const tally of talliesIn(seen)) {
      const finding = ofOutcomes(tally);
      if (finding) yield finding;
    }
  },
};

/** `11 files (6 workflows + 1 fix + 4 documents)`, `6 second overhead (5s delay + ~1s check)`. */
const BRACKETS = new RegExp(`(${APPROXIMATELY}|[<>]=? ?)?(?<![\\w.,/:-])(?:(${DURATION})|(${WHOLE})) ?([A-Za-z][A-Za-z *_-]{0,60})?\\(([^()=]{3,200})\\)`, 'g');
const TERM = new RegExp(`^(${APPROXIMATELY})?\\s?(?:(${DURATION})|(${WHOLE})(?![\\d.,/:%x-]))(?:\\s[A-Za-z][^+]{0,60})?$`);

function* inBrackets(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(BRACKETS)) {
    const [whole, sign, time, count, , inner = ''] = match;
    const terms = inner.split('+').map((term) => TERM.exec(term.trim()));
    if (terms.length < 2 || terms.some((term) => term === null)) continue;
    const inTime = time !== undefined;
    if (inTime && /day/i.test(time)) continue; // maybe of work
    const values = terms.map((term) => (inTime ? readDuration(term?.[2] ?? '')?.ms : term?.[3] === undefined ? undefined : printed(term[3]).value));
    if (values.some((value) => value === undefined) || terms.some((term) => OTHER_THOUGHT.test(term?.[0].replace(FIRST_NUMBER, '') ?? ''))) continue;
    const sum = (values as number[]).reduce((a, b) => a + b, 0);
    const before = line.prose.slice(Math.max(0, match.index - 80), match.index);
    // `27 tests across 3 tiers (15 + 10 + 2)`: the tests are what is added up. `Day 11`, `Phase 2` are no amounts.
    if (!inTime && (NO_AMOUNT.test(before) || [...before.matchAll(ANY_WHOLE)].some(([other]) => printed(other).value === sum))) continue;
    const said = inTime ? readDuration(time) : { ms: printed(count ?? '').value, grain: 1 };
    if (!said) continue;
    const approximate = sign !== undefined || terms.some((term) => term?.[1] !== undefined);
    if (sign !== undefined && /[<>]/.test(sign)) continue;
    if (Math.abs(sum - said.ms) < (inTime ? said.grain : 0.5) || (approximate && Math.abs(sum - said.ms) <= 0.25 * Math.max(sum, said.ms))) continue;
    const show = (value: number) => (inTime ? durationWords(value) : String(value));
    const mixed = !inTime && terms.some((term) => isOther(term?.[0] ?? '', match[4] ?? ''));
    yield { span: within(line, match.index, whole.length), message: `${(values as number[]).map(show).join(' + ')} is ${show(sum)}, and the text says ${show(said.ms)}: correct the total or the parts.`, ...((approximate || mixed) && { severity: 'hint' as const }) };
  }
}

const FIRST_NUMBER = /^\s*\D{0,4}[\d,.]+/;
/** In a term: more numbers, another clause, or one of many (`1 track per album`). */
const OTHER_THOUGHT = /(?<![A-Za-z])\d|[:;,]| [-–−] |\b(?:per|each|every)\b/i;
const NO_AMOUNT = /\b(?:phases?|days?|steps?|tiers?|weeks?|versions?|levels?|sprints?|parts?|across|up to|of|over|on|between|v)\s[*_]{0,3}$|\+$/i;
const ANY_WHOLE = new RegExp(`(?<![\\w.,])(?:${WHOLE})(?![\\w.,]\\d)`, 'g');

/** Whether a term counts things of its own name: `38 errors` in `5 files`. */
function isOther(term: string, noun: string): boolean {
  const last = /([A-Za-z]{3,}s)\W*$/.exec(term)?.[1];
  return last !== undefined && !last.endsWith('ss') && shared(stemsOf(last), stemsOf(noun)) === 0;
}

const OUTCOMES = /(?<![\w.,/-])(\d{1,6}) (?:[a-z-]{2,15} ){0,2}(?:tests?|specs?|test cases|scenarios) (?:(?:run|ran|total|executed) )?\(((?:\d{1,6} (?:passed|passing|failed|failing|skipped|pending|errors?|errored|ignored|todo)(?:, (?:and )?| and |\))){2,6})/gi;

/** `12 tests (9 passed, 2 failed)`: what was skipped may be left unsaid. */
function* outcomes(line: ClaimLine): Generator<Finding> {
  for (const match of line.prose.matchAll(OUTCOMES)) {
    const [whole, said = '', inner = ''] = match;
    if (!inner.endsWith(')')) continue;
    const parts = [...inner.matchAll(/\d+/g)].map(([part]) => Number(part));
    const sum = parts.reduce((a, b) => a + b, 0);
    // Many more than the tests are their cases, and the number may be that of those that ran.
    const ran = [...inner.matchAll(/(\d+) (?:pass|fail)/gi)].reduce((before, [, part]) => before + Number(part), 0);
    if (sum === Number(said) || ran === Number(said) || sum > 2 * Number(said)) continue;
    yield { span: within(line, match.index, whole.length), message: `${parts.join(' + ')} is ${sum}, and the text says ${said}: correct the total or the parts, or say how many were skipped.`, ...(!LEFT_OUT.test(inner) && { severity: 'hint' as const }) };
  }
}

/** One line of a test runner: Jest and Vitest (`Tests: 1 failed, 20 passed, 21 total`), .NET (`Failed: 1, Passed: 20, Skipped: 0, Total: 21`). */
function* summaryLine(line: ClaimLine): Generator<Finding> {
  const jest = /\bTests:?\s{1,8}((?:\d{1,7} [a-z]{2,10}, ){1,5})(\d{1,7}) total\b/.exec(line.raw);
  if (jest) {
    const parts = [...(jest[1] ?? '').matchAll(/\d+/g)].map(([part]) => Number(part));
    yield* compared(line, jest, parts, Number(jest[2]));
  }
  const dotnet = /\bFailed:\s{1,8}(\d{1,7}),\s{1,8}Passed:\s{1,8}(\d{1,7}),\s{1,8}Skipped:\s{1,8}(\d{1,7}),\s{1,8}Total:\s{1,8}(\d{1,7})\b/.exec(line.raw);
  if (dotnet) yield* compared(line, dotnet, dotnet.slice(1, 4).map(Number), Number(dotnet[4]));
}

function* compared(line: ClaimLine, match: RegExpExecArray, parts: readonly number[], total: number): Generator<Finding> {
  const sum = parts.reduce((a, b) => a + b, 0);
  if (sum !== total) yield { span: within(line, match.index, match[0].length), message: `${parts.length === 1 ? `The only part is ${sum}` : `${parts.join(' + ')} is ${sum}`}, and the summary says ${total}: this is not what the runner printed, so copy it again.` };
}

/** Ginkgo: what ran passed or failed, and with what was pending or skipped it is all. Flaked ones passed in the end. */
function ginkgo(line: ClaimLine, { ran, of }: { readonly ran: number; readonly of: number }): Finding | undefined {
  const match = /\b(\d{1,7}) Passed \| (\d{1,7}) Failed \|(?: \d{1,7} Flaked \|)? (\d{1,7}) Pending \| (\d{1,7}) Skipped\b/.exec(line.raw);
  if (!match) return undefined;
  const [passed, failed, pending, skipped] = match.slice(1).map(Number) as [number, number, number, number];
  const span = within(line, match.index, match[0].length);
  if (passed + failed !== ran) return { span, message: `${passed} passed and ${failed} failed are ${passed + failed}, and ${ran} ran: this is not what the runner printed, so copy it again.` };
  const all = passed + failed + pending + skipped;
  return all === of ? undefined : { span, message: `${passed} + ${failed} + ${pending} + ${skipped} is ${all}, and there are ${of} specs: this is not what the runner printed, so copy it again.` };
}

/** What was not run for one reason; "pending" is told beside it, so that some may still be unsaid. */
const LEFT_OUT = /skip|ignor|exclud|not run|disabl/i;

/** A total, and tests by their outcome in the cells or the lines beside it. */
function ofOutcomes({ total, passed, failed, others, open }: Tally): Finding | undefined {
  if (!total || !passed || !failed || open) return undefined;
  const parts = [passed, failed, ...others];
  const sum = parts.reduce((before, { value }) => before + value, 0);
  // Many more than the tests are their cases; an error may be of a test that is told as well, and a total that of what ran.
  const errors = others.filter(({ name }) => /err/i.test(name)).reduce((before, { value }) => before + value, 0);
  if ((sum - errors <= total.value && total.value <= sum) || passed.value + failed.value === total.value || sum > 2 * total.value) return undefined;
  const said = parts.map(({ name, value }) => `${value} ${name.toLowerCase().replace(/^[^a-z]+|[^a-z]+$/g, '')}`).join(' + ');
  // Fewer may be those that were skipped, which need not be told.
  const unsaid = sum < total.value && !others.some(({ name }) => LEFT_OUT.test(name));
  return { span: total.span, message: `${said} is ${sum}, and the total says ${total.value}: correct the total or the parts${unsaid ? ', or say how many were skipped' : ''}.`, ...(unsaid ? { severity: 'hint' as const } : total.digits && { fix: { title: `Write ${sum}`, edit: { ...total.digits, text: String(sum) }, judgement: true as const } }) };
}

const TOTAL = /^(?:grand )?(?:(?:total|sum|overall|all)\b[^a-z]*(?:\(\d[^()]{0,24}\))?|total (?:[a-z0-9]{2,12} )?(?:tests?|specs|cases|files|lines|gaps|issues|bugs|violations|tasks|items|findings|errors|failures|services|commits))$/i;

/** Columns whose total is no sum. */
const NO_SUM = /avg|average|mean|median|rate|ratio|max|min|peak|%|percent|p\d\d|version|port|year|id\b|\bline\b|weight|score|unique|distinct|duration|time|status|result/;

function* totalsOf({ headers, rows }: ClaimTable): Generator<Finding> {
  const last = rows.at(-1);
  const name = last?.cells[0]?.text ?? '';
  if (!last || rows.length < 3 || !TOTAL.test(name) || rows.slice(0, -1).some(({ cells }) => /total|of which|thereof|incl|\bsum\b|overall|^[├└│↳•]/i.test(cells[0]?.text ?? ''))) return;
  for (let column = 1; column < headers.length; column += 1) {
    const total = last.cells[column];
    if (!total || NO_SUM.test(headers[column] ?? '') || !ONLY_WHOLE.test(total.text)) continue;
    const parts = rows.slice(0, -1).map(({ cells }) => cells[column]?.text ?? '');
    if (!parts.every((part) => ONLY_WHOLE.test(part))) continue;
    const sum = parts.reduce((before, part) => before + printed(part).value, 0);
    const said = printed(total.text).value;
    if (sum === said) continue;
    // A column that grows from row to row ends in its total; and a row that lacks a cell, or has one more, is shifted.
    const values = parts.map((part) => printed(part).value);
    if (said === values.at(-1) || said === Math.max(...values) || rows.some(({ cells }) => cells.length !== last.cells.length)) continue;
    // A row of which the others are not known (`N/A`, `not run`) may be left out of the total.
    const known = rows.slice(0, -1).filter(({ cells }) => !cells.some(({ text }) => NOT_KNOWN.test(text)));
    if (known.length < parts.length && known.reduce((before, { cells }) => before + printed(cells[column]?.text ?? '').value, 0) === said) continue;
    // The sum in another column, which is not the sum of its own: shifted as well.
    if (last.cells.some(({ text }, other) => other !== column && ONLY_WHOLE.test(text) && printed(text).value === sum && sumOf(rows, other) !== sum)) continue;
    yield {
      // So far apart, the rows are those of something else, or some of them; and a total in each row may be what it has come to.
      ...((sum > 2 * said || said > 2 * sum || /^total\b(?! (?:tests?|specs)\b)/.test(headers[column] ?? '')) && { severity: 'hint' as const }),
      span: { start: total.start, end: total.end },
      message: `The ${parts.length} rows above add up to ${sum}, and the total says ${said}: correct the total, or say what is left out.`,
      fix: { title: `Write ${sum}`, edit: { start: total.start, end: total.end, text: String(sum) }, judgement: true },
    };
  }
}

const NOT_KNOWN = /^(?:n\/a|not run|deferred|tbd)\b/i;

/** Of a column above the last row; undefined where a cell is no number. */
function sumOf(rows: ClaimTable['rows'], column: number): number | undefined {
  const parts = rows.slice(0, -1).map(({ cells }) => cells[column]?.text ?? '');
  return parts.every((part) => ONLY_WHOLE.test(part)) ? parts.reduce((before, part) => before + printed(part).value, 0) : undefined;
}

const ONLY_WHOLE = new RegExp(`^(?:${WHOLE})$`);
