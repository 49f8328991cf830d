/** Where a fault proxy listens, and where it connects to: `HOST:PORT`. */

export interface Address {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/**
 * `HOST:PORT`, `[::1]:PORT`, `:PORT` or `PORT`, the last two on 127.0.0.1.
 * @param lowestPort 0 where a free port may be asked for, else 1
 */
export function parseAddress(text: string, lowestPort: 0 | 1): Address | { readonly problem: string } {
  const match = /^(?:(?:\[(?<bracketed>[0-9a-f:.]+)\]|(?<plain>[a-z0-9_][a-z0-9._-]{0,252})?):)?(?<port>\d{1,5})$/i.exec(text);
  const port = Number(match?.groups?.['port']);
  if (!match || port > 65_535 || port < lowestPort) return { problem: `${JSON.stringify(text)} is no address: write HOST:PORT such as 127.0.0.1:8080 or [::1]:8080, with a port from ${lowestPort} to 65535.` };
  return { host: match.groups?.['bracketed'] ?? match.groups?.['plain'] ?? '127.0.0.1', port };
}

/** The address as a client writes it. */
export function addressText({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
