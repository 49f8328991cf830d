/** What a probe's answer says about a hypothesis: the user declares beforehand which answers support it. */
import { listed } from '../report/format.js';
import { PROBE_CLASSES, type ProbeClass, type ProbeReport, type ProbeResult } from './types.js';

/** An answer by its class, or `accepted-then-dropped`: a connection that ended before a byte came, by EOF or reset. */
export type Expected = ProbeClass | typeof DROPPED;

const DROPPED = 'accepted-then-dropped';

export interface Judgement {
  readonly status: 'supported' | 'refuted' | 'undecided';
  /** What was expected and what came, as a sentence. */
  readonly sentence: string;
}

/** The expected answer that a word names. */
export function expectedOf(word: string): Expected | undefined {
  const wanted = word.toLowerCase();
  return wanted === DROPPED ? DROPPED : PROBE_CLASSES.find((known) => known === wanted);
}

/** Here the question did not reach the target, or its answer was not understood: that it is not the expected one refutes nothing. */
const NO_ANSWER: readonly ProbeClass[] = ['unknown', 'local-policy', 'try-again', 'resolver-down', 'resolver-timeout', 'not-started', 'forbidden'];

/**
 * `supported` if every address gave an expected answer, `refuted` if none did and all of them answered. Anything else is `undecided`: no
 * declared expectation, addresses that differ, a question that did not reach the target.
 */
export function judge(report: ProbeReport, expected: readonly Expected[]): Judgement {
  const answers = finalAnswers(report.results);
  const came = answers.length === 0 ? 'no answer came' : listed([...new Set(answers.map(({ address, class: answer }) => `${answer} from ${address}`))]);
  if (expected.length === 0) return { status: 'undecided', sentence: `It is not declared which answer would support it (\`expect up\`, \`expect refused|timeout\`): ${came}.` };
  const as = answers.filter((answer) => expected.some((one) => isAs(answer, one)));
  const others = answers.filter((answer) => !as.includes(answer));
  const said = `Expected ${expected.join(' or ')}: ${came}.`;
  if (answers.length > 0 && others.length === 0) return { status: 'supported', sentence: said };
  if (answers.length > 0 && as.length === 0 && !others.some(({ class: answer }) => NO_ANSWER.includes(answer))) return { status: 'refuted', sentence: said };
  return { status: 'undecided', sentence: as.length > 0 ? `${said} The addresses differ: name one of them in the probe.` : said };
}

/** What each address came to in the end; the name's answer where there is no address. */
function finalAnswers(results: readonly ProbeResult[]): ProbeResult[] {
  const last = new Map<string, ProbeResult>();
  const asked = results.filter(({ probe }) => probe !== 'environment' && probe !== 'listener');
  const beyondName = asked.filter(({ probe }) => probe !== 'dns');
  for (const result of beyondName.length > 0 ? beyondName : asked.filter((result) => result.class !== 'up')) last.set(result.address, result);
  return [...last.values()];
}

function isAs({ class: answer, phases }: ProbeResult, expected: Expected): boolean {
  if (expected === DROPPED) return ['eof', 'reset', 'reset-at-accept'].includes(answer) && phases['firstByte'] === undefined && phases['settings'] === undefined;
  return answer === expected || (expected === 'up' && answer === 'growing');
}
