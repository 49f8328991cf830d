/** What breaks over IPv4 breaks over IPv6 in the same way, and is given the same class. */
import { afterEach, describe, expect, it } from 'vitest';
import { answering, BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6 } from '../../support/ask.js';
import { needs } from '../../support/needs.js';

afterEach(closeServers);

/** For peers that say nothing: long enough for the other rungs on a loaded machine. ms */
const IMPATIENT_MS = 1500;

const SERVERS = {
  ...BEHAVIOURS,
  ok: answering('200 OK'),
  unauthorised: answering('401 Unauthorized'),
  missing: answering('404 Not Found'),
  sick: answering('503 Service Unavailable'),
};

describe.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1')).each(['http', 'h2c', 'ws', 'grpc', 'tls'])('%s', (scheme) => {
  it.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])('of a server that is %s', async (name) => {
    const classes = await Promise.all(
      ['127.0.0.1', '::1'].map(async (host) => {
        const { port } = await serve(SERVERS[name], host);
        const { results } = await ask(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`, IMPATIENT_MS);
        const last = results.at(-1);
        // A drop at accept races with what the client sends: which of the two the system tells first is no difference, both are accepted-then-dropped.
        return name === 'resetAtAccept' || name === 'eofAtOnce' ? last?.class.replace(/^(?:reset-at-accept|reset|eof)$/, 'dropped') : last?.class;
      }),
    );
    expect(classes[0]).toBe(classes[1]);
    expect(classes[0]).not.toBe('unknown');
    expect(classes[0]).toBeDefined();
  });
});
