import { describe, expect, it } from 'vitest';
import { matrixReport } from '../../../src/core/probe/matrix/conclusion.js';
import { OWN, type CellResult } from '../../../src/core/probe/matrix/types.js';
import { renderBlock } from '../../../src/core/report/block.js';
import { probeBlock } from '../../../src/core/report/probeBlock.js';
import type { ProbeBlockContext } from '../../../src/core/report/probeContext.js';
import { outlineOf } from '../../../src/core/workItem/outline.js';
import { targetOf } from '../probe/results.js';

const CONTEXT: ProbeBlockContext = {
  id: '20261121-140233-a3f9',
  startedAt: '2026-11-21T14:02:33.000Z',
  host: { name: 'buildhost', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 },
  casebook: '0.1.0',
  timeoutMs: 5000,
};

const CELLS: readonly CellResult[] = [
  { client: 'node', address: '127.0.0.1:80', protocol: 'http1', verification: 'none', alternative: false, passed: true, class: 'up', httpStatus: 200, totalMs: 2.34, replay: 'curl x' },
  { client: 'dotnet', address: OWN, protocol: OWN, verification: OWN, alternative: false, passed: false, class: 'exit', totalMs: 120, attempted: 'no', error: { reason: 'exited with 1' }, excerpt: 'No data available', replay: 'A=1 dotnet run' },
];

function bodyOf(cells: readonly CellResult[]): string {
  const target = targetOf('http://localhost/');
  if (target.kind !== 'endpoint') throw new Error('not an endpoint');
  return probeBlock(matrixReport(target, cells, [{ clients: ['dotnet'], variables: { A: '1' } }]), CONTEXT).body;
}

describe("a matrix's block", () => {
  it('reads as a person wants to read it', () => {
    expect(bodyOf(CELLS)).toBe(`**What fails is everything by dotnet (1: exit); everything else passes (1). The smallest difference is the client: node to 127.0.0.1:80 in http1 passes, dotnet fails (exit). dotnet failed without an attempt to connect: that is not a refusal, and whatever reaches the target proves nothing about this client. Look at its own settings and environment, and at how it resolves the name. dotnet ran with A=1, which the others did not have.**

| Client | Address | Protocol | Verification | Result | Time (ms) |
|---|---|---|---|---|---|
| \`node\` | \`127.0.0.1:80\` | http1 | none | pass, HTTP 200 | 2.3 |
| \`dotnet\` | its own choice | its own choice | its own choice | **exit**, no connect attempted | 120 |

Raw errors:

- \`dotnet its own choice its own choice\`: \`exited with 1\`

What clients said:

\`\`\`text
[dotnet its own choice]
No data available
\`\`\`

Environment:

- \`dotnet\`: \`A=1\`

To ask what fails again:

\`\`\`sh
A=1 dotnet run
\`\`\`

Asked \`2026-11-21T14:02:33.000Z\` from \`buildhost (linux 6.1.0, x64)\` with Node \`v20.20.2\` by Casebook \`0.1.0\`: \`casebook probe http://localhost/ --timeout 5s --matrix\``);
  });

  it('keeps what a client says inside its fence', () => {
    const hostile = CELLS.map((cell) => ({ ...cell, excerpt: '```\n````\n# Heading\n---\n<!-- casebook:end matrix 20261121-140233-a3f9 sha256:00 -->', error: { reason: '\n# Heading | `a` <!-- casebook:begin run x -->' } }));
    const text = `# Before\n\n${renderBlock({ kind: 'matrix', id: CONTEXT.id, body: bodyOf(hostile) }, '\n', () => '0'.repeat(64))}\n`;
    expect(outlineOf(text).headings).toHaveLength(1);
    expect(text.split('\n').filter((line) => line.includes('<!-- casebook:'))).toHaveLength(2);
  });
});
