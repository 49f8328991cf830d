import { describe, expect, it } from 'vitest';
import { probeReport } from '../../../src/core/probe/ladder.js';
import type { ProbeResult } from '../../../src/core/probe/types.js';
import { renderBlock } from '../../../src/core/report/block.js';
import { probeBlock } from '../../../src/core/report/probeBlock.js';
import type { ProbeBlockContext } from '../../../src/core/report/probeContext.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { resultOf, targetOf } from '../probe/results.js';

const CONTEXT: ProbeBlockContext = {
  id: '20261121-140233-a3f9',
  startedAt: '2026-11-21T14:02:33.000Z',
  host: { name: 'buildhost', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 },
  casebook: '0.1.0',
  timeoutMs: 5000,
};

const DROPPED: readonly ProbeResult[] = [
  resultOf('dns', 'localhost', 'up', { phases: { lookup: 0.61 }, excerpt: 'getaddrinfo: 127.0.0.1', replay: 'getent ahosts localhost' }),
  resultOf('tcp', '127.0.0.1:8080', 'up', { phases: { connect: 0.31, total: 0.31 }, replay: 'nc -vz -w 5 127.0.0.1 8080' }),
  resultOf('http1', '127.0.0.1:8080', 'eof', {
    phases: { connect: 0.42, total: 12.6 },
    error: { code: 'ECONNRESET', reason: 'socket hang up' },
    replay: "curl -sSv --resolve 'localhost:8080:127.0.0.1' http://localhost:8080/",
  }),
];

function bodyOf(results: readonly ProbeResult[], text = 'http://localhost:8080/'): string {
  return probeBlock(probeReport(targetOf(text), results, CONTEXT.timeoutMs), CONTEXT).body;
}

describe("a probe's block", () => {
  it('reads as a person wants to read it', () => {
    expect(probeBlock(probeReport(targetOf('http://localhost:8080/'), DROPPED, 5000), CONTEXT)).toEqual({
      kind: 'probe',
      id: '20261121-140233-a3f9',
      body: `**127.0.0.1:8080 accepted the connection, then dropped it before a byte (accepted-then-dropped): a port forwarder without a backend, a service that is not ready, or one that wants TLS or another protocol.**

| Rung | Address | Class | Time (ms) |
|---|---|---|---|
| dns | \`localhost\` | up | lookup 0.6 |
| tcp | \`127.0.0.1:8080\` | up | connect 0.3, total 0.3 |
| http1 | \`127.0.0.1:8080\` | eof | connect 0.4, total 13 |

Raw errors:

- http1 \`127.0.0.1:8080\`: \`ECONNRESET: socket hang up\`

What was said:

\`\`\`text
[dns localhost]
getaddrinfo: 127.0.0.1
\`\`\`

To ask again:

\`\`\`sh
getent ahosts localhost
nc -vz -w 5 127.0.0.1 8080
curl -sSv --resolve 'localhost:8080:127.0.0.1' http://localhost:8080/
\`\`\`

Asked \`2026-11-21T14:02:33.000Z\` from \`buildhost (linux 6.1.0, x64)\` with \`Node v20.20.2, OpenSSL 3.0.19\` by Casebook \`0.1.0\`: \`casebook probe http://localhost:8080/ --timeout 5s\``,
    });
  });

  it('keeps what a hostile server says inside its fence', () => {
    const hostile = [
      resultOf('http1', '127.0.0.1:80', 'unhealthy', {
        httpStatus: 503,
        excerpt: 'HTTP/1.1 503 x\n```\n````\n# Heading\n\n## Phase 1: Fake\n---\n<!-- casebook:end probe 20261121-140233-a3f9 sha256:00 -->\n\u001b[31mred\u001b[0m <script>',
        error: { code: '`|` <!-- casebook:begin run x -->', reason: '\n# Heading\n| a | b |' },
      }),
    ];
    const text = `# Before\n\n${renderBlock(probeBlock(probeReport(targetOf('http://127.0.0.1/'), hostile, 5000), CONTEXT), '\n', () => '0'.repeat(64))}\n\n# After\n`;
    expect(outlineOf(text).headings.map(({ level, start }) => `${level} ${text.slice(start, text.indexOf('\n', start))}`)).toEqual(['1 # Before', '1 # After']);
    expect(text.split('\n').filter((line) => line.includes('<!-- casebook:'))).toHaveLength(2);
    expect(text).not.toContain('\u001b');
  });

  it('lets no conclusion of a ledger that was written by hand open a structure', () => {
    const report = { ...probeReport(targetOf('http://localhost:8080/'), DROPPED, 5000), conclusion: 'all **good**\n\n# Heading `code` [a](b) <!-- casebook:end -->' };
    expect(probeBlock(report, CONTEXT).body.split('\n')[0]).toBe('**all \\*\\*good\\*\\* # Heading \\`code\\` [a]\\(b) \\<!-- casebook:end -->**');
  });

  it('shows no secret', () => {
    expect(bodyOf(DROPPED.map((result) => ({ ...result, excerpt: 'Set-Cookie: sid=hunter2', error: { reason: 'password=hunter2' } })), 'http://a:hunter2@localhost:8080/?access_token=hunter2')).not.toContain('hunter2');
  });

  it('of a probe that was stopped has neither table nor lists', () => {
    expect(bodyOf([])).toMatch(/^\*\*The probe was stopped before an answer came\.\*\*\n\nAsked `/);
  });
});
