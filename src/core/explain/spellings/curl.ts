/** curl: its exit codes (libcurl-errors(3)) and their messages. */
import type { FailureId } from '../failures.js';
import type { Rule } from './rule.js';

const CODES: Readonly<Record<number, readonly [name: string, failure: FailureId, note?: string]>> = {
  1: ['CURLE_UNSUPPORTED_PROTOCOL', 'bad-url'],
  3: ['CURLE_URL_MALFORMAT', 'bad-url'],
  5: ['CURLE_COULDNT_RESOLVE_PROXY', 'proxy-failed'],
  6: ['CURLE_COULDNT_RESOLVE_HOST', 'no-such-name', 'curl says the same for a name that does not exist and for a resolver that did not answer.'],
  7: ['CURLE_COULDNT_CONNECT', 'refused', 'curl says 7 for every connection that was not made: refused mostly, else no route or not permitted. With several addresses it is the last one that tells.'],
  8: ['CURLE_WEIRD_SERVER_REPLY', 'not-http'],
  16: ['CURLE_HTTP2', 'wrong-protocol'],
  18: ['CURLE_PARTIAL_FILE', 'truncated'],
  22: ['CURLE_HTTP_RETURNED_ERROR', 'http-status', 'With --fail, any status from 400 on: the server answered.'],
  23: ['CURLE_WRITE_ERROR', 'io', 'curl could not write what it got: the disk, or a pipe whose reader is gone.'],
  26: ['CURLE_READ_ERROR', 'no-such-file', 'The local file to be sent could not be read.'],
  27: ['CURLE_OUT_OF_MEMORY', 'no-memory'],
  28: ['CURLE_OPERATION_TIMEDOUT', 'deadline', '--max-time or --connect-timeout passed, or the system gave up connecting; "after N ms" and the bytes received tell which.'],
  33: ['CURLE_RANGE_ERROR', 'http-status'],
  35: ['CURLE_SSL_CONNECT_ERROR', 'tls-failed', 'Anything in the handshake, a reset and plain text among them; the message has the reason.'],
  37: ['CURLE_FILE_COULDNT_READ_FILE', 'no-such-file'],
  42: ['CURLE_ABORTED_BY_CALLBACK', 'cancelled'],
  43: ['CURLE_BAD_FUNCTION_ARGUMENT', 'misuse'],
  45: ['CURLE_INTERFACE_FAILED', 'address-unavailable'],
  47: ['CURLE_TOO_MANY_REDIRECTS', 'too-many-redirects'],
  51: ['CURLE_PEER_FAILED_VERIFICATION', 'certificate-invalid', 'Older than 7.62: the name in the certificate or its fingerprint. Since then 60 stands for it.'],
  52: ['CURLE_GOT_NOTHING', 'eof', 'The peer accepted, and closed without a byte: a forwarder without a backend, or plain text to a TLS port.'],
  53: ['CURLE_SSL_ENGINE_NOTFOUND', 'misuse'],
  55: ['CURLE_SEND_ERROR', 'broken-pipe'],
  56: ['CURLE_RECV_ERROR', 'reset', 'Receiving failed: mostly a reset; with a proxy also its refusal of CONNECT.'],
  58: ['CURLE_SSL_CERTPROBLEM', 'client-certificate', 'The local client certificate or its key cannot be used.'],
  59: ['CURLE_SSL_CIPHER', 'tls-refused'],
  60: ['CURLE_PEER_FAILED_VERIFICATION', 'certificate-invalid', 'Authority, name or time; the message has the reason.'],
  66: ['CURLE_SSL_ENGINE_INITFAILED', 'misuse'],
  67: ['CURLE_LOGIN_DENIED', 'http-status'],
  77: ['CURLE_SSL_CACERT_BADFILE', 'no-such-file', 'The file with trusted authorities (--cacert, CURL_CA_BUNDLE, SSL_CERT_FILE) cannot be read.'],
  78: ['CURLE_REMOTE_FILE_NOT_FOUND', 'http-status'],
  80: ['CURLE_SSL_SHUTDOWN_FAILED', 'tls-failed'],
  83: ['CURLE_SSL_ISSUER_ERROR', 'untrusted'],
  90: ['CURLE_SSL_PINNEDPUBKEYNOTMATCH', 'certificate-invalid'],
  91: ['CURLE_SSL_INVALIDCERTSTATUS', 'certificate-invalid'],
  92: ['CURLE_HTTP2_STREAM', 'goaway'],
  95: ['CURLE_HTTP3', 'wrong-protocol'],
  96: ['CURLE_QUIC_CONNECT_ERROR', 'tls-failed'],
  97: ['CURLE_PROXY', 'proxy-failed'],
  98: ['CURLE_SSL_CLIENTCERT', 'client-certificate'],
};

const BY_NAME = new Map(Object.values(CODES).map((entry) => [entry[0], entry]));

/** curl's code 7 with the words that tell what kept the connection from being made. */
function couldntConnect(rest: string): FailureId | undefined {
  if (/no route|unreachable/i.test(rest)) return 'unreachable';
  if (/timed? ?out/i.test(rest)) return 'connect-timeout';
  if (/permission denied|not permitted/i.test(rest)) return 'local-policy';
  return undefined;
}

export const CURL_RULES: readonly Rule[] = [
  {
    dialect: 'curl',
    pattern: /\bcurl: ?\((\d{1,2})\)(?=(?<rest>[^\n]{0,200}))|\bcurl\b[^\n]{0,80}?\b(?:exit(?:ed|s)?|failed|returned?|returns)\b(?: with)?(?: exit)?(?: code| status)?[ :=]*\(?(\d{1,2})\)?(?![\d.:%])|\bexit (?:code|status) (\d{1,2}) (?:from|of) curl\b/gi,
    meaning: ({ 1: message, 3: exit, 4: from, groups }) => {
      const number = Number(message ?? exit ?? from);
      const entry = CODES[number];
      if (!entry) return undefined;
      const [name, failure, note] = entry;
      return { failures: [(number === 7 ? couldntConnect(groups?.['rest'] ?? '') : undefined) ?? failure], name, ...(note !== undefined && { note: `Exit code ${number} of curl: ${note}` }) };
    },
  },
  {
    dialect: 'curl',
    pattern: /\bCURLE_[A-Z0-9_]{3,40}\b/g,
    meaning: ([spelt]) => {
      const entry = BY_NAME.get(spelt);
      return entry && { failures: [entry[1]], name: spelt, ...(entry[2] !== undefined && { note: entry[2] }) };
    },
  },
];
