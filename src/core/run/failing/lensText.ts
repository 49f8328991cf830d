/** What stands above a test that failed. */
import { percent } from '../../report/format.js';
import { clean } from '../../report/untrusted.js';
import type { PlacedFailure, TestRate } from './placed.js';

/** `✗ 3 of 100 · flaky 3 % (0.6–8.5) · WI4`. @param alias of the work item that has the evidence @param now wall time, ms */
export function failureText({ rate, seen, stale }: PlacedFailure, alias: string | undefined, now: number): string {
  const said = rate ? [`✗ ${rate.failures} of ${rate.counted}`, rateText(rate)] : [`✗ ${seen.source === 'file' && seen.outcome === 'flaky' ? 'failed, then passed' : 'failed'} in ${fileName(seen)}, ${ago(now - seen.seenAt)}`];
  return [...said, alias, stale ? 'stale' : undefined].filter((part) => part !== undefined).join(' · ');
}

/** The kind, and the rate with its interval; nothing where one attempt or a stop at a failure carries no such statement. */
function rateText({ kind, rate, low, high }: TestRate): string | undefined {
  if (kind === 'undecided') return undefined;
  const words = kind.replaceAll('-', ' ');
  if (low === null || high === null) return words;
  return kind === 'flaky' && rate !== null ? `${words} ${short(rate)} % (${short(low)}–${short(high)})` : `${words} (${short(low)}–${short(high)} %)`;
}

/** A fraction as a percentage without its sign: `3`, `8.5`. */
function short(fraction: number): string {
  return percent(fraction).replace(' %', '').replace(/\.0$/, '');
}

function fileName(seen: PlacedFailure['seen']): string {
  return seen.source === 'file' ? clean(seen.results.replace(/^.*[/\\]/, '')) : '';
}

/** A time span as a person tells it: `just now`, `2 min ago`, `3 h ago`, `5 days ago`. @param ms at least 0 in practice; clocks may differ */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}
