/** How a probe speaks TLS to a literal address under the name of its target. */
import type { ConnectionOptions } from 'node:tls';
import { SECURE_SCHEMES } from '../../core/probe/types.js';
import type { Question } from './question.js';

/** Whether the target's scheme is spoken over TLS. */
export function isSecure({ target: { scheme } }: Question): boolean {
  return SECURE_SCHEMES.includes(scheme);
}

/**
 * The certificate is judged for the name of the target, or for its literal address. An address is never sent as a server name (RFC 6066, 3):
 * Node warns of it now, and refuses from 26 on.
 */
export function tlsOptions({ target, address, trust }: Question, alpn: readonly string[]): ConnectionOptions & { readonly host: string; readonly port: number } {
  return {
    host: address,
    port: target.port,
    servername: target.literal === undefined ? target.host : '',
    rejectUnauthorized: trust.verify,
    ...(trust.ca !== undefined && { ca: trust.ca }),
    ...(alpn.length > 0 && { ALPNProtocols: [...alpn] }),
  };
}
