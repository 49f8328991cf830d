import { once } from 'node:events';

/** How the ways of having no IPv6 are spelt. */
const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
const MAX_TRIES = 5;

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, with one port for both.
 *
 * @param {() => import('node:http').Server} makeServer called once per address
 * @param {number} port 0 = any free one
 * @returns {Promise<{ servers: import('node:http').Server[], port: number }>}
 * @throws the error of `listen`, for example EADDRINUSE, with nothing left open
 */
export async function listenOnLoopback(makeServer, port) {
  for (let tries = 1; ; tries += 1) {
    const v4 = makeServer();
    await listen(v4, port, '127.0.0.1');
    const address = v4.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    const v6 = makeServer();
    try {
      await listen(v6, bound, '::1');
      return { servers: [v4, v6], port: bound };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (NO_IPV6.has(code)) return { servers: [v4], port: bound };
      await closeAll([v4]);
      // The system gave a port that is free on 127.0.0.1 only: ask for another one.
      if (code !== 'EADDRINUSE' || port !== 0 || tries === MAX_TRIES) throw error;
    }
  }
}

/**
 * Stops accepting, and waits until the last request is answered.
 *
 * @param {import('node:http').Server[]} servers
 * @param {number} [graceMs] after so many milliseconds the connections that are left are cut
 */
export async function closeAll(servers, graceMs = 1000) {
  const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const cut = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), graceMs);
  await closed;
  clearTimeout(cut);
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 */
async function listen(server, port, host) {
  server.listen({ port, host });
  await once(server, 'listening');
}
