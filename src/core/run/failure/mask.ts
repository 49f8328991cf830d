/** Replaces what differs from one failure to the next equal one: numbers, ids, addresses, ports, times, temporary folders. */

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';

/**
 * In this order. All of them become `#`, so that an id that happens to be all digits is masked like one that is not.
 * What is masked is a title, of a few lines at most, so the patterns need not be linear; none is worse than quadratic.
 */
const VOLATILE: readonly RegExp[] = [
  // ISO 8601 and the like: 2026-11-21T14:02:33.123+01:00
  /\d{4}-\d\d-\d\d(?:[T ,]+\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?: ?(?:Z|[+-]\d\d:?\d\d)\b)?/g,
  // 21 Nov 2026, Nov 21 14:02:33, Sat Nov 21 2026
  new RegExp(`\\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:\\d{1,2} ${MONTH}\\b|${MONTH} \\d{1,2}\\b)(?:,? \\d{4}\\b)?`, 'g'),
  // GUIDs
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  // IPv6 addresses with their zone, and clock times: 14:02:33.123
  /(?<![\w:\]])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:[.,]\d{1,9})?(?:%\w{1,15})?(?![\w:])/gi,
  /\b0x[0-9a-f]+\b/gi,
  // hex ids that are neither words nor numbers: at least 6 digits, of both kinds
  /\b(?=\d{0,64}[a-f])(?=[a-f]{0,64}\d)[0-9a-f]{6,64}\b/gi,
  // other ids: at least 12 letters and digits, of them two or more digits
  /\b(?=(?:[A-Za-z]{0,64}\d){2})(?=\d{0,64}[A-Za-z])[A-Za-z0-9]{12,64}\b/g,
  // durations: 12ms, 1m2.5s
  /(?<![A-Za-z_])(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+(?![A-Za-z0-9])/g,
  // numbers with sign, fraction and exponent; IPv4 addresses; no exit code, which says what failed
  /(?<!\bexit (?:code|status) \d{0,9})(?:(?<![\w)\]])-)?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+(?![A-Za-z]))?/g,
];

/** A temporary folder and what its maker put below it, up to the last part. */
const TEMPORARY = /(?<![\w.~-])(?:\/private)?(?:\/var\/folders\/[^/\s'"]{1,80}\/[^/\s'"]{1,80}\/T|\/var\/tmp|\/tmp|\/dev\/shm|[A-Za-z]:[\\/](?:[^\\/\s'":]{1,80}[\\/]){0,6}Te?mp)[\\/]([^\s'"`,;:)\]]{1,400})/g;

/** The home folder of whoever ran it. */
const HOME = /(?:\/home\/[^/\s'"]{1,80}|\/Users\/[^/\s'"]{1,80}|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/\s'"]{1,80})(?=[\\/])/g;

/**
 * The text with all that is volatile replaced.
 * @param cwd the folder in which the command ran: it and what lies below it is written relative to it
 */
export function mask(text: string, cwd: string): string {
  let result = inProject(text, cwd);
  result = result.replace(TEMPORARY, (_, inside: string) => temporary(inside)).replace(HOME, '~');
  for (const pattern of VOLATILE) result = result.replace(pattern, '#');
  return result.replace(/\s+/g, ' ').trim();
}

function inProject(text: string, cwd: string): string {
  const folder = cwd.replace(/[\\/]$/, '');
  if (folder === '') return text;
  return text.replaceAll('file://', '').replaceAll(folder, (found, offset: number) => (/[\w.-]/.test(text[offset + found.length] ?? '') ? found : '.'));
}

/** `orders-Xa8b2q/data.json` becomes `<tmp>/data.json`; a name right below the temporary folder is the volatile part itself. */
function temporary(inside: string): string {
  const parts = inside.split(/[\\/]/);
  return parts.length < 2 ? '<tmp>' : `<tmp>/${parts.at(-1) ?? ''}`;
}
