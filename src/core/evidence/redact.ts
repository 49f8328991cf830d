/**
 * Keeps secrets out of what is written down and shown. All that came from outside passes here; addresses and ports stay, since they are the subject.
 * What counts as a secret beside the built-in shapes (values of variables, lists of the configuration), and the key of the hashes, is given once for
 * the process by its host: nobody who writes something down can forget to ask for it, and without a host the built-in shapes hold.
 */
import { OverLines } from './redaction/overLines.js';
import { Redactor, WITHHELD, type FoundSecret, type RedactionPolicy } from './redaction/redactor.js';

export { WITHHELD, type FoundSecret };

/** By the built-in shapes alone; made when it is first needed, which is never where a host gave a policy. */
let builtIn: Redactor | undefined;

let current: Redactor | undefined;

/** From now on, everything in this process is redacted so; without a policy by the built-in shapes alone. */
export function setRedaction(policy?: RedactionPolicy): void {
  current = policy && new Redactor(policy);
}

/** How this process redacts now. */
export function redaction(): Redactor {
  return current ?? onlyBuiltIn();
}

function onlyBuiltIn(): Redactor {
  builtIn ??= new Redactor();
  return builtIn;
}

/**
 * The text with every secret replaced by `‹secret:type:hash›`: the hash is the same for equal secrets of a workspace. Without a key it is `‹secret:type›`.
 * Doing it twice equals once. A failure of redaction lets nothing pass.
 */
export function redact(text: string): string {
  try {
    return redaction().redact(text);
  } catch {
    return WITHHELD;
  }
}

/** {@link redact} for lines of {@link Redactor.suspects}, with what {@link Redactor.overLines} found in them. */
export function redactLines(lines: string, bits: number, over?: readonly FoundSecret[]): string {
  try {
    return redaction().redactLines(lines, bits, over);
  } catch {
    return WITHHELD;
  }
}

/** {@link Redactor.hideOverLines} for a part of a text that is redacted, in other parts, later. */
export function hideOverLines(text: string, state = new OverLines()): string {
  try {
    return redaction().hideOverLines(text, state);
  } catch {
    return WITHHELD;
  }
}

/** The secrets that the built-in shapes find, in the order of the text: the same on every machine. A private key is one, up to its end or to that of the text. */
export function secretsIn(text: string): FoundSecret[] {
  const keys = Array.from(text.matchAll(PRIVATE_KEY), ({ index, 0: key }) => ({ type: 'private-key', start: index, end: index + key.length }));
  const others = onlyBuiltIn().find(text).filter((found) => !keys.some(({ start, end }) => start < found.end && found.start < end));
  return [...keys, ...others].map(({ type, start, end }) => ({ type, start, end })).sort((a, b) => a.start - b.start);
}

const PRIVATE_KEY = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** The text in which the marks of equal kinds are equal, whatever they stand for. */
export function withEqualMarks(text: string): string {
  return text.replace(/(‹secret:[a-z-]+):[0-9a-f]{6}›/g, '$1›');
}

/** Whether a secret was replaced in the text. */
export function isMasked(text: string): boolean {
  return /‹secret:[a-z-]+(?::[0-9a-f]{6})?›/.test(text);
}
