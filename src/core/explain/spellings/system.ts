/** The systems' own messages, as C, shells and most languages print them. */
import { WINDOWS } from '../errno/windows.js';
import { failureOf } from '../errno/failureOf.js';
import { literally, rulesOf, type Rule } from './rule.js';

const WINDOWS_WORDS = new Map(WINDOWS.filter(([, , words]) => words.length >= 30).map(([number, name, words]) => [words.toLowerCase(), { number, name, words }]));

export const SYSTEM_RULES: readonly Rule[] = [
  {
    dialect: 'system',
    pattern: new RegExp([...WINDOWS_WORDS.keys()].map(literally).join('|'), 'gi'),
    meaning: ([spelt]) => {
      const row = WINDOWS_WORDS.get(spelt.toLowerCase());
      return row && { failures: [failureOf(row.name)], name: row.name, readings: [{ os: 'windows', ...row }] };
    },
  },
  ...rulesOf('system', [
    ['\\bconnection refused\\b', 'refused', 'ECONNREFUSED'],
    ['\\bactively refused it\\b', 'refused', 'ECONNREFUSED'],
    ['\\bconnection reset by (?:the )?(?:remote )?peer\\b', 'reset', 'ECONNRESET'],
    ['\\bconnection (?:was )?reset\\b(?! (?:by|button|token|password))', 'reset'],
    ['\\bforcibly closed by the remote host\\b', 'reset', 'ECONNRESET'],
    ['\\bbroken pipe\\b', 'broken-pipe', 'EPIPE'],
    ['\\b(?:connection|operation) timed out\\b', 'connect-timeout', 'ETIMEDOUT'],
    ['\\bno route to host\\b', 'unreachable', 'EHOSTUNREACH'],
    ['\\bnetwork is unreachable\\b', 'unreachable', 'ENETUNREACH'],
    ['\\bhost is (?:down|unreachable)\\b', 'unreachable'],
    ['\\bnetwork is down\\b', 'unreachable', 'ENETDOWN'],
    ['\\bsoftware caused connection abort\\b', 'aborted', 'ECONNABORTED'],
    ['\\baddress already in use\\b', 'address-in-use', 'EADDRINUSE'],
    ['\\bport (?:\\d{1,5} )?is already (?:in use|allocated)\\b', 'address-in-use'],
    ["\\b(?:cannot|can't) assign requested address\\b", 'address-unavailable', 'EADDRNOTAVAIL'],
    ['\\baddress family (?:for hostname )?not supported\\b(?: by protocol(?: family)?)?', 'address-family', 'EAFNOSUPPORT'],
    ['\\btransport endpoint is not connected\\b|\\bsocket is not connected\\b', 'not-connected', 'ENOTCONN'],
    ['\\bcannot send after (?:transport endpoint|socket) shutdown\\b', 'closed-here', 'ESHUTDOWN'],
    ['\\btoo many open files\\b(?: in system)?', 'too-many-files', 'EMFILE'],
    ['\\bno such file or directory\\b', 'no-such-file', 'ENOENT'],
    ['\\bpermission denied\\b(?! \\((?:publickey|password|keyboard))', 'local-policy', 'EACCES'],
    ['\\boperation not permitted\\b', 'local-policy', 'EPERM'],
    ['\\bno space left on device\\b', 'no-space', 'ENOSPC'],
    ['\\bdis[ck] quota exceeded\\b', 'no-space', 'EDQUOT'],
    ['\\bread-only file system\\b', 'read-only', 'EROFS'],
    ['\\bcannot allocate memory\\b', 'no-memory', 'ENOMEM'],
    ['\\bno buffer space available\\b', 'no-memory', 'ENOBUFS'],
    ['\\bresource temporarily unavailable\\b', 'would-block', 'EAGAIN'],
    ['\\binterrupted system call\\b', 'interrupted', 'EINTR'],
    ['\\b(?:input/output|i/o) error\\b', 'io', 'EIO'],
    ['\\bbad file descriptor\\b', 'closed-here', 'EBADF'],
    ['\\bdevice or resource busy\\b|\\btext file busy\\b', 'busy', 'EBUSY'],
    ['\\bstale (?:NFS )?file handle\\b', 'io', 'ESTALE'],
    ['\\bdirectory not empty\\b', 'not-a-directory', 'ENOTEMPTY'],
    ['(?<=: )not a directory\\b', 'not-a-directory', 'ENOTDIR'],
    ['(?<=: )is a directory\\b', 'not-a-directory', 'EISDIR'],
    ['(?<=: )file exists\\b', 'file-exists', 'EEXIST'],
    ['(?<=: )no such process\\b', 'no-process', 'ESRCH'],
    ['(?<=(?:Exception|\\)|error): )no data available\\b', 'no-data-errno', 'ENODATA'],
    ['\\bname or service not known\\b|\\bnodename nor servname provided\\b(?:, or not known)?|\\bno such host is known\\b|\\bcould not resolve host(?:name)?\\b|\\bname does not resolve\\b', 'no-such-name', 'EAI_NONAME'],
    ['\\btemporary failure in name resolution\\b', 'resolver-try-again', 'EAI_AGAIN'],
    ['\\bno address associated with (?:hostname|name)\\b', 'no-address', 'EAI_NODATA'],
    ['\\bnon-recoverable failure in name resolution\\b', 'resolver-failed', 'EAI_FAIL'],
  ]),
];
