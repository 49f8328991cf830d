/** What samplers answered while attempts ran, held against how the attempts ended. */
import { counted } from '../report/format.js';
import type { AttemptRecord, LEDGER_SCHEMA } from './events.js';
import { countsInRate, isFailure } from './outcome.js';

/** Characters that are kept of what a sampler printed last. */
export const MAX_SAMPLE_LINE = 200;

/** One line of `samples.ndjson`. */
export interface Sample {
  readonly schema: typeof LEDGER_SCHEMA;
  /** Its name in the plan. */
  readonly sampler: string;
  /** When it was asked. ISO 8601, UTC, ms. */
  readonly at: string;
  readonly durationMs: number;
  /** 0 is "ok"; null where it had to be ended or was killed. */
  readonly exitCode: number | null;
  /** The last line that it printed, without secrets; at most {@link MAX_SAMPLE_LINE} characters. */
  readonly line: string;
}

/** How many attempts a sampler was asked in, and how many of these had it ok all along. */
export interface DuringCounts {
  readonly sampled: number;
  readonly okThroughout: number;
  /** Attempts that no sample fell into: they were too short, or the sampler too slow. */
  readonly unsampled: number;
}

export interface DuringFinding {
  readonly sampler: string;
  readonly failing: DuringCounts;
  readonly passing: DuringCounts;
  /** What was printed by the first sample that was not ok, in a failing attempt if there is one; text from outside. */
  readonly firstTrouble?: { readonly at: string; readonly exitCode: number | null; readonly line: string };
  /** It holds no text from outside but the sampler's name. */
  readonly sentence: string;
}

type Interval = Pick<AttemptRecord, 'outcome' | 'startedAt' | 'durationMs'>;

interface Counts {
  sampled: number;
  okThroughout: number;
  unsampled: number;
}

/**
 * A sample belongs to every attempt that ran at some time between its question and its answer. Attempts that are left out of the rate are
 * left out here, too.
 * @param samplers names, in the order in which they are told
 */
export function correlate(samplers: readonly string[], samples: readonly Sample[], attempts: readonly Interval[]): DuringFinding[] {
  const intervals = attempts
    .filter(({ outcome }) => countsInRate(outcome))
    .map(({ outcome, startedAt, durationMs }) => ({ failing: isFailure(outcome), start: Date.parse(startedAt), end: Date.parse(startedAt) + durationMs }))
    .sort((one, other) => one.start - other.start);
  return samplers.map((sampler) => finding(sampler, samples.filter((sample) => sample.sampler === sampler), intervals));
}

function finding(sampler: string, samples: readonly Sample[], attempts: readonly { readonly failing: boolean; readonly start: number; readonly end: number }[]): DuringFinding {
  const failing: Counts = { sampled: 0, okThroughout: 0, unsampled: 0 };
  const passing: Counts = { sampled: 0, okThroughout: 0, unsampled: 0 };
  const asked = samples.map((sample) => ({ sample, start: Date.parse(sample.at), end: Date.parse(sample.at) + sample.durationMs })).sort((one, other) => one.start - other.start);
  let first = 0;
  let trouble: Sample | undefined;
  let troubleFails = false;
  for (const { failing: fails, start, end } of attempts) {
    // A sampler never overlaps itself: what ended before this attempt began has ended before all later ones.
    while ((asked[first]?.end ?? Infinity) < start) first += 1;
    let sampled = false;
    let ok = true;
    for (let index = first; (asked[index]?.start ?? Infinity) <= end; index++) {
      const sample = asked[index]?.sample;
      sampled = true;
      if (!sample || sample.exitCode === 0) continue;
      ok = false;
      if (!trouble || (fails && !troubleFails)) [trouble, troubleFails] = [sample, fails];
    }
    const counts = fails ? failing : passing;
    if (!sampled) counts.unsampled += 1;
    else counts.sampled += 1;
    if (sampled && ok) counts.okThroughout += 1;
  }
  const { at, exitCode, line } = trouble ?? {};
  return {
    sampler,
    failing,
    passing,
    ...(at === undefined || exitCode === undefined || line === undefined ? {} : { firstTrouble: { at, exitCode, line } }),
    sentence: sentenceOf(sampler, failing, passing),
  };
}

function sentenceOf(sampler: string, failing: DuringCounts, passing: DuringCounts): string {
  if (failing.sampled + passing.sampled === 0) return `${sampler}: no answer falls into an attempt: they were too short to be sampled, or its command did not answer.`;
  const parts = [part(failing, 'failing'), part(passing, 'passing')].filter((text) => text !== undefined);
  const unsampled = failing.unsampled + passing.unsampled;
  return `${sampler}: ok throughout ${parts.join(' and ')}.${reading(failing, passing)}${unsampled > 0 ? ` ${counted(unsampled, 'attempt')} ${unsampled === 1 ? 'was' : 'were'} too short to be sampled.` : ''}`;
}

function part({ sampled, okThroughout }: DuringCounts, kind: string): string | undefined {
  return sampled === 0 ? undefined : `${okThroughout} of ${counted(sampled, `${kind} attempt`)}`;
}

/** Only what holds without exception is put into words; the rest is for the reader of the numbers. */
function reading(failing: DuringCounts, passing: DuringCounts): string {
  if (failing.sampled === 0) return '';
  if (failing.okThroughout === failing.sampled) return ' What it asks for was there while attempts failed.';
  if (failing.okThroughout === 0 && passing.sampled > 0 && passing.okThroughout === passing.sampled) return ' It failed in every failing attempt, and in no passing one.';
  return '';
}
