/** Literal addresses and ports as text. */

/** `127.0.0.1:8080`, `[::1]:8080`. @param host a name or an address without brackets */
export function hostPort(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

/** The host of a {@link hostPort}, without brackets. */
export function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');
}

/** The host as it stands in a URL: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The name that means this machine (RFC 6761, 6.3). */
export function isLocalhost(host: string): boolean {
  return /^localhost\.?$/i.test(host);
}
