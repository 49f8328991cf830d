import { plainName } from '../../explain/errno/failureOf.js';
import { ERRNO_WORDS, numbersOf, readingsOf, type Reading, type System } from '../../explain/errno/tables.js';
import { listed } from '../../report/format.js';
import { within, type ClaimLine, type ClaimText } from '../claims/document.js';
import type { Finding, Rule } from '../rule.js';

/** A number that a text itself calls an error number, and by what words. */
const NUMBERED = /(SocketException[ \t]?\((?:0x[0-9A-F]{1,8},[ \t]?)?|\[Errno |\[WinError |\bos error |\berrno[ =:]{1,3}|\bsocket error[ :=(]{1,3}|(?<!\b(?:curl|exit|http|grpc|sql|mysql|ora|status|libcurl)[ :]{1,2})\berror(?: code)?[ :=(]{1,3})-?(\d{1,5})\b/gi;
/** `-104 (ECONNRESET)`. */
const NEGATIVE = /(?<![\w.,-])`?-(\d{1,3})`? \((E[A-Z]{3,15})\)/g;

/** `ECONNREFUSED (61)`, `connection refused (errno 61)`; without a word like errno, a number in brackets may be a count. */
const NAME_FIRST = /\b(E[A-Z]{3,15}|connection (?:is |was )?refused|connection reset by peer|connection timed out)[`"'*]{0,3} \(`?(\[?errno[ =:]{1,3}|os error |socket error )?-?(\d{1,5})`?\)/gi;
/** Words by which the number is surely one of the system's. */
const SURELY = /errno|os error|SocketException|WinError/i;

/** What a line with any of them holds at least. */
const LOOKS_LIKE = /xception[ \t]?\(|rrno|\[WinError|rror(?: code)?[ :=(]{1,3}-?\d|\d`? \(E[A-Z]|\bE[A-Z]{3,15}[`"'*]{0,3} \(|\(os error/i;

/** Names and messages of connections, as sentences hold them. */
const CLAIMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['ECONNREFUSED', /\bECONNREFUSED\b|\bconnection (?:is |was |been |still ){0,2}refused\b|\brefused (?:the |its |all |any |every )?(?:tcp )?connections?\b/i],
  ['ECONNRESET', /\bECONNRESET\b|\bconnection (?:is |was |been ){0,2}reset by peer\b/i],
  ['ETIMEDOUT', /\bETIMEDOUT\b|\bconnection timed out\b/i],
];

const OF_SYSTEM: readonly (readonly [System, RegExp])[] = [
  ['linux', /\b(?:linux|ubuntu|debian|fedora|alpine|rhel|centos)\b|linux-(?:amd64|x64|arm64)|\/home\/runner\b/i],
  ['macos', /\b(?:mac ?os|darwin|os x|homebrew)\b|\/Users\//i],
  ['windows', /\bwindows\b|\bC:\\/i],
];

const SYSTEM_WORDS: Readonly<Record<System, string>> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' };

/** The numbers of errors are the system's own: 61 is a refused connection on macOS, and "No data available" on Linux. */
export const claimErrno: Rule = {
  id: 'claim-errno',
  severity: 'error',
  summary: 'An error number does not mean what the text says, on the system that it is from.',
  appliesTo: 'document',
  *find({ claims, text }) {
    if (/refused/i.test(text) && RESET.test(text)) yield* resetNotRefused(claims());
    if (!LOOKS_LIKE.test(text)) return;
    const { lines } = claims();
    const here = once(() => systemOf(lines));
    const settled: Settled[] = [];
    for (const line of lines) {
      if (!LOOKS_LIKE.test(line.raw)) continue;
      for (const match of line.raw.matchAll(NEGATIVE)) yield* paired(line, match.index, match[0].length, Number(match[1]), match[2] ?? '', here);
      yield* nameFirst(line, here);
      for (const match of line.raw.matchAll(NUMBERED)) {
        const number = Number(match[2]);
        const surely = SURELY.test(match[1] ?? '');
        const behind = line.raw.slice(match.index + match[0].length, match.index + match[0].length + 100);
        const name = nameBehind(surely ? behind.replace(/^,/, ':') : behind);
        if (name !== undefined) yield* paired(line, match.index, match[0].length, number, name, here, surely ? 'error' : undefined);
        const said = readingsOf(number).filter(({ words }) => behind.toLowerCase().includes(words.toLowerCase()));
        const [only] = said;
        if (only && new Set(said.map((reading) => reading.name)).size === 1 && said.length < readingsOf(number).length) settled.push({ reading: only, number, line });
      }
    }
    yield* misread(settled, lines);
  },
};

const RESET = /\bconnection reset by peer\b|\bECONNRESET\b/i;
const REFUSED = /\brefused\b|ECONNREFUSED/i;

/** "Refused" said of what every log of the document shows as reset: a peer that resets has accepted before. */
function* resetNotRefused({ fences, prose }: ClaimText): Generator<Finding> {
  const shown = fences.flatMap(({ lines }) => lines);
  const reset = shown.find(({ raw }) => RESET.test(raw));
  const refused = CLAIMS[0]?.[1];
  if (!reset || !refused || shown.some(({ raw }) => REFUSED.test(raw))) return;
  for (const line of prose) {
    const match = refused.exec(line.prose);
    // What may be, what is not, and what is told of another try is no contradiction.
    if (!match || /\b(?:not|n't|no|if|when|may|might|could|would|should|or|before|earlier|instead)\b|\?/i.test(line.prose)) continue;
    yield {
      span: within(line, match.index, match[0].length),
      severity: 'hint',
      message: `"${match[0]}", and what is shown is "${RESET.exec(reset.raw)?.[0] ?? ''}" (line ${reset.number}): a peer that resets a connection has accepted it. Write what the log says, or show the refusal.`,
    };
    return;
  }
}

/** A number whose own words tell which system it is from. */
interface Settled {
  readonly reading: Reading;
  readonly number: number;
  readonly line: ClaimLine;
}

/** The name or the message right behind a number: `61 (connection refused)`, `61: ECONNREFUSED`. */
function nameBehind(behind: string): string | undefined {
  const text = /^[)\]]?[`*_]{0,3}\s?(?:[:=(–—-]|is\b|as\b|means\b)\s?["'`(*]{0,3}([A-Za-z][A-Za-z ]{3,40})/.exec(behind)?.[1];
  if (text === undefined) return undefined;
  const name = /^E[A-Z]{3,15}\b/.exec(text)?.[0];
  if (name !== undefined) return ERRNO_WORDS.has(plainName(name)) ? name : undefined;
  return CLAIMS.find(([, pattern]) => pattern.exec(text)?.index === 0)?.[0];
}

function* nameFirst(line: ClaimLine, system: () => System | undefined): Generator<Finding> {
  const matches = [...line.raw.matchAll(NAME_FIRST)];
  for (const match of matches) {
    const [whole, said = '', surely, number] = match;
    const name = /^E[A-Z]/.test(said) ? said : CLAIMS.find(([, pattern]) => pattern.test(said))?.[0];
    if (name === undefined || !ERRNO_WORDS.has(plainName(name))) continue;
    // Several names with a number each are a tally; and one alone is only told where it is of the system that stands behind it.
    if (surely === undefined && (matches.length > 1 || !/^E[A-Z]/.test(said))) continue;
    const unheard = surely !== undefined ? 'error' : /^ (?:on|in|under) /.test(line.raw.slice(match.index + whole.length)) ? 'hint' : undefined;
    yield* paired(line, match.index, whole.length, Number(number), name, system, unheard);
  }
}

/** @param unheard how it is told that no system gives the number that meaning: not at all where it may be no number of an error */
function* paired(line: ClaimLine, index: number, length: number, number: number, name: string, system: () => System | undefined, unheard?: 'error' | 'hint'): Generator<Finding> {
  const readings = readingsOf(number);
  const means = readings.filter((reading) => plainName(reading.name) === plainName(name));
  const here = means.length === 0 && unheard === undefined ? undefined : system();
  const on = numbersOf(plainName(name));
  if (here === undefined || means.some(({ os }) => os === here)) return;
  const own = readings.find(({ os }) => os === here);
  if (!own) return;
  const right = on.find(({ os }) => os === here);
  const span = within(line, index, length);
  if (means.length === 0) {
    yield { span, ...(unheard === 'hint' && { severity: 'hint' as const }), message: `${number} is ${own.name} ("${own.words}") on ${SYSTEM_WORDS[here]}, which the document is about${right ? `, and ${name} is ${right.number} there` : ''}. Ask \`casebook explain\`.` };
    return;
  }
  yield {
    span,
    message: `${number} is ${name} on ${listed(means.map(({ os }) => SYSTEM_WORDS[os]))} only; the document is about ${SYSTEM_WORDS[here]}, where ${number} is ${own.name} ("${own.words}")${right ? ` and ${name} is ${right.number}` : ''}. Ask \`casebook explain\`.`,
  };
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** The one system that the text names; undefined if it names none or several. */
function systemOf(lines: readonly ClaimLine[]): System | undefined {
  const named = OF_SYSTEM.filter(([, pattern]) => lines.some(({ raw }) => pattern.test(raw)));
  return named.length === 1 ? named[0]?.[0] : undefined;
}

/** What the number means on another system, told elsewhere in the text. */
function* misread(settled: readonly Settled[], lines: readonly ClaimLine[]): Generator<Finding> {
  for (const [name, pattern] of CLAIMS) {
    const source = settled.find(({ number, reading }) => plainName(reading.name) !== name && readingsOf(number).some((other) => plainName(other.name) === name));
    if (!source) continue;
    const { number, reading, line: shown } = source;
    const claims = lines.filter(({ raw }) => pattern.test(raw));
    // Who names the error by its right name knows what it means, and speaks of another one.
    if (lines.some(({ raw }) => raw.includes(reading.name))) continue;
    // If a log says it as well, or the error is only told of, the text may speak of something else.
    const doubtful = shown.fence === undefined || claims.some(({ fence }) => fence !== undefined);
    const right = numbersOf(name).find(({ os }) => os === reading.os);
    const other = readingsOf(number).find((candidate) => plainName(candidate.name) === name);
    for (const line of claims) {
      const match = line.fence === undefined ? pattern.exec(line.prose) : null;
      if (!match || /\bnot\b|n't\b/i.test(line.prose.slice(Math.max(0, match.index - 20), match.index))) continue;
      yield {
        span: within(line, match.index, match[0].length),
        ...(doubtful && { severity: 'hint' as const }),
        message: `The error is ${number} with the words "${reading.words}" (line ${shown.number}): ${reading.name} on ${SYSTEM_WORDS[reading.os]}, and not ${name}, which is ${right ? `${right.number} there` : 'another number there'}${other ? ` (${number} on ${SYSTEM_WORDS[other.os]})` : ''}. Nothing says that a connection was answered; \`casebook explain\` tells what does.`,
        fix: { title: `Write "${reading.words}"`, edit: { ...within(line, match.index, match[0].length), text: reading.words }, judgement: true },
      };
    }
  }
}
