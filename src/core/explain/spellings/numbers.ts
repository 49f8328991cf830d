/** Numbers that a text itself calls error numbers. A number that nothing calls so is never decoded, unless the text is nothing but numbers. */
import { failureOf } from '../errno/failureOf.js';
import { LIBUV } from '../errno/libuv.js';
import { readingsOf, type Reading, type System } from '../errno/tables.js';
import type { FailureId } from '../failures.js';
import type { Dialect } from '../types.js';
import type { Meaning, Rule } from './rule.js';

/** What the readings of a number mean; undefined if there are none. */
export function meaningOf(readings: readonly Reading[], note?: string): Meaning | undefined {
  if (readings.length === 0) return undefined;
  const names = [...new Set(readings.map(({ name }) => name))];
  const [only] = names;
  const failures = [...new Set(readings.map(({ name }): FailureId => failureOf(name)))];
  return { failures, readings, ...(names.length === 1 && only !== undefined && { name: only }), ...(note !== undefined && { note }) };
}

/** Only the readings whose words stand beside the number, if any do: the text says itself which system it is from. */
function narrowed(readings: readonly Reading[], beside: string): readonly Reading[] {
  const text = beside.toLowerCase();
  const said = readings.filter(({ words }) => text.includes(words.toLowerCase()));
  return said.length > 0 ? said : readings;
}

/** The text before and after a match, on its line. */
function beside(match: RegExpMatchArray): string {
  const { input = '', index = 0 } = match;
  const end = index + match[0].length;
  // Split after the cut: a search for the start of a line would go through all of a text that has none, at each of its numbers.
  return `${input.slice(Math.max(0, index - 200), index).split('\n').at(-1) ?? ''} ${input.slice(end, end + 200).split('\n', 1)[0] ?? ''}`;
}

function rule(dialect: Dialect, pattern: RegExp, systems?: readonly System[], note?: (readings: readonly Reading[]) => string | undefined): Rule {
  return {
    dialect,
    pattern,
    meaning: (match) => {
      const readings = narrowed(numberReadings(match[1] ?? '', systems), beside(match));
      return meaningOf(readings, note?.(readings));
    },
  };
}

/** Negative numbers are Node's: the system's own with its sign turned, or libuv's. */
function numberReadings(digits: string, systems?: readonly System[]): Reading[] {
  const number = Number(digits);
  const libuv = LIBUV[number];
  if (libuv !== undefined) return [{ os: 'windows', number, name: libuv, words: 'as Node on Windows numbers it' }];
  if (number < 0) return readingsOf(-number, systems ?? ['linux', 'macos']);
  return readingsOf(number, systems);
}

const DOTNET_NO_DATA = 'For .NET on Linux: NoData is what its connect begins with, and keeps if every address family was skipped, as by DOTNET_SYSTEM_NET_DISABLEIPV6=1.';

/** The number of getaddrinfo in .NET on Unix: 0xFFFDFFFF is SocketError.HostNotFound without a native error. */
const DOTNET_RESOLVER: Readonly<Record<string, FailureId>> = { '0xfffdffff': 'no-such-name', '-131073': 'no-such-name' };

export const NUMBER_RULES: readonly Rule[] = [
  rule('dotnet', /\bSocketException[ \t]*\((?:0x[0-9A-F]{1,8},[ \t]*)?(\d{1,5})\)/gi, undefined, (readings) => (readings.some(({ name }) => name === 'ENODATA') ? DOTNET_NO_DATA : undefined)),
  {
    dialect: 'dotnet',
    pattern: /\bSocketException[ \t]*\((0xFFFDFFFF|-131073)[^)\n]{0,40}\)/gi,
    meaning: ([, code = '']) => {
      const failure = DOTNET_RESOLVER[code.toLowerCase()];
      return failure && { failures: [failure], name: 'HostNotFound' };
    },
  },
  {
    // Of getaddrinfo: negative on Linux, positive after the error's own name.
    dialect: 'python',
    pattern: /\bgaierror\b[^\n\d-]{0,30}(-?\d{1,5})|\[Errno (-\d{1,2})\]/g,
    meaning: (match) => {
      const number = Number(match[1] ?? match[2]);
      return meaningOf(narrowed(number < 0 ? readingsOf(-number, ['linux'], true) : readingsOf(number, ['macos', 'windows'], true), beside(match)));
    },
  },
  rule('python', /\[WinError (\d{1,5})\]/g, ['windows']),
  rule('python', /\[Errno (\d{1,5})\]/g),
  rule('rust', /\(os error (\d{1,5})\)/g),
  rule('node', /\berrno['"]?[ \t]*[:=][ \t]*(-\d{1,4})\b/g),
  rule('errno', /\berrno['"]?(?:[ \t]*[:=][ \t]*|[ \t]+)(\d{1,5})\b(?![.:\d])/gi),
  rule('system', /\b(?:WSA(?:GetLastError(?:\(\))?)?|winsock|windows sockets?|wsaerror|socket|system|win32)[ \t]*(?:error|code)?[ \t]*(?:code|number)?[ \t]*(?:[:=#]|is|was|returned)?[ \t]*\(?(1[01]\d{3})\)?(?![\d.:])/gi, ['windows']),
  rule('system', /\berror(?:[ \t]+(?:code|number))?[ \t]*[:=#]?[ \t]*\(?(100[0-9]{2}|101[01]\d|1100[1-4])\)?(?![\d.:])/gi, ['windows']),
  {
    // HRESULT of FACILITY_WIN32: the low 16 bits are the system's number.
    dialect: 'system',
    pattern: /\b0x8007([0-9A-F]{4})\b/gi,
    meaning: ([, hex = '']) => meaningOf(readingsOf(Number.parseInt(hex, 16), ['windows'])),
  },
];

/** A text of nothing but numbers asks for each of them. */
export const BARE_NUMBERS = /^\s*(?:errno\s+)?[-+]?\d{1,5}(?:[\s,;/]+[-+]?\d{1,5})*\s*$/;

export const BARE_RULE: Rule = rule('errno', /(-?\d{1,5})/g);
