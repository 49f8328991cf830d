import { writeSync } from 'node:fs';

/** Writes all of the bytes, in one call where the system takes them in one. Throws what the system says (ENOSPC, EIO…). */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written, bytes.length - written);
}
