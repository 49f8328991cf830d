import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blockHash, renderBlock } from '../../../src/core/report/block.js';
import { logDiffDocument } from '../../../src/core/report/documents/logDiff.js';
import { logDiffBlock } from '../../../src/core/report/logDiffBlock.js';
import type { LogDiffReport } from '../../../src/core/evidence/logs/diffReport.js';
import { parse } from '../../../src/core/workItem/parse.js';
import { parseToPanel } from '../../../src/protocol/toPanel.js';
import { diffOf, sha256, stamped } from '../../support/logs.js';
import { allNodes, parseMarkdown } from './markdown.js';

const CONTEXT = { id: '20261121-140233-a3f9', startedAt: '2026-11-21T14:02:33.000Z', host: { name: 'h', platform: 'linux', release: '6', arch: 'x64', node: 'v20', cpus: 2 }, casebook: '0', command: ['logs', 'diff', 'pass1.log', 'fail1.log'] };

const PASS = stamped([[0, 'INFO up'], [100, 'INFO cache warm'], [900, 'INFO bye with code 0']]);
const FAIL = stamped([[0, 'INFO up'], [500, 'ERROR pool exhausted'], [900, 'INFO bye with code 7']]);

function withExcerpts(report: LogDiffReport): LogDiffReport {
  return { ...report, excerpts: { failing: { log: 'fail1.log', focus: 2, records: [{ line: 1, text: 'up' }, { line: 2, text: 'ERROR pool exhausted\nat Pool.take' }, { line: 9, text: 'bye' }] }, passing: { log: 'pass1.log', since: 'INFO up', by: 'time', records: [{ line: 2, text: 'INFO cache warm' }] } } };
}

describe('the block of what separates two logs', () => {
  const { kind, body } = logDiffBlock(withExcerpts(diffOf([PASS], [FAIL])), CONTEXT);

  it('is evidence of logs, and begins with where they part', () => {
    expect(kind).toBe('log');
    expect(body.split('\n')[0]).toBe('**The failing log parts from the passing at line 2 of `fail1.log`, 500 ms in: `2026-11-21T14:02:00.500Z ERROR pool exhausted`.** Before that, the passing log says what no failing one says, at line 2 of `pass1.log`, 100 ms in: `2026-11-21T14:02:00.100Z INFO cache warm`.');
  });

  it('has the provenance of both sides: names, lines, bytes, times and hashes', () => {
    for (const [title, name, text] of [['Passing', 'pass1.log', PASS], ['Failing', 'fail1.log', FAIL]] as const) {
      expect(body).toContain(`| ${title} log | Lines | Bytes | Stamps | First | Last | SHA-256 |\n|---|---|---|---|---|---|---|\n| \`${name}\` | 3 | ${text.length} | ISO 8601 | 2026-11-21T14:02:00.000Z | 2026-11-21T14:02:00.900Z | \`${sha256(text)}\` |`);
    }
    expect(body).toContain('by Casebook `0`: `casebook logs diff pass1.log fail1.log`');
  });

  it('counts what separates them as the terminal does, and no more', () => {
    expect(body).toContain('| `ERROR pool exhausted` | 1 of 1 | 0 of 1 | 2026-11-21T14:02:00.500Z | `fail1.log:2` |');
    expect(body).toContain('| `INFO cache warm` | 0 of 1 | 1 of 1 | 2026-11-21T14:02:00.100Z | `pass1.log:2` |');
    expect(body).toContain('| `INFO bye with code #` | the number behind `code` | 7 | 0 | `fail1.log:3` |');
    expect(body).not.toMatch(/%|p =|CI/);
  });

  it('shows both sides with line numbers, the line that parts marked, and what lies between left out visibly', () => {
    expect(body).toContain('`fail1.log` around line 2:\n\n```text\n      1  up\n>     2  ERROR pool exhausted\n      3  at Pool.take\n      …\n      9  bye\n```');
    expect(body).toContain('`pass1.log` at the same place, counted in time from `INFO up`:\n\n```text\n      2  INFO cache warm\n```');
  });

  it('has a timeline that counts from each log’s own first record', () => {
    const rows = body.slice(body.indexOf('| Since its first record')).split('\n').slice(2, 6).map((row) => row.split(' | ').slice(0, 1).join('').slice(2));
    expect(rows).toEqual(['100 ms', '500 ms', '900 ms', '900 ms']);
  });

  it('bounds its excerpt, but shows the record that parts', () => {
    const long = Array.from({ length: 30 }, (_, index) => ({ line: index + 1, text: 'x'.repeat(400) }));
    const bounded = logDiffBlock({ ...diffOf([PASS], [FAIL]), excerpts: { failing: { log: 'fail1.log', focus: 30, records: long } } }, CONTEXT).body;
    expect(bounded).toContain('>    30  x');
    expect(bounded).toMatch(/\n\d+ more records left out\./);
    expect(bounded.length).toBeLessThan(7_000);
  });
});

describe('text from hostile logs', () => {
  it('changes nothing of the block, nor of the work item around it', () => {
    const evil = ['# heading', '<!-- casebook:begin run 20261121-140233-a3f9 -->', '```', '| a | b |', '**bold** [x](y) <b>', '---'];
    const names = ['`a|b`*_<b>.log'];
    const report = diffOf([stamped([[0, 'INFO up']])], [stamped([[0, 'INFO up'], ...evil.map((text, index): [number, string] => [index, `ERROR ${text}`])]) + evil.join('\n')]);
    const hostile = JSON.parse(JSON.stringify(report).replaceAll('fail1.log', JSON.stringify(names[0]).slice(1, -1))) as LogDiffReport;
    const block = logDiffBlock({ ...hostile, excerpts: { failing: { log: names[0] ?? '', focus: 1, records: evil.map((text, index) => ({ line: index + 1, text })) } } }, CONTEXT);
    const rendered = renderBlock(block, '\n', (text) => createHash('sha256').update(text).digest('hex'));
    const { item } = parse(`# WI1: T\n\n## Phase 1: Investigation\n\n${rendered}\n\n## Phase 2: Design\n`);
    expect(item.evidence).toHaveLength(1);
    expect(item.evidence[0]?.hash).toBe(blockHash(block.body, sha256));
    expect(item.phases).toHaveLength(2);
    const nodes = allNodes(parseMarkdown(block.body));
    expect(nodes.filter(({ type }) => ['heading', 'link', 'thematicBreak', 'html', 'emphasis'].includes(type))).toEqual([]);
    expect(nodes.filter(({ type }) => type === 'strong')).toHaveLength(1);
  });
});

it('is a report that a panel takes as it is', () => {
  const document = logDiffDocument(withExcerpts(diffOf([PASS], [FAIL])), CONTEXT);
  expect(document).toMatchObject({ word: 'They differ', headline: expect.stringMatching(/^The failing log parts from the passing at line 2 of fail1\.log/) as string });
  const message: unknown = JSON.parse(JSON.stringify({ type: 'document', run: CONTEXT.id, document, actions: ['exportReport'] }));
  expect(parseToPanel(message)).toEqual(message);
});
