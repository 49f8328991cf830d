/** Whether what stands behind a secret name is a value: not a word that says that there is none, not a type, not a reference to where the value lies, not what was masked before. */

/** Words that say what is wrong with a value or that there is none, types in source code, and what programs print in place of a secret. */
const WORD = 'null|nil|none|undefined|true|false|string|bytes|str|number|boolean|missing|absent|unset|empty|expired|invalid|incorrect|wrong|required|optional|rejected|revoked|malformed|redacted|masked|hidden|filtered|secure';

/** What closes the text that the value stands in. */
const CLOSERS = String.raw`[)}\]>:.!?[]*`;

/** Objects whose members are no values, but say where those are. */
const OWNERS = String.raw`process\.env|import\.meta\.env|os\.environ|env|secrets|vars?|local|module|config|settings|req|request|ctx|context|this|self|props|options|opts|args|params|credentials|body|user|form|state|input`;

const NO_VALUE: readonly RegExp[] = [
  new RegExp(`^[<[(]?(?:${WORD})(?:[|](?:${WORD}))*${CLOSERS}$`, 'i'),
  // Masked: by a program that prints stars, or as a word or a number of a template.
  /^[#*•….\-_:/+=@|~<>[\](){}%]+$/,
  /^(?:[xX]{3,}|\[secure\]|<\w{1,20} password>)$/,
  // What stands on the lines below: a block of YAML, a key in PEM.
  /^(?:[|>][-+\d]{1,2}|-----BEGIN(?: [A-Z0-9 _-]{1,60}-----)?)$/,
  // Where the value comes from. A default in it (`${PASSWORD:-hunter2}`) is a value.
  new RegExp(String.raw`^\$\{[\w.-]{1,100}\}${CLOSERS}$`),
  new RegExp(String.raw`^\$[A-Z][A-Z0-9]{0,60}_[A-Z0-9_]{1,60}${CLOSERS}$`),
  new RegExp(String.raw`^\$[a-z_]{0,40}(?:pass|pwd|secret|token|key|auth)[a-z_]{0,40}${CLOSERS}$`, 'i'),
  /^(?:\$\d|%\w{1,100}%|\$env:\w{1,100}|\$\(.*|\$?\{\{.*|<%.*|\(sensitive|\(known|!(?:vault|ref|sub|getatt|reference|secret|include))$/i,
  new RegExp(String.raw`^(?:${OWNERS})(?:[?!]?\.[A-Za-z_$][\w$]{0,60}|\[\w{0,60}\]?){1,8}${CLOSERS}$`, 'i'),
];

/** @param value without its quotes */
export function isValue(value: string): boolean {
  return !NO_VALUE.some((pattern) => pattern.test(value));
}

/** Numbers with a unit, shares, times, dates and versions. */
const COUNT = /^[+-]?v?\d[\d.,:/%_TZ+-]*(?:[a-zA-Z]{1,4})?$/;

/** Folders and files, and addresses. */
const PATH = /^(?:[.~]{0,2}[/\\]|[A-Za-z]:[/\\]|https?:)|^[\w./-]{1,200}\.[a-z]{1,5}\d?$/;

/** Names of tests and of methods, and results. */
const SAID_OF_A_TEST = /^(?:test|spec|suite|case|check|should|passed|failed|skipped|success|failure|oauth|saml|scram|ntlm|basic|plain|sha|md5)/i;

/** Whether it may be a password behind a name that is also a word (`pass`, `auth`): six characters, with a digit or a sign among them. */
export function isPassword(value: string): boolean {
  return isNamed(value) && /[\d!@$%^&*+?~<>|(){}[\]\\]/.test(value);
}

/** The same where the name is one of a variable in capitals (`DB_PASS`), which needs no digit. */
export function isNamed(value: string): boolean {
  return value.length >= 6 && isValue(value) && !COUNT.test(value) && !PATH.test(value) && !SAID_OF_A_TEST.test(value);
}

/** Of a token of 16 characters or more, nothing is asked; a shorter one is told from words by digits and letters of both cases that make no word. */
export function isToken(value: string): boolean {
  if (!isValue(value)) return false;
  return value.length >= 16 || (/\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value) && !/[a-z]{4}|^[./]|\.\w{1,4}$/.test(value));
}

/** The names and passwords of Basic and of Docker in base 64: whole groups of four, of letters of both cases with a digit or a filled group, or of which each is a text's. */
export function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /[a-z]/.test(value) && /[A-Z]/.test(value) && (/\d|=$/.test(value) || isTextInBase64(value));
}

/** Bytes of a text in ASCII have no upper bit, which stands at another place in each letter of a group. */
function isTextInBase64(value: string): boolean {
  return /^(?:[A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/])+$/.test(value);
}
