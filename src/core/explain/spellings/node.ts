/** Node's own codes and messages, of its core, of undici and of its HTTP parser. */
import { rulesOf, type Rule } from './rule.js';

/** Codes stand as words of their own. */
const CODES = rulesOf(
  'node',
  [
    ['\\bCERT_HAS_EXPIRED\\b', 'expired', 'CERT_HAS_EXPIRED'],
    ['\\bCERT_NOT_YET_VALID\\b', 'not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['\\b(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)\\b', 'self-signed'],
    ['\\bUNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)\\b', 'untrusted'],
    ['\\bERR_TLS_CERT_ALTNAME_INVALID\\b', 'hostname', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['\\bERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE)\\b', 'plaintext-peer', undefined, 'Node 20 spells it WRONG_VERSION_NUMBER, Node 24 PACKET_LENGTH_TOO_LONG.'],
    ['\\bERR_SSL_HTTP_REQUEST\\b', 'tls-expected'],
    ['\\bERR_SSL_(?:TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW)\\b', 'tls-version'],
    ['\\bERR_SSL_(?:TLSV1_ALERT_NO_APPLICATION_PROTOCOL|TLS_ALERT_NO_APPLICATION_PROTOCOL)\\b', 'alpn'],
    ['\\bERR_SSL_(?:TLSV13_ALERT_CERTIFICATE_REQUIRED|TLS_ALERT_CERTIFICATE_REQUIRED|PEER_DID_NOT_RETURN_A_CERTIFICATE)\\b', 'client-certificate'],
    ['\\bERR_SSL_(?:TLSV1_ALERT_UNKNOWN_CA|SSLV3_ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE)|TLS_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN))\\b', 'peer-distrusts'],
    ['\\bERR_SSL_(?:SSLV3_ALERT_HANDSHAKE_FAILURE|SSL/TLS_ALERT_HANDSHAKE_FAILURE|TLS_ALERT_HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE)\\b', 'tls-refused'],
    ['\\bHPE_(?:INVALID_[A-Z_]+|UNEXPECTED_[A-Z_]+|CR_EXPECTED|LF_EXPECTED|STRICT|CLOSED_CONNECTION)\\b', 'not-http'],
    ['\\bHPE_HEADER_OVERFLOW\\b', 'not-http', 'HPE_HEADER_OVERFLOW', 'The head of the answer is larger than 16 KiB (--max-http-header-size).'],
    ['\\bERR_HTTP2_(?:SESSION_ERROR|GOAWAY_SESSION|STREAM_ERROR|INVALID_SESSION)\\b', 'goaway'],
    ['\\bERR_HTTP2_STREAM_CANCEL\\b', 'cancelled', 'ERR_HTTP2_STREAM_CANCEL', 'The cause that counts stands in its `.cause`.'],
    ['\\bERR_HTTP2_ERROR\\b', 'wrong-protocol', 'ERR_HTTP2_ERROR', 'Mostly a peer that speaks HTTP/1 only.'],
    ['\\bUND_ERR_CONNECT_TIMEOUT\\b', 'connect-timeout', 'UND_ERR_CONNECT_TIMEOUT'],
    ['\\bUND_ERR_(?:HEADERS|BODY)_TIMEOUT\\b', 'read-timeout'],
    ['\\bUND_ERR_SOCKET\\b', 'eof', 'UND_ERR_SOCKET'],
    ['\\bUND_ERR_(?:ABORTED|DESTROYED|CLOSED)\\b|\\bABORT_ERR\\b', 'cancelled'],
    ['\\bUND_ERR_(?:RES|REQ)_CONTENT_LENGTH_MISMATCH\\b|\\bERR_STREAM_PREMATURE_CLOSE\\b', 'truncated'],
    ['\\bERR_SOCKET_CLOSED(?:_BEFORE_CONNECTION)?\\b|\\bERR_SERVER_NOT_RUNNING\\b|\\bERR_STREAM_(?:DESTROYED|WRITE_AFTER_END)\\b', 'closed-here'],
    ['\\bERR_SOCKET_CONNECTION_TIMEOUT\\b', 'connect-timeout'],
    ['\\bERR_INVALID_URL\\b|\\bERR_INVALID_PROTOCOL\\b|\\bERR_UNESCAPED_CHARACTERS\\b', 'bad-url'],
    ['\\bERR_FR_TOO_MANY_REDIRECTS\\b', 'too-many-redirects'],
    ['\\bERR_SOCKET_BAD_PORT\\b', 'bad-url', 'ERR_SOCKET_BAD_PORT'],
    ['\\bAggregateError\\b', 'wrapper', 'AggregateError', 'Several addresses were tried, and its message is often empty: the causes stand in its `.errors`. Each attempt but the last is given up after 250 ms (happy eyeballs).'],
  ],
  'g',
);

const MESSAGES = rulesOf('node', [
  ['\\bsocket hang up\\b', 'eof', 'ECONNRESET', 'Node calls this ECONNRESET too; without a syscall it is an end of the connection before the answer, not an RST.'],
  ['\\bother side closed\\b', 'eof', 'UND_ERR_SOCKET'],
  ['\\bClient network socket disconnected before secure TLS connection was established\\b', 'tls-failed', 'ECONNRESET', 'The peer accepted the connection and closed it during the handshake: mostly no TLS backend behind a forwarder, or one that is not ready.'],
  ["\\bHostname/IP does not match certificate's altnames\\b", 'hostname', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['\\bTypeError: (?:fetch failed|Failed to fetch)\\b', 'wrapper', undefined, 'The cause of a failed fetch stands in its `.cause`.'],
  ['\\bParse Error: (?:Expected HTTP/|Invalid |Missing )[^\\n]{0,60}', 'not-http'],
  ['\\bPremature close\\b', 'truncated', 'ERR_STREAM_PREMATURE_CLOSE'],
  ['\\bunable to verify the first certificate\\b', 'untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['\\btimeout of \\d+ ?ms exceeded\\b', 'read-timeout', undefined, 'From axios: its own `timeout`, or the one of a test framework.'],
  ['\\bUnexpected server response: (?:[45]\\d\\d)\\b', 'http-status', undefined, 'From `ws`: the server answered the opening handshake with that status instead of 101.'],
  ['\\bWebSocket was closed before the connection was established\\b', 'closed-here'],
  ['\\bOpening handshake has timed out\\b', 'read-timeout'],
]);

export const NODE_RULES: readonly Rule[] = [...CODES, ...MESSAGES];
