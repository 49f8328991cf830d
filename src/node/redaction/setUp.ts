/** How this process redacts: by its environment, its workspace and the workspace's configuration. */
import { setRedaction } from '../../core/evidence/redact.js';
import { secretsOfWords } from '../../core/evidence/redactWords.js';
import { knownSecrets } from '../../core/evidence/redaction/known.js';
import { listEntry } from '../../core/evidence/redaction/lists.js';
import type { Config } from '../../core/config.js';
import { HashKey } from './hashKey.js';

interface RedactionSetup {
  /** Absolute; undefined outside of any workspace. */
  readonly root?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `invalid` if the workspace's configuration cannot be read: then nothing from outside may pass. */
  readonly lists: Config['redaction'] | 'invalid';
}

/** Of this process: its environment, and variables that its commands get beside it. */
let environments: readonly Readonly<Record<string, string | undefined>>[] = [];
let lists: RedactionSetup['lists'] = { allow: [], deny: [] };
let key: HashKey | undefined;

/** From now on this process redacts so. */
export function setUpRedaction(setup: RedactionSetup): void {
  environments = [setup.environment];
  lists = setup.lists;
  key = new HashKey(setup.root);
  apply();
}

/** The values of these variables are replaced from now on, where their names say that they are secret. */
export function alsoSecret(variables: Readonly<Record<string, string>> | undefined): void {
  if (variables === undefined || Object.keys(variables).length === 0) return;
  environments = [...environments, variables];
  apply();
}

/** The secrets of a command line are replaced from now on, wherever the command prints them. */
export function alsoSecretIn(words: readonly string[]): void {
  // Named as a variable that holds a secret.
  alsoSecret(Object.fromEntries(secretsOfWords(words).slice(0, MOST_NUMBERED).map((value, index) => [`SECRET_${index}`, value])));
}

/** A name takes three digits. */
const MOST_NUMBERED = 1_000;

/** To be called when `.casebook` was made: the key of the hashes in use is kept there. */
export function keepHashKey(): void {
  key?.keep();
}

/** What another thread of this process has to know to redact as this one does. To be passed on in memory only. */
export interface RedactionOfThread {
  readonly environments: readonly Readonly<Record<string, string | undefined>>[];
  readonly lists: RedactionSetup['lists'];
  readonly key?: Uint8Array;
}

export function redactionForThread(): RedactionOfThread {
  return { environments, lists, ...(key && { key: key.bytes() }) };
}

/** To be called in the other thread. */
export function redactAs(of: RedactionOfThread): void {
  ({ environments, lists } = of);
  key = of.key && HashKey.of(of.key);
  apply();
}

function apply(): void {
  const known = environments.flatMap((variables) => knownSecrets(variables, (text) => Buffer.from(text, 'utf8').toString('base64')));
  const shared = { known, ...(key && { tag: key.tag }) };
  if (lists === 'invalid') setRedaction({ ...shared, withhold: true });
  else setRedaction({ ...shared, allow: lists.allow.map(listEntry), deny: lists.deny.map(listEntry) });
}
