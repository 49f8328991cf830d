import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogAnalysis, type LogData } from '../../../../src/core/evidence/logs/analysis.js';
import { detectFormats } from '../../../../src/core/evidence/logs/detect.js';
import { reportLogs } from '../../../../src/core/evidence/logs/report.js';
import { OverLines } from '../../../../src/core/evidence/redaction/overLines.js';
import { hideOverLines } from '../../../../src/core/evidence/redact.js';
import { FRAMINGS, framed, KEY_LINES, PASSWORD, WRITTEN } from '../../../support/secretsOverLines.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const clock = { zone: 0, reference: Date.UTC(2026, 10, 30) };

/** What a log tells that comes in pieces which are cut at the given places. */
function dataOf(text: string, cuts: readonly number[] = [], over?: OverLines): LogData {
  const bytes = new TextEncoder().encode(text);
  const analysis = new LogAnalysis({ clock, sha256, ...(over && { over }) });
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]) {
    analysis.push(bytes.subarray(from, to));
    from = to;
  }
  analysis.end();
  return analysis.data();
}

const told = (data: LogData): string => JSON.stringify(reportLogs([{ name: 'app.log', bytes: 1, data, notes: [] }], { selection: [], missing: [], window: { around: Date.UTC(2026, 10, 29, 2, 7) } }));

/** Words of a secret long enough to be told by: what masks numbers leaves those. */
const piecesOf = (secret: string): string[] => (secret.includes(' ') ? [secret] : [secret, ...(secret.match(/[A-Za-z]{6,}/g) ?? [])]);

describe.each(FRAMINGS)('of a log with $what before each line', (framing) => {
  test.each(WRITTEN)('nothing tells $what', (written) => {
    for (const every of framing.what === 'nothing' ? [0] : [0, 1, 2]) {
      const text = framed(written, framing, every).join('\n');
      const report = told(dataOf(text));
      for (const secret of written.secrets.flatMap(piecesOf)) expect(report).not.toContain(secret);
    }
  });
});

test('it is told alike in whatever pieces the log comes', () => {
  const stamped = FRAMINGS.slice(1);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...WRITTEN), fc.constantFrom(...stamped), fc.nat(3)), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(5_000), { maxLength: 5 }), (parts, cuts) => {
      const text = parts.flatMap(([written, framing, every]) => framed(written, framing, every)).join('\n');
      const report = told(dataOf(text, cuts));
      for (const secret of parts.flatMap(([written]) => written.secrets).flatMap(piecesOf)) expect(report).not.toContain(secret);
      expect(report).toBe(told(dataOf(text)));
    }),
    { numRuns: 150 },
  );
});

test('the lines of a key in a record are still those of a key behind a record of another writer', () => {
  const text = ['2026-11-29T02:07:01Z INFO dump', '-----BEGIN PRIVATE KEY-----', KEY_LINES[0], '2026-11-29T02:07:02Z INFO GET /orders/1', KEY_LINES[1], KEY_LINES[2], '2026-11-29T02:07:03Z INFO GET /orders/2'].join('\n');
  const report = told(dataOf(text));
  for (const line of KEY_LINES.slice(0, 3)) expect(report).not.toContain(line);
});

test('a long line opens what is below it, too', () => {
  const text = [`2026-11-29T02:07:01Z INFO ${'word '.repeat(400)}password:`, `  ${PASSWORD}`, `2026-11-29T02:07:02Z INFO ${'word '.repeat(400)} -----BEGIN PRIVATE KEY-----`, `2026-11-29T02:07:03Z INFO ${KEY_LINES[0] ?? ''}`].join('\n');
  for (const secret of [PASSWORD, KEY_LINES[0] ?? '']) expect(told(dataOf(text))).not.toContain(secret);
});

test('a part of a log knows what the lines before it opened', () => {
  const over = new OverLines();
  hideOverLines('2026-11-29T02:07:01Z INFO   - name: DB_PASSWORD', over);
  expect(told(dataOf(`2026-11-29T02:07:02Z INFO     value: ${PASSWORD}\n`, [], over))).not.toContain(PASSWORD);
});

test('a part of a log knows what the end of the record before it opened, and what that closed', () => {
  const read = (text: string): string => {
    const bytes = new TextEncoder().encode(text);
    const analysis = new LogAnalysis({ clock, sha256, insideRecord: true, formats: detectFormats(bytes, 0, bytes.length) });
    analysis.push(bytes);
    analysis.end();
    return told(analysis.data());
  };
  const stamped = (line = ''): string => `2026-11-29T02:07:02Z INFO ${line}`;
  const [first = '', second = ''] = KEY_LINES;
  const opened = read(['more of the record', '-----BEGIN PRIVATE KEY-----', stamped(first), stamped(second), stamped('GET /orders/1')].join('\n'));
  expect(opened).toContain('GET /orders');
  for (const line of [first, second]) expect(opened).not.toContain(line);
  expect(read(['-----BEGIN PRIVATE KEY-----', first, '-----END PRIVATE KEY-----', stamped(`id ${first}`)].join('\n'))).toContain(first);
});

test('a secret that the title of a failure stands beside is in nothing', () => {
  const report = told(dataOf(['2026-11-29T02:07:01Z ERROR Error: cannot connect with', '  password:', `    ${PASSWORD}`, '    at connect (db.js:1:1)', '2026-11-29T02:07:02Z ERROR   apiKey: >-', `2026-11-29T02:07:02Z ERROR     Error: ${PASSWORD}`, '2026-11-29T02:07:03Z ERROR it stopped', '  apiKey: |-', `    Error: ${PASSWORD}`].join('\n')));
  expect(report).toContain('cannot connect');
  expect(report).not.toContain(PASSWORD);
});

test('of another line the report changes nothing', () => {
  const text = Array.from({ length: 50 }, (_, n) => `2026-11-29T02:07:${String(n).padStart(2, '0')}Z INFO step ${n}:\n2026-11-29T02:07:${String(n).padStart(2, '0')}Z INFO   name: worker${n}`).join('\n');
  expect(told(dataOf(text))).not.toContain('‹secret');
});
