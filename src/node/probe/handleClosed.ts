import type { Socket } from 'node:net';

/**
 * Resolves when the socket's handle is gone. Has to be called while the socket is open: its `closed` property does not tell,
 * since it is true as soon as the handle begins to close.
 */
export function handleClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
