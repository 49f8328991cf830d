/**
 * A probe that a text names: `http://127.0.0.1:8080/ expect refused|timeout`, `casebook probe --timeout 2s :8080`. No text is a command: what is
 * taken from it is one target, the two options below, and which answers are expected.
 */
import { parseDuration } from '../durationText.js';
import { bounded, clean } from '../report/untrusted.js';
import { expectedOf, type Expected } from './expectation.js';
import { probeTimeoutProblem } from './limits.js';
import { parseTarget } from './target.js';

export interface NamedProbe {
  /** As `parseTarget` takes it. */
  readonly target: string;
  /** Deadline of each rung, in ms; absent where the text names none. */
  readonly timeoutMs?: number;
  /** No certificate is judged. */
  readonly insecure: boolean;
  /** Empty where the text declares none. */
  readonly expected: readonly Expected[];
}

const EXPECT = /(?:^|[\s,;:(–—-])expect(?:s|ed)?:?[ \t]+(?<list>[a-z0-9-]+(?:(?:[ \t]*[|,/][ \t]*|[ \t]+or[ \t]+)[a-z0-9-]+)*)(?<behind>.?)/i;

/** What the words name, or a sentence that says what to write. */
export function namedProbe(written: string): NamedProbe | { readonly problem: string } {
  const text = written.replaceAll('`', ' ').trim();
  const declared = EXPECT.exec(text);
  const { list = '', behind = '' } = declared?.groups ?? {};
  if (declared && /[^\s.,;:()–—-]/.test(behind)) return { problem: 'What is expected cannot be read: write `expect refused` or `expect refused|timeout`.' };
  if (declared && behind.trim() === '' && /^\s*[^\s.,;:(–—-]/.test(text.slice(declared.index + declared[0].length))) return { problem: 'Behind the expected answers a full stop or a bracket goes first: a word there might change what is meant.' };
  const expected: Expected[] = [];
  for (const word of list.split(/[ \t]*[|,/][ \t]*|[ \t]+or[ \t]+/i).filter((part) => part !== '')) {
    const known = expectedOf(word);
    if (!known) return { problem: `${shown(word)} is no answer of a probe: expect up, unhealthy, refused, timeout, eof, reset, accepted-then-dropped, or another class of \`casebook probe\`.` };
    expected.push(known);
  }
  const asked = words(declared ? text.slice(0, declared.index) : text);
  return 'problem' in asked ? asked : { ...asked, expected };
}

function words(text: string): Omit<NamedProbe, 'expected'> | { readonly problem: string } {
  const left = text.replace(/^casebook[ \t]+probe(?=[ \t]|$)/i, '').split(/\s+/).filter((word) => /[^,;:.–—-]/.test(word));
  let timeoutMs: number | undefined;
  let insecure = false;
  const targets: string[] = [];
  while (left.length > 0) {
    const word = left.shift() ?? '';
    const timeout = /^--timeout(?:=(?<value>.*))?$/.exec(word);
    if (timeout) {
      const value = timeout.groups?.['value'] ?? left.shift() ?? '';
      timeoutMs = parseDuration(value);
      if (timeoutMs === undefined) return { problem: `${shown(value)} is no duration: write \`--timeout 500ms\` or \`--timeout 3s\`.` };
      const problem = probeTimeoutProblem(timeoutMs);
      if (problem !== undefined) return { problem };
    } else if (word === '--insecure') {
      insecure = true;
    } else if (word.startsWith('-')) {
      return { problem: `${shown(word)} is not taken from a text: only --timeout and --insecure are.` };
    } else {
      targets.push(word);
    }
  }
  const [written = '', another] = targets;
  if (another !== undefined) return { problem: `A probe has one target, and ${shown(another)} follows it: write the target, and then \`expect up\` or another answer.` };
  const target = written.replace(/^<(.*)>$/, '$1').replace(/[,;]$/, '');
  const parsed = parseTarget(target);
  return 'problem' in parsed ? parsed : { target, insecure, ...(timeoutMs !== undefined && { timeoutMs }) };
}

function shown(word: string): string {
  return `\`${bounded(clean(word), 60)}\``;
}
