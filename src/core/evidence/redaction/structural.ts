/** Places where a secret stands by the grammar of the text. */
import { assigned, authority } from './keywordPlaces.js';
import { NAMED, NAMES, NAME_WORDS } from './names.js';
import { PASS_SHAPES } from './passNames.js';
import { VALUE, type Shape } from './shape.js';
import { isBase64, isPassword, isToken, isValue } from './values.js';

/** Between a name and its value: the end of the name's quotes, also escaped ones (JSON in JSON), and of its brackets, then `=` or `:`. */
const ASSIGNS = String.raw`\\*["'${'`'}]?(?:\]?[ \t]*(?:=>|={1,3}(?!=)|:=)|[ \t]*:(?![:=]))[ \t]*`;

/** What may stand before the quotes of a value: a letter of Python, and what wraps it in Rust, Swift and Java. */
const WRAPPED = String.raw`(?:[bru]{1,2}(?=["'])|(?:Some|Ok|Just|Optional|Secret(?:Str(?:ing)?)?|Password|Sensitive|String)\([ \t]*(?=\\*["']))?`;

/** A list, an object, a call, which hold the value or none; and the next name, where `name= other="x"` leaves the first one empty. */
const NO_VALUE = String.raw`(?![\[{(](?:\s|$|\\*["'${'`'}{\[\]}()])|[a-z_$][\w$.]{0,80}\((?:\)|\\*["'${'`'}])|(?<=[^\s=]=[ \t]{1,8})[a-z_][\w.-]{0,60}=(?![=\s]|$)|[bru]{1,2}["'])`;

/** Of a shell, and its last one: `pwd` is a folder there. */
const FOLDER = String.raw`(?!(?<=(?<![\w.;-])(?:old)?pwd\\*["']?[ \t]*[=:][ \t]*)\\*["']?(?:[/~]|[a-z]:[\\/]))`;

/** The same in a list, and several of them. */
const ITEM = String.raw`(?:[bru]{0,2}"(?:[^"\\\n]|\\.)+"?|[bru]{0,2}'[^'\n]+'?|\\+"[^"\n]+"?|[^\s"',;&\\\[\]{}]+)`;
const ITEMS = String.raw`${ITEM}(?:[ \t]*,[ \t]*${ITEM})*`;

export const STRUCTURAL: readonly Shape[] = [
  // Up to the last @ of the user information: a password that is not escaped may hold one.
  { type: 'url-password', keywords: ['://'], where: authority, pattern: /(?<keep>(?<=[a-z0-9+.-]):\/\/[^\s/:@"'?#]*:)(?<secret>[^\s/"'?#]+)(?=@)/gi, accept: isValue },
  // A token alone, where others have a name.
  { type: 'url-password', keywords: ['://'], where: authority, pattern: /(?<keep>(?<=[a-z0-9]):\/\/)(?<secret>(?=[\w~-]{0,60}\d)[\w~-]{20,255})(?=@)/gi },
  { type: 'cookie', keywords: ['cookie'], pattern: /(?<keep>\b(?:set-)?cookie\\*["']?(?:[ \t]*:|(?<=["']),(?=[ \t]*b?["'][^"'\n=]{1,100}=))[ \t]*\[?[ \t]*b?\\*["'])(?<secret>[^"'\n]+)/gi, accept: isValue },
  { type: 'cookie', keywords: ['cookie'], pattern: /(?<keep>\b(?:set-)?cookie["']?[ \t]*:[ \t]*)(?<secret>(?!\[?[ \t]*b?["'])[^\s"'\\][^\n]*)/gi, accept: isValue },
  {
    type: 'authorization',
    keywords: ['authorization'],
    // After the scheme also the further parameters of Digest and of AWS. Headers stand in lists, in pairs and in lists of pairs, too.
    pattern: /(?<keep>\b(?:proxy-)?authorization\\*["'`]?(?:[ \t]*[:=]|(?<=["']),(?=[ \t]*b?\\*["'](?:bearer|basic|digest|negotiate|ntlm|token|apikey|hawk|dpop|aws4-hmac-sha256)[ \t]))[ \t]*(?:\[[ \t]*)?(?:b(?=["']))?\\*["'`]?(?:(?:bearer|basic|digest|negotiate|ntlm|token|apikey|hawk|dpop|aws4-hmac-sha256)[ \t]+)?)(?<secret>(?:[\w-]+="[^"\n]*"|[^\s"',;`]+)(?:,[ \t]*[\w-]+=(?:"[^"\n]*"|[^\s"',;]+))*)/gi,
    accept: isValue,
  },
  // Alone, in a list, or in an object that says more of it, as Spring's and Terraform's; of a change that Terraform plans, both.
  {
    type: 'value',
    keywords: NAME_WORDS,
    where: assigned,
    pattern: new RegExp(String.raw`(?<keep>(?:${NAMES})(?:(?<!secret|token)s(?=${ASSIGNS}\[))?${ASSIGNS}(?:\[[ \t]*(?=${ITEM})|\{[^{}\n]{0,200}?\bvalue${ASSIGNS}|${WRAPPED}${NO_VALUE}${FOLDER}))(?<secret>(?<=\[[ \t]*)${ITEMS}|(?:${VALUE})(?:[ \t]+->[ \t]+"(?:[^"\\\n]|\\.)+"?)?)`, 'gi'),
    accept: isValue,
  },
  { type: 'value', keywords: ['passphrase', 'mnemonic', 'seed phrase', 'seed_phrase', 'seed-phrase', 'seedphrase', 'recovery phrase', 'recovery_phrase', 'recovery-phrase', 'recoveryphrase'], where: assigned, pattern: /(?<keep>(?:passphrase|mnemonic|(?:seed|recovery)[ _-]?phrase)\\*["']?[ \t]*[:=][ \t]*\\*["']?)(?<secret>[^\s"',;&\\]+(?:[ \t]+[a-z0-9-]+(?![\w:=./-])){1,24})/gi },
  {
    type: 'value',
    keywords: ['value":', "value':", 'value\\":', 'value:', 'value="', 'value =', 'value" :'],
    pattern: new RegExp(String.raw`(?<keep>\b(?:name|key)\\*["']?[ \t]*[:=][ \t]*\\*["']?[\w./:-]{0,80}?${NAMED}\\*["']?,?[ \t]*(?:\\*["'][a-z]{1,20}\\*["'][ \t]*:[ \t]*(?:\\*"[^"\\\n]{0,60}\\*"|\w{1,20})[ \t]*,[ \t]*){0,2}\\*["']?\bvalue${ASSIGNS})(?<secret>${VALUE})`, 'gi'),
    accept: isValue,
  },
  // The same with the value before the name, on one line.
  {
    type: 'value',
    keywords: ['value":', "value':", 'value\\":'],
    pattern: new RegExp(String.raw`(?<keep>\bvalue\\*["'][ \t]*:[ \t]*)(?<secret>"(?:[^"\\\n]|\\.){1,400}"|'[^'\n]{1,400}'|\\+"[^"\n]{1,400}\\+")(?=[ \t]*,[ \t]*(?:\\*["'][a-z_]{1,20}\\*["'][ \t]*:[ \t]*(?:\\*"[^"\\\n]{0,60}\\*"|\[[^[\]{}\n]{0,80}\]|[\w.-]{1,20})[ \t]*,[ \t]*){0,3}\\*["'](?:name|key)\\*["'][ \t]*:[ \t]*\\*["'][\w./:-]{0,80}?${NAMED}\\*["'])`, 'gi'),
    accept: isValue,
  },
  { type: 'value', keywords: ['securestring'], pattern: /(?<keep>"securestring"[ \t]*,[ \t]*"value"[ \t]*:[ \t]*)(?<secret>"(?:[^"\\\n]|\\.)+"?)/gi },
  // `token` alone is also a word of parsers: only what is long or mixed is taken for a secret.
  { type: 'value', keywords: ['token'], where: assigned, pattern: new RegExp(String.raw`(?<keep>\btoken${ASSIGNS}\\*["']?)(?<secret>[A-Za-z0-9._~+/-]{8,}=*)`, 'gi'), accept: isToken },
  { type: 'value', keywords: ['-password', '-passwd', '-passphrase', '-secret', '-token', '-api-key'], pattern: /(?<keep>(?<![\w-])--(?:[a-z]{1,20}-){0,3}(?:password|passwd|passphrase|secret|token|api-key)[ \t]+)(?<secret>"[^"\n]+"?|'[^'\n]+'?|[^\s"'-][^\s"']*)/gi, accept: isValue },
  // An option and its value in a list of arguments.
  { type: 'value', keywords: ['-pass', '-secret', '-token', '-api-key'], pattern: /(?<keep>(?<![\w-])--(?:[a-z]{1,20}-){0,3}(?:pass(?:word|wd|phrase)?|secret|token|api-key)\\*["'][ \t]*,[ \t]*\\*["'])(?<secret>[^"'\n\\]+)/gi, accept: isValue },
  { type: 'bearer', keywords: ['bearer'], pattern: /(?<keep>\bbearer[ \t]+)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)/gi },
  ...PASS_SHAPES,
];

/** What single programs and services read and print: their keywords are rare. */
export const PROGRAMS: readonly Shape[] = [
  // curl's user and password.
  { type: 'value', keywords: ['curl'], pattern: /(?<keep>\bcurl\b[^\n]{0,500}?[ \t](?:-u|--user|-U|--proxy-user)[ \t=]{0,4}["']?[^\s"':]{0,100}:)(?<secret>[^\s"'$][^\s"']*)/g },
  // A parameter of an address, with capitals and digits: others are keys of maps and caches, and numbers of errors.
  { type: 'value', keywords: ['?key=', '&key=', '?code=', '&code='], pattern: /(?<keep>[?&](?:key|code)=)(?<secret>(?=[\w.~%+/-]{0,200}\d)(?=[\w.~%+/-]{0,200}[A-Z])[\w.~%+/-]{20,}=*)/g },
  // Other programs that take a password as an argument: its name is a letter.
  { type: 'value', keywords: ['sshpass'], pattern: /(?<keep>\bsshpass[ \t]+-p[ \t]{0,4}["']?)(?<secret>[^\s"'$][^\s"']*)/g },
  { type: 'value', keywords: ['redis-cli'], pattern: /(?<keep>\bredis-cli\b[^\n]{0,300}?[ \t](?:-a|--pass)[ \t=]{1,4}["']?)(?<secret>[^\s"'$][^\s"']*)/g },
  { type: 'value', keywords: ['mysql', 'mariadb'], pattern: /(?<keep>\b(?:mysql|mariadb)(?:dump|admin|show|check|import)?\b[^\n]{0,300}?[ \t]-p["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  { type: 'value', keywords: ['login'], pattern: /(?<keep>\b(?:docker|podman|buildah|skopeo|oras|helm registry)[ \t]+login\b[^\n]{0,300}?[ \t]-p[ \t=]{1,4}["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  { type: 'value', keywords: ['-pass ', '-pass\t', '-passin', '-passout'], pattern: /(?<keep>(?<![\w-])-pass(?:in|out)?[ \t]{1,4}["']?pass:)(?<secret>[^\s"'$][^\s"']*)/g },
  { type: 'value', keywords: ['az login', 'ipmitool', 'psexec'], pattern: /(?<keep>\b(?:az[ \t]+login|ipmitool|psexec(?:64)?(?:\.exe)?)\b[^\n]{0,300}?[ \t](?:-p|-P|--password)[ \t=]{1,4}["']?)(?<secret>[^\s"'$-][^\s"']*)/gi },
  { type: 'value', keywords: ['smbclient', 'rpcclient'], pattern: /(?<keep>\b(?:smbclient|rpcclient)\b[^\n]{0,300}?[ \t](?:-U|--user)[ \t=]{0,4}["']?[\w.\\/-]{1,80}%)(?<secret>[^\s"']+)/g },
  // How Go's driver of MySQL takes it.
  { type: 'url-password', keywords: ['@tcp(', '@unix('], pattern: /(?<keep>(?<![\w.:-])[\w.-]{1,64}:)(?<secret>[^\s"'`]{1,200})(?=@(?:tcp|unix)\()/g, accept: isValue },
  // A name and its value as two arguments, or a pair of Python: with a digit or a sign, since names stand beside each other, too.
  { type: 'value', keywords: ["password',", 'password",', "passwd',", 'passwd",', "secret',", 'secret",', "_token',", '_token",', "key',", 'key",'], pattern: /(?<keep>\([ \t]{0,8}b?["'](?:[\w.-]{0,60}?(?:password|passwd|secret)|[\w.-]{1,60}_token|[\w.-]{0,60}?(?:api|access|secret|private)[_-]?key)["'][ \t]{0,8},[ \t]{0,8}b?)(?<secret>"[^"\n]{1,400}"|'[^'\n]{1,400}')(?=[ \t]{0,8}\))/gi, accept: isPassword },
  // Without a sign between them: Docker's, Windows' and fish's way to set a variable, a keyword of Clojure, a line of .netrc.
  { type: 'value', keywords: ['env ', 'setx ', 'set -'], pattern: /(?<keep>(?:\b(?:ENV|setx)|\bset[ \t]+-[A-Za-z-]{1,10})[ \t]+(?:[A-Z0-9]+_)*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(?:API|ACCESS|SECRET|PRIVATE)_KEY)[ \t]+["']?)(?<secret>[^\s"']+)/g, accept: isValue },
  { type: 'value', keywords: ['password "', 'passwd "', 'secret "', 'token "', 'key "'], pattern: /(?<keep>(?<![\w:]):[\w./-]{0,60}?(?:password|passwd|secret|token|(?:api|access|secret|private)[_-]?key)[ \t]+)(?<secret>"(?:[^"\\\n]|\\.)+")/gi, accept: isValue },
  { type: 'value', keywords: ['password '], pattern: /(?<keep>^[ \t]+password[ \t]+)(?<secret>\S+)(?=[ \t\r]*$)/gm, accept: isPassword },
  // Elements and attributes of configuration files: <password>…</password>.
  { type: 'value', keywords: ['password>', 'passwd>', 'passphrase>', 'secret>', 'token>', 'apikey>'], pattern: /(?<keep><(?:[\w-]{0,40}[:.])?[\w-]{0,40}(?:password|passwd|passphrase|secret|token|apikey)(?:[ \t][^<>\n]{0,200})?>(?:<!\[CDATA\[)?)(?<secret>[^<>\n]+)(?=<\/|>)/gi, accept: isValue },
  { type: 'value', keywords: ['password">', 'passwd">', 'secret">', 'token">'], pattern: /(?<keep>\b(?:key|name)="[\w.:-]{0,80}(?:password|passwd|secret|token)">)(?<secret>[^<>\n]+)(?=<\/)/gi, accept: isValue },
  // As a URL spells it, in an address within an address.
  { type: 'value', keywords: ['%3d', '%3a'], pattern: /(?<keep>(?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key)(?:%22)?%3[ad](?:%20|\+)?(?:%22)?)(?<secret>[^\s"'&%]+(?:%(?!26|22|2c|7d)[0-9a-f]{2}[^\s"'&%]*)*)/gi, accept: isValue },
  // A table of variables.
  { type: 'value', keywords: ['_password ', '_passwd ', '_secret ', '_token ', '_key '], pattern: /(?<keep>(?<=[A-Z0-9]_)(?:PASSWORD|PASSWD|SECRET|TOKEN|(?:API|ACCESS|SECRET|PRIVATE)_KEY)(?:[ \t]*\|[ \t]*|[ \t]{2,}))(?<secret>[^\s|"']+)/g, accept: (value) => isPassword(value) && /\d/.test(value) },
  // SQL, and the files of logins that curl, ftp and git read.
  { type: 'value', keywords: ['identified by', 'password \'', 'password by', 'password(\''], pattern: /(?<keep>(?:(?:\bidentified by|password(?: by)?)[ \t]{1,4}|=[ \t]{0,4}password\()')(?<secret>[^'\n]+)/gi, accept: isValue },
  { type: 'value', keywords: ['machine '], pattern: /(?<keep>\bmachine[ \t]+\S{1,200}[ \t]+login[ \t]+\S{1,200}[ \t]+password[ \t]+)(?<secret>\S+)/gi },
  // .pgpass of PostgreSQL: host, port, database, user, password.
  { type: 'value', keywords: [':5432:', ':*:*:'], pattern: /(?<keep>(?<![\w.:/*-])[\w.*-]{1,100}:(?:5432|\*):[\w.*-]{1,100}:[\w.*-]{1,100}:)(?<secret>[^\s:]\S*)/g },
  { type: 'value', keywords: ['jdbc:oracle'], pattern: /(?<keep>\bjdbc:oracle:[a-z0-9]{1,10}:[^\s/@"']{1,100}\/)(?<secret>[^\s@"']{1,200})(?=@)/gi },
  { type: 'value', keywords: ['sqlplus'], pattern: /(?<keep>\bsqlplus\b[^\n]{0,200}?[ \t][\w.$]{1,60}\/)(?<secret>[^\s@"'/]{1,200})(?=@)/gi },
  { type: 'value', keywords: ['mongosh', 'mongodump', 'mongorestore', 'mongoimport', 'mongoexport'], pattern: /(?<keep>\bmongo(?:sh|dump|restore|import|export)\b[^\n]{0,300}?[ \t]-p[ \t=]{1,4}["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  { type: 'value', keywords: ['ldapsearch', 'ldapmodify', 'ldapadd', 'ldapwhoami', 'ldapdelete', 'ldappasswd'], pattern: /(?<keep>\bldap(?:search|modify|add|whoami|delete|passwd)\b[^\n]{0,300}?[ \t]-w[ \t]{1,4}["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  // Mail and Redis on the wire.
  { type: 'value', keywords: ['auth plain ', 'authenticate plain '], pattern: /(?<keep>\bauth(?:enticate)? plain[ \t]{1,4})(?<secret>[A-Za-z0-9+/]{8,}={0,2})(?![\w+/=.-])/gi, accept: isBase64 },
  { type: 'value', keywords: ['"auth" "'], pattern: /(?<keep>"auth"[ \t])(?<secret>"[^"\n]+"(?:[ \t]"[^"\n]+")?)/gi },
  { type: 'value', keywords: ['requirepass', 'masterauth'], pattern: /(?<keep>\b(?:requirepass|masterauth)["']?[ \t]{1,4}["']?)(?<secret>[^\s"']+)/g, accept: isPassword },
  // Laravel's, and what Docker and npm keep of a login.
  { type: 'value', keywords: ['app_key=base64:'], pattern: /(?<keep>\bAPP_KEY=base64:)(?<secret>[A-Za-z0-9+/]{16,}=*)/g },
  { type: 'value', keywords: ['auth"'], pattern: /(?<keep>"auth\\*"[ \t]*:[ \t]*\\*")(?<secret>[A-Za-z0-9+/]{8,}={0,2})(?=\\*")/g, accept: isBase64 },
  { type: 'authorization', keywords: ['basic '], pattern: /(?<keep>\bbasic[ \t]+)(?<secret>[A-Za-z0-9+/]{12,}={0,2})(?![\w+/=.-])/gi, accept: isBase64 },
];
