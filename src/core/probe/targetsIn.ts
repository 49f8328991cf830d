/** The endpoints that a text names, where it certainly names one: for offering a probe of what somebody wrote or a program printed. */
import type { Span } from '../workItem/text.js';
import { parseTarget } from './target.js';

export interface WrittenTarget extends Span {
  /** As it stands in the text; `parseTarget` takes it. */
  readonly target: string;
}

/**
 * A URL of a scheme that can be probed, an address with a port, or `localhost` with one. Another name with a port is not certain:
 * `store.ts:12` is a place in a file.
 */
const FORMS: readonly RegExp[] = [
  /(?<![\w.+-])(?:https?|h2c|wss?|grpcs?|tls|tcp):\/\/(?:[^\s/@"'`<>]{1,200}@)?(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?(?:[/?][^\s"'`<>\\)\]}|,;*]{0,500})?/gi,
  /(?<![\w.:/\]-])\[[0-9a-f:.]{2,45}\]:\d{1,5}/gi,
  /(?<![\w.:/@-])(?:\d{1,3}(?:\.\d{1,3}){3}|localhost):\d{1,5}/gi,
];

/** What may not follow: `http://HOST:PORT` and `http://{host}/` are forms to be filled in, `127.0.0.1:8080:12` is a place. */
const GOES_ON = /^(?::?[\w{$]|[{$<])/;

/** In the order of the text, none overlapping another. Destinations of markdown links and `<autolinks>` are a reader's way to a page, and are left out. */
export function targetsIn(text: string): WrittenTarget[] {
  const found: WrittenTarget[] = [];
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) {
      const target = match[0].replace(/[.:!?]+$/, '');
      const [start, end] = [match.index, match.index + target.length];
      if (GOES_ON.test(text.slice(end, end + 2)) || /(?:\]\(|<)$/.test(text.slice(Math.max(0, start - 3), start))) continue;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const parsed = parseTarget(target);
      if (!('problem' in parsed) && parsed.kind === 'endpoint') found.push({ start, end, target });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
