/** A bisection in sentences, and as a block of a work item. */
import { bisectionError, TOTAL_ERROR, type Bisection } from '../prove/bisection.js';
import type { EvidenceBlock } from './block.js';
import { counted, percent } from './format.js';
import { linkTo } from './runLinks.js';
import { inlineCode } from './untrusted.js';

/** Digits of a commit id that are shown. */
const DIGITS = 12;

/** What was found and how sure that is. It holds commit ids, and no other text from outside. */
export function bisectionSentence(bisection: Bisection): string {
  const { found, rate, measured, attempts, trials } = bisection;
  const error = bisectionError(bisection);
  const tried = `${counted(trials.length, 'commit')} tried, up to ${counted(attempts, 'attempt')} each, for a failure rate of at least ${percent(rate)} (${measured ? 'measured' : 'as given'})`;
  const sure = error <= TOTAL_ERROR
    ? `Confidence: at least ${percent(1 - error)}.`
    : `That is not sure: it is wrong with a probability of up to ${percent(error)}. Leave out -n, so that the attempts are sized by the rate.`;
  const [first] = found;
  if (found.length === 1 && first) return `The first bad commit is ${first.commit.slice(0, DIGITS)}: ${tried}. ${sure}`;
  return `The first bad commit is one of ${found.length}, since those between could not be judged: ${tried}. ${sure}`;
}

/**
 * The commit that was found, and every commit that was tried.
 * @param id of the first run
 * @param runFolder path from the work item's folder to that of a run, by its id
 */
export function bisectBlock(id: string, bisection: Bisection, runFolder: (run: string) => string): EvidenceBlock {
  const rows = bisection.trials.map(({ commit, verdict, passes, failures, others, run, reason }) => {
    const short = commit.slice(0, DIGITS);
    return `| ${run === undefined ? inlineCode(short) : linkTo(short, runFolder(run))} | ${verdict} | ${passes} | ${failures} | ${others} | ${reason === undefined ? '' : inlineCode(reason.replaceAll('|', '¦'))} |`;
  });
  const sections = [
    `**${bisectionSentence(bisection)}**`,
    bisection.found.map(({ commit, subject }) => `- ${inlineCode(commit)} ${inlineCode(subject)}`).join('\n'),
    ['| Commit | Verdict | Passed | Failed | Ended otherwise | Skipped because |', '|---|---|---:|---:|---:|---|', ...rows].join('\n'),
    `Between ${inlineCode(bisection.good.slice(0, DIGITS))} (good) and ${inlineCode(bisection.bad.slice(0, DIGITS))} (bad).`,
  ];
  return { kind: 'matrix', id, body: sections.join('\n\n') };
}
