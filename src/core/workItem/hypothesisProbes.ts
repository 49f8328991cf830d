/**
 * The probes that hypotheses name, so that a person can run them and see what becomes of the hypothesis: a line `Probe: TARGET expect ANSWER` below it,
 * or `casebook probe …` as inline code in its own text. What is in evidence blocks, fences and comments names none.
 */
import { namedProbe, type NamedProbe } from '../probe/namedProbe.js';
import { Refusal } from '../refusal.js';
import { bounded, clean } from '../report/untrusted.js';
import { LIST_ITEM } from './blockSyntax.js';
import type { EditResult } from './edit.js';
import { hypothesesOf, type Hypothesis, type HypothesisStatus } from './hypotheses.js';
import { outlineOf, type Outline } from './outline.js';
import { parse } from './parse.js';
import { proseLines } from './prose.js';
import { setHypothesisStatus } from './setHypothesisStatus.js';
import { applyEdit, type Span } from './text.js';

export interface HypothesisProbe {
  /** Of the hypothesis, in the order of the file, from 1. */
  readonly number: number;
  /** What the hypothesis states, as it was read. */
  readonly statement: string;
  /** The line that states it. */
  readonly hypothesis: Span;
  /** The line that names the probe. */
  readonly span: Span;
  /** A sentence where the line names none that can be run. */
  readonly probe: NamedProbe | { readonly problem: string };
}

/** The first probe of each hypothesis that names one, in order. */
export function hypothesisProbesOf(text: string): HypothesisProbe[] {
  const outline = outlineOf(text);
  const { item } = parse(text);
  const hypotheses = hypothesesOf(text, item, outline);
  return hypotheses.flatMap((hypothesis, index) => {
    for (const line of linesBelow(text, outline, hypothesis, hypotheses[index + 1])) {
      if (item.evidence.some(({ span }) => span.start <= line.start && line.end <= span.end)) continue;
      const written = probeIn(text.slice(line.start, line.end), line.start === hypothesis.span.start);
      if (written !== undefined) return [{ number: index + 1, statement: hypothesis.text, hypothesis: hypothesis.span, span: line, probe: namedProbe(written) }];
    }
    return [];
  });
}

/** How many hypotheses are listed for somebody who named none of them. */
const MOST_LISTED = 20;

/**
 * The hypothesis that a person calls `2` or `H2`: by the number in its label (`Hypothesis 2`, `Theory 2`, `H2`) where the file numbers them, else by
 * its place in the file. A sentence where there is none, or more than one, or it names no probe.
 */
export function hypothesisNamed(text: string, name: string): (HypothesisProbe & { readonly probe: NamedProbe }) | { readonly problem: string } {
  const wanted = /^h?(\d{1,4})$/i.exec(name.trim())?.[1];
  const all = hypothesesOf(text, parse(text).item, outlineOf(text)).map(({ text: statement, span }, index) => ({ number: index + 1, statement, label: labelNumber(text.slice(span.start, span.end)) }));
  if (all.length === 0) return { problem: 'It has no hypotheses: write `- **Hypothesis 1:** what is supposed`, and below it `Probe: TARGET expect ANSWER`.' };
  const labelled = all.some(({ label }) => label !== undefined);
  const known = all.slice(0, MOST_LISTED).map(({ number, statement, label }) => `${label ?? number} (${shortened(statement)})`).join(', ');
  const meant = wanted === undefined ? [] : all.filter(({ number, label }) => (labelled ? label : number) === Number(wanted));
  const [only, another] = meant;
  if (!only) return { problem: `It has no hypothesis ${JSON.stringify(name)}: name one of ${known}.` };
  if (another) return { problem: `${meant.length} hypotheses have the number ${wanted ?? ''} (${meant.map(({ statement }) => shortened(statement)).join(', ')}): number them differently, and try again.` };
  const found = hypothesisProbesOf(text).find(({ number }) => number === only.number);
  if (!found) return { problem: `Hypothesis ${wanted ?? ''} (${shortened(only.statement)}) names no probe: write a line \`Probe: TARGET expect ANSWER\` below it.` };
  const { probe } = found;
  return 'problem' in probe ? probe : { ...found, probe };
}

function labelNumber(line: string): number | undefined {
  const digits = /^[ \t>*+#-]*(?:\d{1,4}[.)][ \t]+)?(?:\*\*|__)?(?:hypothesis[\s#]*|theory[\s#]*|h)(\d{1,4})(?=[\s:*(.–—-])/i.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function shortened(statement: string): string {
  return bounded(clean(statement), 60);
}

/** The lines that belong to a hypothesis, its own first: up to the next one or the next heading; of an item of a list, those inside of it. */
function* linesBelow(text: string, outline: Outline, { span }: Hypothesis, next: Hypothesis | undefined): Generator<Span> {
  const own = outline.headings.find(({ start, end }) => start <= span.start && span.start < end);
  if (own) yield { start: span.start, end: span.end };
  const heading = outline.headings.find(({ start }) => start > span.start)?.start ?? text.length;
  const isItem = LIST_ITEM.test(text.slice(span.start, span.end).trimStart());
  let blank = false;
  for (const line of proseLines(text, outline, own?.end ?? span.start, Math.min(heading, next?.span.start ?? text.length))) {
    const raw = text.slice(line.start, line.end);
    if (raw.trim() === '') blank = true;
    else if (isItem && line.start !== span.start && !/^[ \t]/.test(raw) && (blank || LIST_ITEM.test(raw))) return;
    else yield line;
  }
}

const LINE = /^[ \t]{0,12}(?:[-*+][ \t]+)?(?:\*\*probe:\*\*|\*\*probe\*\*[ \t]*:|probe:)[ \t]+(?<written>\S.*)$/i;
const IN_CODE = /`(?<code>casebook[ \t]+probe[ \t][^`]{1,2000})`(?<behind>[\s,;:(–—-]{1,4}expect[^`\n]*)?/i;

/** A longer line names no probe. */
const MAX_LINE = 4_000;

function probeIn(raw: string, states: boolean): string | undefined {
  if (raw.length > MAX_LINE) return undefined;
  const line = states ? undefined : LINE.exec(raw)?.groups?.['written'];
  if (line !== undefined) return line;
  const code = IN_CODE.exec(raw)?.groups;
  return code && `${code['code'] ?? ''} ${code['behind'] ?? ''}`;
}

/**
 * The edit that says what a probe made of a hypothesis.
 * @param number, statement of the hypothesis when the probe began: the text may have changed meanwhile
 * @param probe id of the probe's evidence
 */
export function markHypothesis(text: string, { number, statement }: Pick<HypothesisProbe, 'number' | 'statement'>, status: HypothesisStatus, probe: string): EditResult {
  const known = hypothesesOf(text, parse(text).item, outlineOf(text));
  const same = known.flatMap((hypothesis, index) => (hypothesis.text === statement ? [index + 1] : []));
  const [only, another] = same;
  const meant = same.includes(number) ? number : another === undefined ? only : undefined;
  if (meant === undefined) return { conflict: `The hypothesis \`${statement.slice(0, 60)}\` was changed or removed while it was probed: write (${status}) behind it by hand, if it still says what was asked. The evidence is kept.` };
  return setHypothesisStatus(text, meant, status, probe);
}

/** The text with {@link markHypothesis} applied. @throws Refusal `conflict` */
export function withHypothesisMarked(text: string, hypothesis: Pick<HypothesisProbe, 'number' | 'statement'>, status: HypothesisStatus, probe: string): string {
  const result = markHypothesis(text, hypothesis, status, probe);
  if ('conflict' in result) throw new Refusal('conflict', result.conflict);
  return applyEdit(text, result.edit);
}
