/** The listening side of a fault proxy: on one port it accepts, refuses, or lets SYNs vanish. */
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { addressText, type Address } from '../../core/fault/address.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { openBlackhole, type Blackhole } from './blackhole.js';
import { holdPort, type HeldPort } from './portHolder.js';
import { watchSyns } from './synWatch.js';

export interface DoorHooks {
  accepted(socket: Socket): void;
  /** A SYN from there is not answered. */
  synDropped(from: string): void;
}

type Mode = 'open' | 'refuse' | 'blackhole';

export class FrontDoor {
  readonly address: Address;
  readonly #hooks: DoorHooks;
  #mode: Mode = 'open';
  #server: Server | undefined;
  #port: HeldPort | undefined;
  #hole: Blackhole | undefined;
  #syns: { stop(): void } | undefined;

  private constructor(server: Server, address: Address, hooks: DoorHooks) {
    this.#server = server;
    this.address = address;
    this.#hooks = hooks;
  }

  /** Port 0 takes a free one. @throws Refusal `unable` if that address cannot be listened on */
  static async open(address: Address, hooks: DoorHooks): Promise<FrontDoor> {
    const server = await listen(address, hooks);
    const { port, address: host } = server.address() as AddressInfo;
    return new FrontDoor(server, { host, port }, hooks);
  }

  /** Not to be called again before it has settled. @throws Refusal `unable` if the port cannot be had any more */
  async set(mode: Mode): Promise<void> {
    if (mode === this.#mode) return;
    const { host, port } = this.address;
    const held = this.#port ?? (this.#mode === 'open' ? await this.#closeServer() : undefined);
    this.#port = held;
    await this.#closeHole();
    this.#mode = mode;
    if (mode === 'refuse') {
      this.#port ??= await holdPort(host, port);
      return;
    }
    if (mode === 'open') this.#server = await listen(this.address, this.#hooks);
    else {
      this.#syns = watchSyns(this.address, (from) => this.#hooks.synDropped(from));
      this.#hole = await openBlackhole(host, port);
    }
    this.#port?.release();
    this.#port = undefined;
  }

  async close(): Promise<void> {
    this.#server?.close();
    this.#port?.release();
    await this.#closeHole();
  }

  /** The port stays ours from before it is free. */
  async #closeServer(): Promise<HeldPort> {
    const { host, port } = this.address;
    this.#server?.close();
    this.#server = undefined;
    return (await holdPort(host, port)) ?? { release: () => undefined };
  }

  async #closeHole(): Promise<void> {
    const hole = this.#hole;
    this.#hole = undefined;
    this.#syns?.stop();
    this.#syns = undefined;
    await hole?.close();
  }
}

async function listen(address: Address, hooks: DoorHooks): Promise<Server> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => hooks.accepted(socket));
  // exclusive: not shared with other processes of a cluster.
  server.listen({ ...address, exclusive: true, backlog: 511 });
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = errorCode(error) ?? '';
    const why = code === 'EADDRINUSE' ? 'another program listens there' : code === 'EADDRNOTAVAIL' ? 'this machine has no such address' : code === 'EACCES' ? 'the system does not allow it' : 'it failed';
    throw new Refusal('unable', `Nobody can listen on ${addressText(address)}: ${why} (${code}). Choose another address with --listen; port 0 takes a free one.`);
  }
  return server;
}
