/** What the hover of a failed test says: the verdict, and the failure's own words, which can open no structure and hold no secret. */
import { bounded, clean, fenced, inlineCode } from '../../report/untrusted.js';
import { ago } from './lensText.js';
import type { PlacedFailure } from './placed.js';

/** Characters of a failure's message. */
const MAX_MESSAGE = 2_000;

/** Markdown without links. @param command the run's command line, where a run saw it @param now wall time, ms */
export function failureHover({ seen, stale, passedIn, count }: PlacedFailure, command: string | undefined, now: number): string {
  const parts: string[] = [];
  if (seen.source === 'run') {
    parts.push(`**${seen.whole.headline}**`);
    if (count < seen.whole.failures) parts.push(`${count} of its ${seen.whole.failures} failures lie in this test.`);
    if (command !== undefined) parts.push(`${inlineCode(command, 300)}, ${ago(now - seen.seenAt)}`);
  } else {
    parts.push(`**Failed in ${inlineCode(seen.results.replace(/^.*[/\\]/, ''), 100)}, ${ago(now - seen.seenAt)}${seen.outcome === 'flaky' ? ', and passed when it was repeated' : ''}.** One observation, from which no failure rate follows: repeat it.`);
  }
  if (passedIn !== undefined) parts.push(`It passed since, in ${inlineCode(passedIn.replace(/^.*[/\\]/, ''), 100)}: a single pass does not tell a fixed test from a flaky one.`);
  if (stale) parts.push('*Stale: the file has changed since.*');
  const message = seen.source === 'run' ? seen.title : seen.message;
  if (message !== undefined && message.trim() !== '') parts.push(fenced(bounded(clean(message), MAX_MESSAGE)));
  return parts.join('\n\n');
}
