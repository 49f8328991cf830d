/** How bad a record says that it is. */

export type Severity = 'failure' | 'warning' | 'other';

/** Where a level stands: in brackets, before a colon, between blanks, among the first words; in capitals, since `error` is also a word of messages. */
const FAILURE = /^(?:\S+\s+){0,6}?[[(<|"]?(?:FATAL|CRITICAL|CRIT|PANIC|ERROR|ERR|SEVERE|EMERG|ALERT|FTL)[\])>|":,]?(?=\s|$|\])/;
const WARNING = /^(?:\S+\s+){0,6}?[[(<|"]?(?:WARNING|WARN|WRN)[\])>|":,]?(?=\s|$|\])/;

const FAILURE_NAMED = /(?:\b(?:level|severity|lvl|loglevel)|"@l|"log\.level)"?\s*[=:]\s*"?(?:fatal|critical|crit|panic|dpanic|error|err|severe|emerg|alert)\b/i;
const WARNING_NAMED = /(?:\b(?:level|severity|lvl|loglevel)|"@l|"log\.level)"?\s*[=:]\s*"?(?:warning|warn)\b/i;

/** At the beginning of a message, after what programs put there; nginx' and httpd's `[error]`, .NET's `fail:`. */
const FAILURE_FIRST = /^(?:\S+\s+){0,3}?(?:\[(?:\w+:)?(?:error|crit|alert|emerg|fatal)\]|(?:fail|crit|error|fatal|panic): |<(?:error|critical)>)/;
const WARNING_FIRST = /^(?:\S+\s+){0,3}?(?:\[(?:\w+:)?warn(?:ing)?\]|warn(?:ing)?: |<warning>)/;

/** What is thrown says no level. */
const THROWN = /^(?:\S+\s+){0,2}?(?:Traceback \(most recent call last\):|panic: |Unhandled exception|Uncaught |Exception in thread |thread '.{1,80}' panicked at|[A-Za-z_$][\w.$]*(?:Error|Exception)(?: \[\w+\])?: )/;

/** Runners of tests say it of each test in a line of its own: TAP (but for what is to be done or skipped), Go, GoogleTest, pytest, Vitest. */
const TEST_FAILED = /^(?:not ok \d+\b(?!.*# ?(?:todo|skip)\b)|--- fail: \S|\[ {2}failed {2}\] \S+ \(\d+ ms\)|failed \S+::\S|fail {2}\S+ > )/i;

/** pino and bunyan number their levels. */
const NUMBERED = /"level":\s*(\d{2})\b/;

/**
 * @param message a record's first line without its stamp, bounded
 */
export function severityOf(message: string): Severity {
  const text = message.slice(0, 400).trimStart();
  const numbered = NUMBERED.exec(text)?.[1];
  if (numbered !== undefined) return Number(numbered) >= 50 ? 'failure' : Number(numbered) >= 40 ? 'warning' : 'other';
  const klog = /^([EFW])(?=\s)/.exec(text)?.[1];
  if (klog !== undefined) return klog === 'W' ? 'warning' : 'failure';
  if (FAILURE_NAMED.test(text)) return 'failure';
  if (WARNING_NAMED.test(text)) return 'warning';
  const head = text.slice(0, 160);
  const failure = FAILURE.exec(head) ?? FAILURE_FIRST.exec(head);
  const warning = WARNING.exec(head) ?? WARNING_FIRST.exec(head);
  if (failure && (!warning || failure[0].length <= warning[0].length)) return 'failure';
  if (warning) return 'warning';
  return THROWN.test(head) || TEST_FAILED.test(text) ? 'failure' : 'other';
}
