/** How bad a record says that it is. */

export type Severity = 'failure' | 'warning' | 'other';

/** A level that a record names. */
export type Level = 'failure' | 'warning' | 'info' | 'debug';

/** In capitals, since `error` is also a word of messages. */
const CAPITALS = 'FATAL|CRITICAL|CRIT|PANIC|DPANIC|ERROR|ERR|SEVERE|EMERG|ALERT|FTL|WARNING|WARN|WRN|NOTICE|INFO|INF|DEBUG|DBG|TRACE|VERBOSE';

/** Where a level stands: in brackets, before a colon, between blanks, among the first words; behind a date in brackets, as Elasticsearch has it; before a process, as Celery has it. */
const PLACED = new RegExp(String.raw`^(?:\S+\s+){0,6}?(?:\[[^\]\s]{0,80}\]){0,3}[[(<|"]?(${CAPITALS})[\])>|":,]?(?=\s|$|\]|\[|/[\w-]{1,60}\])`);

/** Without a blank beside it: Python's own format, `ERROR:root:boom`; NLog's, `|0|ERROR|App.Orders|boom`; Monolog's, `[] production.ERROR: boom`. */
const JOINED = new RegExp(String.raw`^(?:(${CAPITALS}):[\w.-]{1,200}:|\|(?:\d{0,9}\|){0,2}(${CAPITALS})\||(?:\[\] )?[\w-]{1,60}\.(${CAPITALS}): )`);

const NAMED = /(?:\b(?:level|severity|lvl|loglevel|level_?name|log_level|severity_?text)|"@l|"log\.level)"?\s*[=:]\s*"?(fatal|critical|crit|panic|dpanic|error|err|severe|emergency|emerg|alert|warning|warn|notice|information|info|verbose|debug|trace)\b/i;

/** At the beginning of a message, after what programs put there; nginx' and httpd's `[error]`, Envoy's `[][1][critical]`, .NET's `fail:`, zap's console between tabs. */
const FIRST = /^(?:\S+\s+){0,3}?(?:(?:\[[^\]\s]{0,80}\]){0,3}\[(?:\w+:)?(error|critical|crit|alert|emerg|fatal|warn(?:ing)?|notice|info|debug)\]|(fail|crit|error|fatal|panic|warn(?:ing)?|info|dbug|debug|trce): |<(error|critical|warning|info|debug)>|(dpanic|panic|fatal|error|warn|info|debug)\t)/;

const LEVELS: readonly (readonly [RegExp, Level])[] = [
  [/^(?:warn|wrn)/i, 'warning'],
  [/^(?:notice|inf)/i, 'info'],
  [/^(?:debu|dbug|dbg|trac|trce|verbose)/i, 'debug'],
];

/** Android's logcat, in short and with its threads: `E/Tag( 12): `, `1234  5678 E Tag: `. */
const LOGCAT = /^(?:\d+\s+\d+\s+([VDIWEFA])\s+\S|([VDIWEFA])\/\S.{0,60}?\(\s*\d+\): )/;

/** logrus on a terminal: `ERRO[0003] boom`. */
const LOGRUS = /^(?:\S+\s+\|\s+)?(PANI|FATA|ERRO|WARN|INFO|DEBU|TRAC)\[\d{4,9}\] /;

/** Events of Windows as its viewer exports them, the time between two borders taken out, and as `Get-WinEvent` prints them; Erlang's reports. */
const REPORTED = /^(?:(Critical|Error|Warning|Information|Verbose)(?:,,|\t\t)|\d{1,5} (Critical|Error|Warning|Information|Verbose) {2,}|=(CRASH|SUPERVISOR|ERROR|WARNING|INFO) REPORT====)/;

/** MongoDB's letter, which stands beside a component. */
const MONGODB = /"s":\s*"([FEWID])[1-5]?",\s*"c":/;

/** pino and bunyan number their levels from 10 on. GELF's are those of syslog, from 7 down; of other programs a small number says nothing. */
const NUMBERED = /"level":\s*(\d{1,2})\b/;
const GELF = /"(?:short_message|_?facility)":|"version":\s*"1\.\d"/;

/** OpenTelemetry's numbers: 17 is the least error, 13 the least warning. */
const OPEN_TELEMETRY = /"severity_?number":\s*(\d{1,2})\b/i;

/** The priority of syslog, of which the low three bits are the severity. */
const PRIORITY = /^<(\d{1,3})>/;

/** The same as journald's JSON tells it, wherever it stands in a long line. */
const JOURNAL = /^\{.{0,8000}"PRIORITY":\s*"[0-3]"/;

/** What is thrown, and what ends a process, says no level. */
const THROWN =
  /^(?:\S+\s+){0,2}?(?:Traceback \(most recent call last\):|panic: |fatal error: |Fatal Python error: |Unhandled [Ee]xception|Uncaught |\[UnhandledPromiseRejection: |Exception in thread |thread '.{1,80}'(?: \(\d+\))? panicked at|http: panic serving |terminate called (?:after throwing|without an active)|[A-Za-z_$][\w.$]*(?:Error|Exception)(?: \[\w+\])?: |[A-Za-z_$][\w$]*(?:\.[\w$]+)*\.[\w$]*(?:Error|Exception)$)/;

/** `Error` alone is a word, too: at the beginning, or behind what a program puts before its messages. */
const PLAIN_ERROR = /^(?:(?:\S+\s+){0,2}\S*[\]:|)>}-]\s+)?Error: (?!(?:none|null|nil|no|false|0)\b)\S/;

/** How the system, npm, workers of a build, Oracle and SQL Server say it. */
const SAID =
  /^(?:npm (?:ERR!|error )|##\[error\]|::error[ :]|ORA-\d{5}: |\S+\s+Error: \d+, Severity: \d+, State: \d)|(?:^|\s)(?:Segmentation fault|Out of memory: Killed process \d|Kernel panic - not syncing|BUG: (?:soft lockup|unable to handle|kernel NULL)|I\/O error, dev \w|EXT4-fs error \()|: Failed with result '(?!success)|\bsegfault at [\da-f]+ ip /;

/** Runners of tests say it of each test in a line of its own: TAP (but for what is to be done or skipped), Go, GoogleTest, pytest, Vitest, Jest, .NET, Gradle. */
const TEST_FAILED = /^(?:● \S.{0,200} › \S|failed \S.{0,300} \[(?:< )?\d[\d.,]* m?s\]$|[\w.$]{1,200} > \S.{0,200} FAILED$|not ok \d+\b(?!.*# ?(?:todo|skip)\b)|--- fail: \S|\[ {2}failed {2}\] \S+ \(\d+ ms\)|failed \S+::\S|fail {2}\S+ > )/i;

/**
 * @param message a record's first line without its stamp, bounded
 */
export function severityOf(message: string): Severity {
  const level = levelOf(message);
  if (level !== undefined) return level === 'failure' || level === 'warning' ? level : 'other';
  const text = said(message);
  const head = text.slice(0, 160);
  return THROWN.test(head) || PLAIN_ERROR.test(head) || SAID.test(head) || TEST_FAILED.test(text) ? 'failure' : 'other';
}

/** The level that a record names; of several the one that stands first. Undefined if it names none. */
export function levelOf(message: string): Level | undefined {
  const text = said(message);
  const coded = codedLevel(text);
  if (coded !== undefined) return coded;
  const head = text.slice(0, 160);
  const named = NAMED.exec(text);
  const placed = PLACED.exec(head);
  const joined = JOINED.exec(head) ?? LOGRUS.exec(head) ?? REPORTED.exec(head);
  const first = FIRST.exec(head);
  let best: string | undefined;
  let place = Infinity;
  const offer = (word: string | undefined, to: number): void => {
    if (word !== undefined && to < place) [best, place] = [word, to];
  };
  if (named) offer(named[1], named.index + named[0].length);
  if (placed) offer(placed[1], placed[0].length);
  if (joined) offer(joined[1] ?? joined[2] ?? joined[3], joined[0].length);
  if (first) offer(first[1] ?? first[2] ?? first[3] ?? first[4], first[0].length);
  return best === undefined ? (JOURNAL.test(message) ? 'failure' : undefined) : levelNamed(best);
}

function levelNamed(word: string): Level {
  return LEVELS.find(([pattern]) => pattern.test(word))?.[1] ?? 'failure';
}

/** A level as a letter or a number. */
function codedLevel(text: string): Level | undefined {
  const number = NUMBERED.exec(text)?.[1];
  if (number !== undefined && Number(number) >= 10) return at(Number(number), 50, 40, 30);
  if (number !== undefined && GELF.test(text)) return ofSyslog(Number(number));
  const priority = PRIORITY.exec(text)?.[1];
  // Many programs send all they say at one priority: only a grave one tells more than the text.
  if (priority !== undefined && Number(priority) < 192 && Number(priority) % 8 <= 3) return 'failure';
  const telemetry = OPEN_TELEMETRY.exec(text)?.[1];
  if (telemetry !== undefined) return at(Number(telemetry), 17, 13, 9);
  const android = LOGCAT.exec(text);
  const letter = /^([EFW])(?=\s)/.exec(text)?.[1] ?? android?.[1] ?? android?.[2] ?? MONGODB.exec(text)?.[1];
  if (letter === undefined) return undefined;
  return letter === 'W' ? 'warning' : letter === 'I' ? 'info' : letter === 'D' || letter === 'V' ? 'debug' : 'failure';
}

function at(number: number, failure: number, warning: number, info: number): Level {
  return number >= failure ? 'failure' : number >= warning ? 'warning' : number >= info ? 'info' : 'debug';
}

/** 0 is an emergency, 7 a message for developers. */
function ofSyslog(severity: number): Level {
  return severity <= 3 ? 'failure' : severity === 4 ? 'warning' : severity <= 6 ? 'info' : 'debug';
}

/** What the program said: a container's runtime puts its own words before that. */
function said(message: string): string {
  return message.slice(0, 400).trimStart().replace(/^std(?:out|err) [FP] /, '');
}
