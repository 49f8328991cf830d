import type { ProbeClass, RawError } from '../types.js';

/** Codes of a certificate that was judged: X509_V_ERR_… without its beginning, and Node's own for the name. */
const CERTIFICATE: Readonly<Record<string, ProbeClass>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  INVALID_CA: 'untrusted',
  INVALID_PURPOSE: 'untrusted',
  HOSTNAME_MISMATCH: 'hostname',
  ERR_TLS_CERT_ALTNAME_INVALID: 'hostname',
};

/** What the code of a judged certificate says. `untrusted` for a code that is none of the issuer's, too: CERT_REVOKED, UNSPECIFIED (a weak key or digest). */
export function certificateClass(code: string): ProbeClass {
  return CERTIFICATE[code] ?? 'untrusted';
}

/**
 * OpenSSL's reasons. Its codes differ between versions of Node (ERR_SSL_WRONG_VERSION_NUMBER on 20, ERR_SSL_PACKET_LENGTH_TOO_LONG on 24, EPROTO from
 * `https`); the reason stands in code or message of all of them.
 */
const REASONS: readonly (readonly [RegExp, ProbeClass])[] = [
  [/no application protocol/, 'alpn'],
  // Sent where no certificate, or not the right one, was given: TLS 1.3 has an alert for it, 1.2 uses these two.
  [/certificate required|alert bad certificate|alert unknown ca/, 'client-cert-required'],
  [/alert protocol version|unsupported protocol|no protocols available|wrong ssl version|unsupported ssl version/, 'version'],
  [/alert handshake failure|alert insufficient security|alert illegal parameter|alert internal error|alert unrecognized name|unrecognized name/, 'handshake-refused'],
  [/wrong version number|packet length too long|record layer failure|http request|https proxy request|unknown protocol|bad record type|unexpected message|bad protocol version number/, 'plaintext-peer'],
];

/** What OpenSSL says of the peer; undefined if the error is none of TLS. */
export function tlsClass({ code = '', reason = '' }: RawError): ProbeClass | undefined {
  const known = CERTIFICATE[code];
  if (known !== undefined) return known;
  if (!/^(?:ERR_SSL_|EPROTO$)/.test(code) && !reason.includes(':SSL routines:')) return undefined;
  const said = `${code} ${reason}`.toLowerCase().replaceAll('_', ' ');
  return REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? 'handshake-refused';
}
