/**
 * The key of the hashes that stand in place of secrets: random, one per workspace, on this machine only. With it equal secrets look equal within the
 * workspace; without it nobody can try out secrets against a document.
 */
import { existsSync } from 'node:fs';
import { casebookFolder } from '../run/folders.js';
import { createPrivate, readPrivate } from './privateFolder.js';

const KEY_FILE = 'redaction.key';

/** Bytes; as many as the hash has. */
const KEY_BYTES = 32;

/** Tags that are remembered: a log repeats its secrets. */
const REMEMBERED = 1_000;

export class HashKey {
  readonly #root: string | undefined;
  /** Made or read when first needed. */
  #key: Buffer | undefined;
  #kept: boolean;
  #used = false;
  readonly #tags = new Map<string, string>();

  /** @param root without one the key is the process's own */
  constructor(root: string | undefined) {
    this.#root = root;
    this.#key = root === undefined ? undefined : readKey(root);
    this.#kept = this.#key !== undefined;
  }

  /** As {@link bytes} of another thread has it. */
  static of(key: Uint8Array): HashKey {
    const made = new HashKey(undefined);
    made.#key = Buffer.from(key);
    return made;
  }

  /** For another thread, whose hashes are then the same. */
  bytes(): Uint8Array {
    return this.#inUse();
  }

  /** Six hexadecimal digits of an HMAC with SHA-256: of a thousand secrets, two look equal by chance in 3 of 100 workspaces. */
  readonly tag = (secret: string): string => {
    const known = this.#tags.get(secret);
    if (known !== undefined) return known;
    // Not imported above: it takes a tenth of the time of a process that finds no secret.
    const { createHmac } = process.getBuiltinModule('node:crypto');
    const tag = createHmac('sha256', this.#inUse()).update(secret, 'utf8').digest('hex').slice(0, 6);
    if (this.#tags.size >= REMEMBERED) this.#tags.clear();
    this.#tags.set(secret, tag);
    return tag;
  };

  #inUse(): Buffer {
    this.#key ??= process.getBuiltinModule('node:crypto').randomBytes(KEY_BYTES);
    this.#used = true;
    if (!this.#kept && this.#root !== undefined && existsSync(casebookFolder(this.#root))) this.keep();
    return this.#key;
  }

  /** Writes the key down, if it is in use, for the next process. Where that fails, hashes of the next one differ, and nothing else. */
  keep(): void {
    if (this.#kept || !this.#used || this.#root === undefined || this.#key === undefined) return;
    this.#kept = true;
    try {
      if (createPrivate(this.#root, KEY_FILE, `${this.#key.toString('hex')}\n`)) return;
    } catch {
      return;
    }
    // Another process was first: from here on its key holds.
    const key = readKey(this.#root);
    if (!key) return;
    this.#key = key;
    this.#tags.clear();
  }
}

/** Undefined for what is no key. */
function readKey(root: string): Buffer | undefined {
  const text = readPrivate(root, KEY_FILE)?.trim();
  return text !== undefined && new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`).test(text) ? Buffer.from(text, 'hex') : undefined;
}
