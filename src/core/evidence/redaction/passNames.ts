/** Places behind names that are also words: `pass`, `pw`, `auth`, `credentials`. What stands there is looked at more closely than behind `password`. */
import { assigned, lowerOrJoined } from './keywordPlaces.js';
import { VALUE, type Shape } from './shape.js';
import { isNamed, isPassword } from './values.js';

/** What `pass` and `pw` are written behind without a separator. */
const OWNER = 'db|user|usr|smtp|mail|email|imap|ftp|sftp|ssh|root|admin|login|proxy|http|ldap|git|mysql|redis|sql|ora|vnc|rabbitmq|mqtt|key|keystore|store';

/** Words that hold `pass` as a name of their own or as the end of one: not `bypass`, nor `compass`. */
const LOWER = String.raw`(?:(?<![\w.-])|(?<=[A-Za-z0-9][_.-]|--)|(?<=${OWNER}))(?:pass|pw)|(?<=[a-z])Pass`;

const UPPER = String.raw`(?<=[A-Z0-9]_|${OWNER.toUpperCase()})(?:PASS|PW)|\bREDISCLI_AUTH`;

const OTHER = String.raw`(?<![\w.-])PASS|(?<=[A-Z0-9]_)AUTH|(?<![a-z])(?:credentials?|creds)|(?<![A-Z])(?:CREDENTIALS?|CREDS)`;

/** `:` only before quotes: in `tests pass: 19 of 21` it is no assignment. */
const ASSIGNS = String.raw`\\*["']?(?:\]?[ \t]*(?:=>|:=|={1,3}(?!=))[ \t]*|[ \t]*:[ \t]*(?=[bru]?\\*["']))[bru]?(?=[^\s])`;

export const PASS_SHAPES: readonly Shape[] = [
  { type: 'value', keywords: ['pass=', 'pass =', 'pass"', "pass'", 'pass\\', 'pass]', 'pass: "', "pass: '", 'pass:"', "pass:'", 'pw=', 'pw =', 'pw"', "pw'", 'pw:', 'auth=', 'creds=', 'creds"', 'credential'], where: assigned, pattern: new RegExp(String.raw`(?<keep>(?:${LOWER}|${OTHER})${ASSIGNS})(?<secret>${VALUE})`, 'g'), accept: isPassword },
  { type: 'value', keywords: ['pass=', 'pass =', 'pass"', "pass'", 'pass\\', 'pass: "', "pass: '", 'pass:"', "pass:'", 'pw=', 'pw =', 'pw"', "pw'", 'pw:', 'rediscli_auth'], pattern: new RegExp(String.raw`(?<keep>(?:${UPPER})${ASSIGNS})(?<secret>${VALUE})`, 'g'), accept: isNamed },
  // In YAML: a key at the beginning of its line or of its map, and one word up to the end of either.
  {
    type: 'value',
    keywords: ['pass:', 'pw:'],
    where: lowerOrJoined,
    pattern: new RegExp(String.raw`(?<keep>(?:^|[{,|])[ \t]*(?:-[ \t]+)?(?:[\w.-]{0,60}[_.-]|\w{0,40}(?:${OWNER}))?(?:pass|pw|(?<=_)PASS|(?<=_)PW):[ \t]+)(?<secret>[^\s"'${'`'},{}[\]]{6,200})(?=[ \t\r]*(?:[,}]|$))`, 'gm'),
    accept: isPassword,
  },
  { type: 'value', keywords: ['-pass ', '-pass\t', '-storepass', '-keypass'], pattern: /(?<keep>(?<![\w-])(?:--(?:[a-z]{1,20}-){0,3}|-store|-key)pass[ \t]+["']?)(?<secret>[^\s"'-][^\s"']*)/g, accept: isPassword },
];
