/** Whom the probes of one call trust. */
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { Refusal } from '../../core/refusal.js';
import { errorMessage } from '../errorCode.js';
import { readSmall } from '../files/readSmall.js';
import type { Trust } from './question.js';

interface TrustOptions {
  readonly insecure: boolean;
  /** PEM file; undefined: the certificates of Node. */
  readonly caFile: string | undefined;
  /** Absolute; what a relative path starts from. */
  readonly cwd: string;
}

/** The certificates of a whole system have a quarter of it. Bytes. */
const MAX_BYTES = 1024 * 1024;

/** @throws Refusal `usage` if the file cannot be read, or holds no certificate */
export async function readTrust({ insecure, caFile, cwd }: TrustOptions): Promise<Trust> {
  if (caFile === undefined) return { verify: !insecure };
  const file = path.resolve(cwd, caFile);
  try {
    const ca = await readSmall(file, MAX_BYTES);
    if (!ca.includes('-----BEGIN ')) throw new Error('it holds no certificate in PEM');
    createSecureContext({ ca });
    return { verify: !insecure, ca, caFile: file };
  } catch (error) {
    throw new Refusal('usage', `The certificates of ${file} cannot be used (${errorMessage(error)}): name a file in PEM with --ca.`);
  }
}
