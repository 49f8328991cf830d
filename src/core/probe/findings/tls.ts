import type { ProbeResult } from '../types.js';
import { bad, codeOf, dropped, good, within, type Finding } from './finding.js';

/** What a TLS handshake came to, on the rungs tls and alpn. */
export function tlsFinding(result: ProbeResult, timeoutMs: number): Finding {
  if (result.class === 'up') return good(`accepted the connection and completed the TLS handshake${TRUSTED[result.trust ?? 'node']}`);
  return secureFinding(result) ?? brokenHandshake(result, timeoutMs);
}

const TRUSTED = { node: ' with a certificate that Node trusts', file: ' with a certificate that those of --ca vouch for', none: '; its certificate was not judged' } as const;

/** Codes that say of the issuer that it is not known; others are about the certificate itself. */
const UNKNOWN_ISSUER = ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_UNTRUSTED'];

/** What only TLS can go wrong with; undefined for everything else. For every probe over TLS. */
export function secureFinding({ class: answer, error, trust }: ProbeResult): Finding | undefined {
  const code = codeOf(error);
  // Node has certificates of its own: what the system or a browser trusts is not asked.
  const whose = trust === 'file' ? 'is not among those of --ca' : 'Node does not trust';
  const given = trust === 'file' ? '' : ', and Node has to be given it (--ca FILE), whatever the system trusts';
  switch (answer) {
    case 'expired':
      return bad(`showed a certificate that has expired${code}`, 'every client that verifies it fails; renew it, or set the clock of this machine right');
    case 'not-yet-valid':
      return bad(`showed a certificate that is not valid yet${code}`, 'the clock of this machine or of the one that issued it is wrong');
    case 'self-signed':
      return bad(`showed a self-signed certificate, which ${whose}${code}`, 'clients that verify fail unless they are given it; those that pass -k or the like do not');
    case 'untrusted':
      if (error?.code !== undefined && !UNKNOWN_ISSUER.includes(error.code)) return bad(`showed a certificate that is not accepted${code}`, 'its key or signature is too weak or wrong, it was revoked, or it may not be used so');
      return bad(`showed a certificate whose issuer ${whose}${code}`, `the CA is private${given}; or the server leaves out an intermediate certificate`);
    case 'hostname':
      return bad(`showed a certificate for another name${code}`, 'clients that verify names fail under this name or address');
    case 'plaintext-peer':
      return bad('accepted the connection, but does not speak TLS', 'plain text, or another protocol, is spoken on this port');
    case 'version':
      return bad(`speaks no version of TLS in common with this client${code}`, 'the server allows only versions that are too old or too new');
    case 'client-cert-required':
      return bad(`demands a client certificate${code}`, 'TLS works, and only clients with a certificate of their own get further');
    case 'handshake-refused':
      return bad(`refused the TLS handshake${code}`, 'no cipher in common, an unknown server name, or a rule of the server');
    case 'alpn':
      return bad(`speaks TLS, but took none of the protocols that were offered by ALPN${code}`, 'clients of HTTP/2 and gRPC go no further; one of HTTP/1.1 that offers nothing may');
    default:
      return undefined;
  }
}

function brokenHandshake(result: ProbeResult, timeoutMs: number): Finding {
  switch (result.class) {
    case 'reset':
    case 'eof':
    case 'reset-at-accept':
      if (result.probe === 'alpn') return bad(`completed one TLS handshake, but ended the connection in the next, which offered protocols by ALPN${codeOf(result.error)}`, 'it takes no ALPN, or one connection at a time, or was stopped in between');
      return dropped('one that does not speak TLS');
    case 'truncated':
      return bad(`ended the connection in the middle of the TLS handshake${codeOf(result.error)}`, 'the server, or a proxy before it, does not accept this client, or does not speak TLS');
    case 'timeout':
      if (result.phases['connect'] === undefined) return bad(`accepted one connection, but not the next ${within(result, timeoutMs)}`, 'the service is overloaded, or takes one connection at a time');
      return bad(`accepted the connection, but did not complete the TLS handshake ${within(result, timeoutMs)}`, 'the service hangs, or speaks a protocol in which the server waits');
    case 'refused':
    case 'unreachable':
    case 'local-policy':
      return bad(`accepted one connection, but not the next (${result.class})`, 'the service went away in between, or takes one connection at a time');
    default:
      return bad(`did not complete the TLS handshake${codeOf(result.error)}`);
  }
}
