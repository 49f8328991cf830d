/**
 * Keeps a port while nobody listens on it, so that connections are refused and no other program gets the port. A client that connects again and
 * again to a free port of the ephemeral range would one day be given that very port as its own, and be connected to itself.
 */
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface HeldPort {
  release(): void;
}

/** Undefined where the system does not let a port be bound and listened on later (only Linux is known to). */
export async function holdPort(host: string, port: number): Promise<HeldPort | undefined> {
  if (process.platform !== 'linux') return undefined;
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const anchor = net.createServer();
  const accepted = new Promise<Socket>((resolve) => anchor.once('connection', resolve));
  try {
    anchor.listen(0, own);
    await once(anchor, 'listening');
    // A connection whose own port is the one to keep.
    const socket = net.connect({ host: own, port: (anchor.address() as AddressInfo).port, localAddress: own, localPort: port });
    await once(socket, 'connect');
    const other = await accepted;
    for (const end of [socket, other]) end.on('error', () => undefined);
    return {
      release: () => {
        socket.resetAndDestroy();
        other.destroy();
      },
    };
  } catch {
    // It is a safeguard: without it, connections are refused just as well.
    return undefined;
  } finally {
    anchor.close();
  }
}
