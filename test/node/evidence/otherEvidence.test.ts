import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { translated } from '../../../src/core/report/say.js';
import { otherEvidence } from '../../../src/node/evidence/otherEvidence.js';
import { writeNewRecord } from '../../../src/node/run/newRecord.js';
import { BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask } from '../../support/ask.js';

const ID = '20261121-140233-a3f9';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'casebook-other-'));
  const { port } = await serve(BEHAVIOURS.eofAfterRequest);
  const report = await ask(`http://127.0.0.1:${port}/`);
  await writeNewRecord(root, { schema: 1, id: ID, kind: 'probe', target: report.target, timeoutMs: 20_000, startedAt: '2026-11-21T14:02:33.000Z', host: { name: 'buildhost', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 }, casebook: '0.1.0', report });
});
afterEach(async () => {
  await closeServers();
  await rm(root, { recursive: true, force: true });
});

test('its names and verdicts are in the language of the reader, and its headline is what work items say', async () => {
  const [inEnglish] = await otherEvidence(root, 10);
  if (!inEnglish) throw new Error('The probe is listed');
  const { name, word, headline } = inEnglish.report;
  const [said] = await otherEvidence(root, 10, translated(new Map([[name, 'Sonde'], [word, 'Fehler']])));
  expect(said).toMatchObject({ id: ID, report: { name: 'Sonde', word: 'Fehler', headline } });
});

test('what cannot be read is left out, and the rest is listed', async () => {
  await mkdir(path.join(root, '.casebook', 'runs', '20261121-140234-b4c1'));
  expect((await otherEvidence(root, 10)).map(({ id }) => id)).toEqual([ID]);
});
