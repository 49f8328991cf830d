/** The ports of src/core/ports.ts on Node. */
import { createHash, randomBytes as cryptoRandomBytes } from 'node:crypto';
import type { Clock, RandomBytes, Sha256 } from '../core/ports.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

export const randomBytes: RandomBytes = (count) => cryptoRandomBytes(count);
