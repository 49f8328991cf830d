/** How many secrets redaction finds, and how much it takes for one that is none. `docs/redaction.md` says what this prints. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/core/evidence/redact.js';
import { FRAMINGS, framed, WRITTEN } from '../../support/secretsOverLines.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';

interface ShapeOfSecret {
  readonly id: string;
  readonly shape: string;
  /** Of the service beside whose name it stands; without one it says itself what it is. */
  readonly name?: string;
}

const SHAPES = JSON.parse(readFileSync(new URL('../../fixtures/secrets/shapes.json', import.meta.url), 'utf8')) as ShapeOfSecret[];

/** Values of each form. */
const SAMPLES = 10;

/** Fixed, so that the table is the same each time. */
const SEED = 7;

function samplesOf({ shape }: ShapeOfSecret): string[] {
  return fc.sample(fc.stringMatching(new RegExp(`^(?:${shape})$`)), { seed: SEED, numRuns: SAMPLES });
}

/** `datadog-access-token` as people write it: DATADOG_ACCESS_TOKEN, datadogAccessToken, datadog_access_token. */
function contexts({ id, name }: ShapeOfSecret, secret: string): string[] {
  if (name === undefined) return [`got ${secret} from the service`, `{"value":"${secret}","n":1}`, `GET /x?v=${secret} 200`];
  const words = id.split('-').slice(-2);
  const kind = words.filter((word) => word !== name);
  const camel = kind.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return [`${name.toUpperCase()}_${kind.join('_').toUpperCase()}=${secret}`, `{"${name}${camel}": "${secret}", "n": 1}`, `${name}_${kind.join('_')}: ${secret}`];
}

interface Tally {
  found: number;
  all: number;
  readonly missed: string[];
}

function recall(shapes: readonly ShapeOfSecret[]): Tally {
  const tally: Tally = { found: 0, all: 0, missed: [] };
  for (const shape of shapes) {
    let missed = 0;
    for (const secret of samplesOf(shape)) {
      for (const text of contexts(shape, secret)) {
        tally.all += 1;
        // What stands behind the scheme and the host of a webhook is the secret.
        const part = secret.replace(/^https:\/\/[^/]*\/[a-z0-9]+\//, '');
        if (redact(text).includes(part)) missed += 1;
        else tally.found += 1;
      }
    }
    if (missed > 0) tally.missed.push(`${shape.id} ${missed}/${SAMPLES * 3}`);
  }
  return tally;
}

function show(what: string, { found, all, missed }: Tally): void {
  process.stdout.write(`${what}: ${found} of ${all} found (${((100 * found) / all).toFixed(1)} %)${missed.length > 0 ? `; missed: ${missed.join(', ')}` : ''}\n`);
}

describe('of the forms that the rules of gitleaks name', () => {
  test('nearly all that say themselves what they are are found', () => {
    const tally = recall(SHAPES.filter(({ name }) => name === undefined));
    show('tokens that say what they are', tally);
    expect(tally.found / tally.all).toBeGreaterThan(0.95);
  });

  test('nearly all that stand behind their names are found', () => {
    const tally = recall(SHAPES.filter(({ name }) => name !== undefined));
    show('values behind the name of a service', tally);
    expect(tally.found / tally.all).toBeGreaterThan(0.95);
  });
});

/** A deterministic number of hexadecimal digits. */
function hex(of: string, digits: number): string {
  return createHash('sha512').update(of).digest('hex').slice(0, digits);
}

const range = Array.from({ length: 50 }, (_, index) => String(index));

/** What logs and work items are full of, and no secret. */
const INNOCENT: Readonly<Record<string, (n: string) => string>> = {
  'commit id': (n) => `commit ${hex(n, 40)}`,
  'short commit id': (n) => `HEAD is now at ${hex(n, 7)} Fix the flake`,
  'SHA-256 of a file': (n) => `${hex(n, 64)}  dist/app.js`,
  'image digest': (n) => `Digest: sha256:${hex(n, 64)}`,
  integrity: (n) => `"integrity": "sha512-${createHash('sha512').update(n).digest('base64')}"`,
  UUID: (n) => `request ${hex(n, 8)}-${hex(n, 12).slice(8)}-4${hex(n, 3)}-8${hex(n, 3)}-${hex(n, 12)} done`,
  'trace and span': (n) => `traceparent: 00-${hex(n, 32)}-${hex(n, 16)}-01`,
  'image in base 64': (n) => `data:image/png;base64,iVBORw0KGgo${Buffer.from(hex(n, 120), 'hex').toString('base64')}`,
  address: (n) => `connect ECONNREFUSED 10.0.${n}.7:5432, [::1]:${8000 + Number(n)}`,
  URL: (n) => `GET http://orders.internal:8080/orders/${hex(n, 24)}?page=2 200`,
  'flake numbers': (n) => `${n} of 100 attempts failed: failure rate 3.0 % (95 % CI 0.6 % – 8.5 %)`,
  'key of a cache': (n) => `cache key: node-modules-linux-x64-${hex(n, 64)}`,
  'key of a map': (n) => `key=orders/2026-11-21/part-${n} partition=${n} offset=${hex(n, 9)}`,
  'token of a parser': (n) => `Unexpected token } in JSON at position ${n}`,
  'evidence marker': (n) => `<!-- casebook:end run 20261121-140233-a3f9 sha256:${hex(n, 64)} -->`,
  version: (n) => `go: downloading golang.org/x/sys v0.0.0-20220722155257-${hex(n, 12)}`,
  path: (n) => `auth: /var/lib/kubelet/pods/${hex(n, 8)}-abcd/volumes/kubernetes.io~projected/kube-api-access-${n}`,
  'stack frame': (n) => `    at AuthService.checkToken (/srv/app/src/auth/token-service.ts:${n}:17)`,
};

test('what is no secret stays', () => {
  const changed = Object.entries(INNOCENT).flatMap(([what, line]) => range.filter((n) => redact(line(n)) !== line(n)).map((n) => `${what}: ${redact(line(n))}`));
  process.stdout.write(`lines that hold no secret: ${changed.length} of ${Object.keys(INNOCENT).length * range.length} changed\n`);
  expect(changed).toEqual([]);
});

test.runIf(corpusPresent)('nothing is changed in a whole document of the corpus, where one line may tell of the next', () => {
  const changed = corpusFiles().filter(({ text }) => redact(text) !== text).map(({ name }) => name);
  process.stdout.write(`documents of the corpus as a whole: ${changed.length} changed\n`);
  expect(changed).toEqual([]);
});

test('of the ways to write a secret over several lines, all are found behind all that loggers put before a line', () => {
  let [all, found] = [0, 0];
  for (const framing of FRAMINGS) {
    for (const written of WRITTEN) {
      for (const every of framing.what === 'nothing' ? [0] : [0, 1, 2]) {
        const redacted = redact(framed(written, framing, every).join('\n'));
        all += 1;
        if (!written.secrets.some((secret) => redacted.includes(secret))) found += 1;
      }
    }
  }
  process.stdout.write(`secrets over several lines: ${found} of ${all} found (${WRITTEN.length} ways to write them, ${FRAMINGS.length} framings)\n`);
  expect(found).toBe(all);
});

test.runIf(corpusPresent)('nothing is changed in the documents of the corpus, which hold no secret', () => {
  const files = corpusFiles();
  const changed = files.flatMap(({ name, text }) => text.split('\n').flatMap((line) => (redact(line) === line ? [] : [`${name}: ${redact(line)}`])));
  process.stdout.write(`lines of ${files.length} documents of the corpus: ${changed.length} of ${files.reduce((sum, { text }) => sum + text.split('\n').length, 0)} changed\n`);
  expect(changed).toEqual([]);
});
