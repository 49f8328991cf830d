import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { connect as tlsConnect, createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificate } from '../../fixtures/servers/certificates.js';
import { hasIpv6 } from '../../support/ask.js';
import { connectTo, echo, echoServer, faultProxy, clientOf, type Host } from '../../support/faultProxy.js';
import { needs } from '../../support/needs.js';

const HOSTS: readonly Host[] = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];

/** One turn of a loop that reads what has arrived: what is sent by then and held has been seen. */
const round = async (client: { socket: net.Socket }) => {
  await new Promise<void>((resolve) => client.socket.write('', () => resolve()));
};

const closing = (socket: net.Socket | undefined) => new Promise<void>((resolve) => socket?.once('close', () => resolve()));

describe.each(HOSTS)('the fault proxy on %s', (host) => {
  it('relays both ways, passes a FIN on as a FIN, and counts what went through', async () => {
    const { port } = await echoServer(host);
    const proxy = await faultProxy(port, host);
    const client = await connectTo(proxy);
    await echo(client, 'hello');
    client.socket.end();
    expect(await client.ended).toBe('fin');
    const closed = await proxy.seen('closed');
    expect(closed).toMatchObject({ up: { relayed: 5, withheld: 0, lost: 0, late: 0 }, down: { relayed: 5 } });
    expect(await proxy.seen('answer')).toMatchObject({ connection: 1, asked: true });
    expect(proxy.events.map(({ type }) => type)).not.toContain('withheld');
    expect(proxy.proxy.connections).toBe(0);
  });

  it('holds both ways and goes on without loss', async () => {
    const { port, sockets } = await echoServer(host);
    const proxy = await faultProxy(port, host);
    const client = await connectTo(proxy);
    await echo(client, 'before');
    await proxy.apply('hold');
    client.socket.write('during');
    sockets[0]?.write('push');
    await proxy.seen('withheld', ({ direction }) => direction === 'up');
    await proxy.seen('withheld', ({ direction }) => direction === 'down');
    expect(client.text()).toBe('before');
    await proxy.apply('heal');
    await client.until('during');
    expect(client.text()).toBe('beforepushduring');
    // The push came from before the healing: only what was asked and answered after it is a round trip.
    const [, answer] = proxy.events.filter(({ type }) => type === 'answer');
    expect(answer).toMatchObject({ asked: true });
    client.socket.end();
    expect(await proxy.seen('closed')).toMatchObject({ up: { relayed: 12, withheld: 6, lost: 0 }, down: { relayed: 16, withheld: 4, lost: 0 } });
  });

  it('leaves nothing open at its end where a connection was cut and a peer reads nothing any more', async () => {
    const { port, sockets } = await echoServer(host, (socket) => socket.pause());
    const proxy = await faultProxy(port, host);
    const client = await connectTo(proxy);
    // More than the kernel takes for a server that does not read: what is left waits in the proxy.
    for (let piece = 0; piece < 512; piece += 1) client.socket.write(Buffer.alloc(65_536));
    let before = Infinity;
    await expect.poll(() => before === (before = client.socket.writableLength), { interval: 300, timeout: 30_000 }).toBe(true);
    expect(before).toBeGreaterThan(0);
    await proxy.apply('cut 1 down');
    sockets[0]?.write('xy');
    await proxy.seen('broken');
    await proxy.proxy.close();
    await proxy.proxy.emptied();
    expect(proxy.proxy.connections).toBe(0);
  });

  it('refuses new connections while live ones go on, and takes them again on the same port', async () => {
    const { port } = await echoServer(host);
    const proxy = await faultProxy(port, host);
    const client = await connectTo(proxy);
    await proxy.apply('refuse');
    await echo(client, 'alive');
    for (let i = 0; i < 3; i += 1) await expect(connectTo(proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.apply('heal');
    await echo(await connectTo(proxy), 'again');
    await echo(client, 'still');
  });

  it.runIf(needs(process.platform === 'linux', 'Linux'))('lets SYNs vanish, sees them vanish, and takes the connection when it heals', async () => {
    const { port } = await echoServer(host);
    const proxy = await faultProxy(port, host);
    await proxy.apply('blackhole');
    const socket = net.connect(proxy.proxy.address);
    const connected = once(socket, 'connect');
    const { from } = await proxy.seen('syn-dropped');
    expect(socket.connecting).toBe(true);
    await proxy.apply('heal');
    await connected; // by the SYN that the kernel sends again
    await echo(clientOf(socket), 'through');
    expect((await proxy.seen('accept')).from).toBe(from);
  });
});

describe('the faults of a proxy', () => {
  it('resets at accept, and kills what lives without refusing what is new', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const live = await connectTo(proxy);
    await echo(live, 'x');
    await proxy.apply('reset-at-accept');
    const fresh = clientOf(net.connect(proxy.proxy.address));
    expect(await fresh.ended).toBe('ECONNRESET');
    await echo(live, 'y');
    await proxy.apply('heal');
    await proxy.apply('kill');
    expect(await live.ended).toBe('ECONNRESET');
    await echo(await connectTo(proxy), 'z');
    expect(proxy.events.filter(({ type }) => type === 'broken').map((event) => 'by' in event && event.by)).toEqual(['reset-at-accept', 'kill']);
  });

  it('cuts after so many bytes with a FIN, or resets, counted from when the fault came', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const first = await connectTo(proxy);
    await echo(first, '0123456789');
    await proxy.apply('cut 4 down');
    first.socket.write('abcdef');
    expect(await first.ended).toBe('fin');
    expect(first.text()).toBe('0123456789abcd');
    expect(await proxy.seen('closed')).toMatchObject({ down: { relayed: 14, lost: 2 } });
    await proxy.apply('heal');
    await proxy.apply('reset-after 3 up');
    const second = await connectTo(proxy);
    second.socket.write('xyz');
    expect(await second.ended).toBe('ECONNRESET');
  });

  it('resets a connection that is idle', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    await proxy.apply('reset-idle 30ms');
    const client = await connectTo(proxy);
    expect(await client.ended).toBe('ECONNRESET');
    expect(await proxy.seen('broken')).toMatchObject({ by: 'reset-idle' });
  });

  it('leaves a half-open connection silent, swallows what is sent on it, and relays new ones', async () => {
    const { port, sockets } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await echo(client, 'x');
    const dropped = closing(sockets[0]);
    await proxy.apply('orphan');
    await dropped;
    client.socket.write('anybody?');
    await proxy.seen('withheld');
    await echo(await connectTo(proxy), 'new');
    expect(client.text()).toBe('x');
    client.socket.end();
    expect(await proxy.seen('closed', ({ connection }) => connection === 1)).toMatchObject({ up: { lost: 8, withheld: 8 } });
    expect(proxy.events).toContainEqual(expect.objectContaining({ type: 'client-fin', connection: 1 }));
  });

  it('delays, limits and slices, and keeps the order of bytes', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await proxy.apply('latency 40ms down');
    await proxy.apply('jitter 30ms up');
    const start = performance.now();
    const sent = Array.from({ length: 40 }, (_, i) => `<${i}>`);
    for (const piece of sent) {
      client.socket.write(piece);
      await round(client);
    }
    await client.until('<39>');
    expect(client.text()).toBe(sent.join(''));
    // A delay is a lower bound; how much longer it takes is the machine's.
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
    await proxy.apply('heal');
    await proxy.apply('bandwidth 100k down');
    const limited = performance.now();
    client.socket.write('b'.repeat(20_000));
    await client.until('b'.repeat(20_000));
    expect(performance.now() - limited).toBeGreaterThan(80);
    await proxy.apply('heal');
    await proxy.apply('slice 1 down');
    const pieces: number[] = [];
    client.socket.on('data', (chunk: Buffer) => pieces.push(chunk.length));
    await echo(client, 'sliced');
    expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(6);
    expect((await proxy.seen('withheld')).direction).toBe('up');
  });

  it.each(['cut 1m', 'reset-after 1m', 'bandwidth 1g', 'slice 1m', 'slow-close 10s'])('witnesses nothing withheld where %s keeps nothing back', async (fault) => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await echo(client, 'x');
    await proxy.apply(fault);
    for (const text of ['one', 'two', 'three']) await echo(client, text);
    expect(proxy.events.filter(({ type }) => type === 'withheld' || type === 'broken')).toEqual([]);
    await proxy.apply('heal');
    client.socket.end();
    expect(await proxy.seen('closed')).toMatchObject({ up: { withheld: 0 }, down: { withheld: 0 } });
  });

  it('witnesses the closing that is kept back where closing is slow', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await echo(client, 'x');
    await proxy.apply('slow-close 60ms up');
    client.socket.end();
    expect(await proxy.seen('withheld')).toMatchObject({ direction: 'up', end: true });
  });

  it('passes a FIN on late where closing is slow', async () => {
    const { port } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await echo(client, 'x');
    await proxy.apply('slow-close 60ms up');
    const start = performance.now();
    client.socket.end();
    expect(await client.ended).toBe('fin');
    expect(performance.now() - start).toBeGreaterThanOrEqual(59);
  });

  it('sees a client give up while nothing passes, delivers what it had sent, and tells that as late', async () => {
    const { port, sockets } = await echoServer('127.0.0.1', () => undefined);
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    client.socket.write('a');
    const socket = await new Promise<net.Socket>((resolve) => {
      const look = (): void => {
        if (sockets[0]) resolve(sockets[0]);
        else setImmediate(look);
      };
      look();
    });
    const server = clientOf(socket);
    await server.until('a');
    await proxy.apply('hold');
    client.socket.end('order');
    await proxy.seen('client-fin');
    expect(server.text()).toBe('a');
    await proxy.apply('heal');
    expect(await server.ended).toBe('fin');
    expect(server.text()).toBe('aorder');
    socket.end();
    expect(await proxy.seen('closed')).toMatchObject({ up: { late: 5, lost: 0 } });
  });

  it('tells the upstream of a client that was reset during a hold only when it heals', async () => {
    const { port, sockets } = await echoServer();
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    await echo(client, 'x');
    await proxy.apply('hold');
    client.socket.resetAndDestroy();
    await proxy.seen('client-rst');
    const [upstream] = sockets;
    expect(upstream?.destroyed).toBe(false);
    const gone = closing(upstream);
    await proxy.apply('heal');
    await gone;
    await proxy.seen('closed');
  });

  it('does not connect to the upstream while it holds', async () => {
    const { port, sockets } = await echoServer();
    const proxy = await faultProxy(port);
    await proxy.apply('hold');
    const client = await connectTo(proxy);
    client.socket.write('early');
    await proxy.seen('withheld');
    expect(sockets).toEqual([]);
    await proxy.apply('heal');
    await client.until('early');
  });

  it('resets the client where the upstream refuses, and says so', async () => {
    const { server, port } = await echoServer();
    server.close();
    await once(server, 'close');
    const proxy = await faultProxy(port);
    const client = clientOf(net.connect(proxy.proxy.address));
    expect(await client.ended).toBe('ECONNRESET');
    expect(await proxy.seen('upstream-failed')).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('holds a bounded part of what a fast sender sends to a slow reader, with and without a fault', async () => {
    const { port, sockets } = await echoServer('127.0.0.1', (socket) => socket.pause());
    const proxy = await faultProxy(port);
    const client = await connectTo(proxy);
    const chunk = Buffer.alloc(1024 * 1024);
    let sent = 0;
    let most = 0;
    // Until the kernel's buffers and the proxy's are full: then the sender is held back.
    const fill = async (bytes: number): Promise<void> => {
      const goal = sent + bytes;
      while (sent < goal) {
        sent += chunk.length;
        const passed = new Promise((resolve) => client.socket.write(chunk, resolve));
        if (client.socket.writableLength > 16 * chunk.length) return;
        await Promise.race([passed, new Promise((resolve) => setImmediate(resolve))]);
        most = Math.max(most, proxy.proxy.queuedBytes);
      }
    };
    await fill(64 * chunk.length);
    await proxy.apply('hold');
    await fill(64 * chunk.length);
    expect(most).toBeLessThan(6 * 1024 * 1024);
    await proxy.apply('heal');
    const [socket] = sockets;
    let received = 0;
    await new Promise<void>((resolve) => {
      socket?.on('data', (data: Buffer) => (received += data.length) >= sent && resolve());
      socket?.resume();
    });
    expect(received).toBe(sent);
    expect(proxy.proxy.queuedBytes).toBe(0);
  });

  it('passes TLS through: the client sees the server’s own certificate, and the same holds and heals', async () => {
    const authority = certificate({ commonName: 'Test CA', isCa: true });
    const leaf = certificate({ commonName: 'localhost', names: ['localhost'], issuer: authority });
    const server = createTlsServer({ key: leaf.key, cert: leaf.cert }, (socket) => void socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const proxy = await faultProxy((server.address() as AddressInfo).port);
    const socket = tlsConnect({ ...proxy.proxy.address, ca: authority.cert, servername: 'localhost' });
    const client = clientOf(socket);
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    await echo(client, 'sealed');
    await proxy.apply('hold');
    socket.write('kept');
    await proxy.seen('withheld');
    await proxy.apply('heal');
    await client.until('kept');
  });

  it('leaves no listener and no connection behind', async () => {
    for (const last of ['hold', 'refuse', ...(process.platform === 'linux' ? ['blackhole'] : [])]) {
      const { port } = await echoServer();
      const proxy = await faultProxy(port);
      const client = await connectTo(proxy);
      await echo(client, 'x');
      await proxy.apply(last);
      const { address } = proxy.proxy;
      await proxy.proxy.close();
      expect(await client.ended).toBe('ECONNRESET');
      const again = net.createServer().listen(address.port, address.host);
      await once(again, 'listening');
      again.close();
    }
  });
});
