/** What asks: errors and TLS behaviour depend on it. */

/** `Node v20.20.2, OpenSSL 3.0.17`; inside Electron, whose TLS library is BoringSSL, `Electron 30.0.1 (Node v20.11.1), BoringSSL`. */
export function runtimeName(versions: NodeJS.ProcessVersions = process.versions): string {
  const { node, openssl, electron } = versions as Readonly<Record<string, string | undefined>>;
  const name = `Node v${node ?? '?'}`;
  return electron === undefined ? `${name}, OpenSSL ${openssl ?? '?'}` : `Electron ${electron} (${name}), BoringSSL`;
}
