import { describe, expect, it } from 'vitest';
import type { CommandReport } from '../../../src/core/command/types.js';
import { renderBlock } from '../../../src/core/report/block.js';
import { commandBlock, type CommandBlockContext } from '../../../src/core/report/commandBlock.js';
import { commandDocument } from '../../../src/core/report/documents/command.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';

const CONTEXT: CommandBlockContext = {
  id: '20261121-140233-a3f9',
  startedAt: '2026-11-21T14:02:33.000Z',
  host: { name: 'buildhost', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 },
  casebook: '0.1.0',
};

const REPORT: CommandReport = {
  command: ['npm', 'test', '--', 'a b'], shell: false, folder: 'service', timeoutMs: 300_000, git: { commit: '0123456789abcdef0123456789abcdef01234567', branch: 'main', dirty: true },
  outcome: 'fail', exitCode: 3, signal: null, durationMs: 1_240, leftBehind: 0, output: { head: 'one\ntwo\n', tail: '', bytes: 8, leftOut: 0 },
};

const bodyOf = (change: Partial<CommandReport>): string => commandBlock({ ...REPORT, ...change }, CONTEXT).body;
const printed = (head: string, tail = '', leftOut = 0): Partial<CommandReport> => ({ output: { head, tail, bytes: head.length + tail.length + leftOut, leftOut } });

describe("a command's block", () => {
  it('reads as a person wants to read it', () => {
    expect(commandBlock(REPORT, CONTEXT)).toEqual({
      kind: 'command',
      id: '20261121-140233-a3f9',
      body: `**Exited with 3 after 1.24 s.** It printed 8 bytes.

\`\`\`text
one
two
\`\`\`

recorded once: \`npm test -- 'a b'\` · in \`service\` · timeout 5m · commit \`0123456789ab\` on \`main\`, with uncommitted changes · host \`buildhost (linux 6.1.0, x64, 2 CPUs, Node v20.20.2)\` · started \`2026-11-21T14:02:33.000Z\` · Casebook \`0.1.0\` · ledger \`20261121-140233-a3f9\``,
    });
  });

  it.each([
    ['**Exited with 0 after 1.24 s.**', { outcome: 'pass', exitCode: 0 }],
    ['**Ended by SIGSEGV after 1.24 s.**', { outcome: 'crash', exitCode: null, signal: 'SIGSEGV' }],
    ['**Ended by Casebook at its timeout of 2s.**', { outcome: 'timeout', exitCode: null, signal: 'SIGTERM', timeoutMs: 2_000 }],
    ['**Cancelled after 1.24 s.**', { outcome: 'cancelled', exitCode: null, signal: 'SIGTERM' }],
    ['which was ended.', { leftBehind: 1 }],
    ['It printed nothing.', printed('')],
    ['in a shell', { command: ['a | b'], shell: true, folder: '' }],
    ['the shell code `# who ⏎ id` with `bash` (SHA-256 `abcdefabcdef`)', { command: ['bash', '-c', '# who\nid'], fence: { line: 3, nth: 0, sha256: 'abcdef'.repeat(10) + 'abcd' } }],
  ] as const)('says %s', (said, change) => {
    expect(bodyOf(change)).toContain(said);
  });

  it('shows the beginning and the end of much output, and says what is between', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}\n`).join('');
    const body = bodyOf(printed(many));
    expect(body).toContain('line 30\n[… 940 lines left out]\nline 971\n');
    expect(body).toContain('All of it is in the ledger.');
    const cut = bodyOf(printed(many, 'end 1\nend 2\n', 50_000_000));
    expect(cut).toContain('of which 50000000 in the middle were not kept');
    expect(cut).toContain('[… 50000000 bytes were not kept, 970 lines more are in the ledger]\nend 1\nend 2\n');
    expect(bodyOf(printed('x'.repeat(1_000_000))).length).toBeLessThan(2_000);
    expect(bodyOf(printed(`${'y'.repeat(299)}\n`.repeat(60))).length).toBeLessThan(8_000);
  });

  it('shows 60 lines whole', () => {
    expect(bodyOf(printed('a\n'.repeat(60)))).not.toContain('left out');
    expect(bodyOf(printed('a\n'.repeat(61)))).toContain('[… 1 line left out]');
  });

  it('lets nothing that was printed, named or written become structure', () => {
    const hostile = '```\n# heading\n<!-- casebook:begin run x -->\n~~~~\n-->\n\u001b[31mred\u001b[0m\n````';
    const text = renderBlock(commandBlock({ ...REPORT, ...printed(hostile, hostile, 5), command: [hostile], folder: hostile, reason: 'Its *output* <b> `x' }, CONTEXT), '\n', () => '0'.repeat(64));
    const outline = outlineOf(text);
    expect(outline.headings).toEqual([]);
    expect(outline.markers).toHaveLength(2);
    expect(outline.fences).toHaveLength(1);
    expect(outline.openFence).toBeUndefined();
    // eslint-disable-next-line no-control-regex -- control characters are the subject
    expect(text).not.toMatch(/\u001b/);
  });
});

describe("a command's report", () => {
  it('is a fault where it failed, and no proof where it exited with 0', () => {
    expect(commandDocument(REPORT, CONTEXT)).toMatchObject({ name: 'Recorded command', word: 'Failed', tone: 'bad', headline: 'Exited with 3 after 1.24 s.' });
    expect(commandDocument({ ...REPORT, outcome: 'pass', exitCode: 0 }, CONTEXT)).toMatchObject({ word: 'Exited with 0', tone: 'unclear', remarks: [expect.any(String)], note: expect.stringContaining('It ran once') as string });
  });

  it('holds the output as far as a panel takes it', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `line ${index + 1}\n`).join('');
    const { sections } = commandDocument({ ...REPORT, ...printed(many, 'end\n', 10) }, CONTEXT);
    expect(sections.map(({ table, paragraphs }) => [table?.rows.length, paragraphs])).toEqual([[500, ['10 bytes between the two parts were not kept.', '2001 lines between the two parts are in the ledger.']], [500, []]]);
    expect(commandDocument({ ...REPORT, ...printed('') }, CONTEXT).sections).toEqual([]);
  });
});
