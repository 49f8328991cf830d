/** OpenSSL's reasons, as every program that links it prints them, and its verification errors. */
import type { FailureId } from '../failures.js';
import { rulesOf, type Rule } from './rule.js';

/** Of X509_V_ERR_*, x509_vfy.h. */
const VERIFY: Readonly<Record<number, FailureId>> = { 9: 'not-yet-valid', 10: 'expired', 18: 'self-signed', 19: 'self-signed', 20: 'untrusted', 21: 'untrusted', 2: 'untrusted', 62: 'hostname', 64: 'hostname', 23: 'certificate-invalid', 26: 'certificate-invalid' };

export const OPENSSL_RULES: readonly Rule[] = [
  {
    dialect: 'openssl',
    pattern: /\bVerify return code: (\d{1,3})\b(?! \(ok\))(?: \([^)\n]{1,80}\))?|\bverify error:num=(\d{1,3})\b(?::[^\n]{1,80})?/g,
    meaning: ([, code, num]) => {
      const number = Number(code ?? num);
      return number === 0 ? undefined : { failures: [VERIFY[number] ?? 'certificate-invalid'], name: `verify error ${number}` };
    },
  },
  ...rulesOf('openssl', [
    ['\\bwrong[ _]version[ _]number\\b', 'plaintext-peer', 'SSL_R_WRONG_VERSION_NUMBER'],
    ['\\bpacket length too long\\b|\\brecord layer failure\\b', 'plaintext-peer', 'SSL_R_PACKET_LENGTH_TOO_LONG'],
    ['(?<=(?:routines|SSL)[^\\n]{0,60}[: ])http request\\b|\\[SSL: HTTP_REQUEST\\]', 'tls-expected', 'SSL_R_HTTP_REQUEST'],
    ['\\bcertificate has expired\\b(?! or)', 'expired', 'X509_V_ERR_CERT_HAS_EXPIRED'],
    ['\\bcertificate is not yet valid\\b', 'not-yet-valid', 'X509_V_ERR_CERT_NOT_YET_VALID'],
    ['\\bself[- ]signed certificate\\b(?: in certificate chain)?', 'self-signed'],
    ['\\bunable to get (?:local )?issuer certificate\\b', 'untrusted', 'X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['\\b(?:hostname|ip address) mismatch\\b', 'hostname', 'X509_V_ERR_HOSTNAME_MISMATCH'],
    ['\\btlsv?1?(?:_| )alert(?:_| )protocol(?:_| )version\\b', 'tls-version'],
    ['\\b(?:unsupported protocol|no protocols available|version too low)\\b(?= ?\\(|[^\\n]{0,40}\\bssl)|(?<=SSL routines:[^\\n]{0,60})unsupported protocol\\b|\\[SSL: UNSUPPORTED_PROTOCOL\\]', 'tls-version'],
    ['\\btlsv13 alert certificate required\\b|\\bpeer did not return a certificate\\b|\\[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED\\]', 'client-certificate'],
    ['\\btlsv1 alert unknown ca\\b|\\bsslv3 alert (?:bad certificate|certificate unknown|certificate expired|certificate revoked|unsupported certificate)\\b|\\[SSL: (?:TLSV1_ALERT_UNKNOWN_CA|SSLV3_ALERT_BAD_CERTIFICATE|SSLV3_ALERT_CERTIFICATE_UNKNOWN)\\]', 'peer-distrusts'],
    ['\\b(?:tlsv1|ssl/tls) alert no application protocol\\b', 'alpn'],
    ['\\b(?:sslv3|ssl/tls) alert handshake failure\\b|\\[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE\\]|\\bno shared cipher\\b|\\bno ciphers available\\b|\\btlsv1 unrecognized name\\b|\\bdh key too small\\b|\\bunsafe legacy renegotiation disabled\\b', 'tls-refused'],
    ['\\bunexpected eof while reading\\b|\\[SSL: UNEXPECTED_EOF_WHILE_READING\\]', 'eof', 'SSL_R_UNEXPECTED_EOF_WHILE_READING', 'OpenSSL 3 calls an end without close_notify an error; older ones did not.'],
    ['\\bEOF occurred in violation of protocol\\b', 'eof', 'SSLEOFError'],
    ['\\b(?:CERTIFICATE_VERIFY_FAILED|certificate verify failed)\\b(?!:? (?:self|unable|certificate|Hostname|IP))', 'certificate-invalid', 'SSL_R_CERTIFICATE_VERIFY_FAILED'],
  ]),
];
