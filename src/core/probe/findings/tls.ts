import type { ProbeResult } from '../types.js';
import { bad, codeOf, DROPPED, good, within, type Finding } from './finding.js';

/** What a TLS handshake came to, on the rungs tls and alpn. */
export function tlsFinding(result: ProbeResult, timeoutMs: number): Finding {
  if (result.class === 'up') return good('accepted the connection and completed the TLS handshake with a certificate that this machine trusts');
  return secureFinding(result) ?? brokenHandshake(result, timeoutMs);
}

/** What only TLS can go wrong with; undefined for everything else. For every probe over TLS. */
export function secureFinding({ class: answer, error }: ProbeResult): Finding | undefined {
  const code = codeOf(error);
  switch (answer) {
    case 'expired':
      return bad(`showed a certificate that has expired${code}`, 'every client that verifies it fails; renew it, or set the clock of this machine right');
    case 'not-yet-valid':
      return bad(`showed a certificate that is not valid yet${code}`, 'the clock of this machine or of the one that issued it is wrong');
    case 'self-signed':
      return bad(`showed a self-signed certificate, which this machine does not trust${code}`, 'clients that verify fail unless they are given it; those that pass -k or the like do not');
    case 'untrusted':
      return bad(`showed a certificate whose issuer this machine does not trust${code}`, 'the CA is private, or the server leaves out an intermediate certificate');
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
      return bad(`speaks TLS, but not the protocol that was asked for${code}`, 'it was not chosen by ALPN, without which clients do not speak it');
    default:
      return undefined;
  }
}

function brokenHandshake(result: ProbeResult, timeoutMs: number): Finding {
  switch (result.class) {
    case 'reset':
    case 'eof':
    case 'reset-at-accept':
      return DROPPED;
    case 'truncated':
      return bad(`ended the connection in the middle of the TLS handshake${codeOf(result.error)}`, 'the server, or a proxy before it, does not accept this client');
    case 'timeout':
      return bad(`accepted the connection, but did not complete the TLS handshake ${within(result, timeoutMs)}`, 'the service hangs, or speaks a protocol in which the server waits');
    default:
      return bad(`did not complete the TLS handshake${codeOf(result.error)}`);
  }
}
