/** A wait's report as lines of a terminal. */
import { duration } from '../core/report/format.js';
import { plain } from '../core/report/untrusted.js';
import type { WaitReport } from '../core/wait/timeline.js';

/** @param insteadOfMs the fixed sleep that stood in the script before, ms */
export function waitLines(report: WaitReport, insteadOfMs: number | undefined): string {
  const { firstAcceptMs, firstByteMs, first2xxMs, stableSinceMs, lastError, failures, ready } = report;
  const moments = [['first accept', firstAcceptMs], ['first byte', firstByteMs], ['first 2xx', first2xxMs], ['stable since', stableSinceMs]] as const;
  const failed = Object.entries(failures).map(([name, count]) => `${name} ${count}`);
  const lines = [
    report.conclusion,
    moments.map(([name, ms]) => `${name} ${ms === null ? 'never' : duration(ms)}`).join(' · '),
    ...(failed.length > 0 ? [`polls that failed: ${failed.join(', ')} (of ${report.polls})`] : []),
    ...(!ready && lastError ? [`last error: ${[lastError.code, lastError.syscall, lastError.reason].filter((part) => part !== undefined).join(', ')}`] : []),
    ...(insteadOfMs === undefined ? [] : [insteadOf(report, insteadOfMs)]),
  ];
  // One line each: an error of OpenSSL ends in a line break.
  return `${lines.map((line) => plain(line).replace(/\s+/g, ' ').trim()).join('\n')}\n`;
}

function insteadOf({ ready, stableSinceMs, elapsedMs }: WaitReport, sleepMs: number): string {
  const sleep = `A fixed sleep of ${duration(sleepMs)}`;
  if (!ready || stableSinceMs === null) return `${sleep} would ${sleepMs > elapsedMs ? 'have been longer than this wait, which ended before it was ready' : 'not have been enough'}.`;
  const off = sleepMs - stableSinceMs;
  return off >= 0 ? `${sleep} would have been ${duration(off)} longer than it took this time.` : `${sleep} would have ended ${duration(-off)} too early this time.`;
}
