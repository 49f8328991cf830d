/** Values that are secret because of the name of the variable that holds them: found wherever they are printed, without any shape. */

/** A value that is to be found as it stands. */
export interface KnownSecret {
  /** One line of ASCII or other text, as it may be printed. */
  readonly value: string;
  /** The secret that it stands for, of which it may be a spelling. */
  readonly secret: string;
}

/** Names of variables whose values are secret, by their last word or words. */
const SECRET_NAME = /(?:^|[_.-])(?:PASSWORD|PASSWD|PASSPHRASE|PASS|SECRETS?|TOKENS?|CREDENTIALS?|CREDS|API_?KEYS?|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|ACCOUNT_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|MASTER_?KEY|AUTH|PAT|DSN|(?<=[_.-])PWD?|CONNECTION_?STRING|KEY_BASE)(?:_(?:VALUE|\d{1,3}|OLD|NEW|TEST|PROD|PRODUCTION|STAGING|DEV))?$|(?:PASSWORD|PASSWD|PASSPHRASE|APIKEY|TOKEN|SECRET)$/i;

/** A shorter value stands by chance in what is printed. */
const LEAST_LENGTH = 6;

/** Lines of a value that is a file (a key) shorter than this say nothing. */
const LEAST_LINE = 16;

/** More is no secret, but a file; and the automaton of the first look stays small. */
const MAX_LENGTH = 16 * 1024;
const MAX_VALUES = 500;

/** What everybody sets while developing: to hide it would hide the names of databases and users, and it protects nothing. */
const NO_SECRET = /^(?:password|passw0rd|passwd|secret|changeme|change_?me|postgres|mysql|mariadb|mongodb?|redis|rabbitmq|oracle|admin|administrator|root|toor|guest|default|example|development|production|staging|testing|test\d{0,4}|local(?:host)?|disabled|enabled|enable|disable|required|optional|github|gitlab|keyring|basic|bearer|anonymous|true|false|none|null|undefined|[a-z]{0,12}ssh-agent.*|\d{0,7})$/i;

/** Whether a variable of that name holds a secret. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * The values of the variables with secret names, with their spellings in JSON and in URLs and in base 64.
 * @param base64 of the UTF-8 bytes of a text
 */
export function knownSecrets(environment: Readonly<Record<string, string | undefined>>, base64: (text: string) => string): KnownSecret[] {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !isSecretName(name) || !isSecretValue(value)) continue;
    for (const part of partsOf(value)) for (const spelling of spellings(part, base64)) if (!found.has(spelling)) found.set(spelling, part);
  }
  return [...found].slice(0, MAX_VALUES).map(([value, secret]) => ({ value, secret }));
}

/** A path leads to a secret, and a name of a folder or socket is none. */
function isSecretValue(value: string): boolean {
  const text = value.trim();
  return text.length >= LEAST_LENGTH && text.length <= MAX_LENGTH && !NO_SECRET.test(text) && !/^(?:\.{0,2}|~)[/\\][\w./\\ -]*$/.test(text) && !/^[A-Za-z]:[/\\][\w./\\ -]*$/.test(text) && !/^(?:\$\{?|%)\w+[%}]?$/.test(text);
}

/** The lines of a value of several lines; what frames a key is in every key. Of an address with a password in it, the password. */
function partsOf(value: string): string[] {
  const lines = value.split(/\r?\n|\\n/).map((line) => line.trim());
  if (lines.length > 1) return lines.filter((line) => line.length >= LEAST_LINE && !/^-----(?:BEGIN|END) /.test(line));
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/]+)@/i.exec(value)?.[1];
  if (password !== undefined) return isSecretValue(password) ? [password] : [];
  return [value.trim()];
}

function spellings(secret: string, base64: (text: string) => string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed(secret)), base64(secret).replace(/=+$/, '')];
}

/** A half of a surrogate pair has no spelling in a URL. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
