import { describe, expect, it } from 'vitest';
import { found, problemsOf, around } from '../support.js';

const doc = (body: string) => `# Notes\n\n${body}\n`;
const block = (id: string, kind: string, headline: string, commit = '4f2a9c1b7d3e', state = 'clean') =>
  `<!-- casebook:begin ${kind} ${id} -->\n**${headline}**\n\nverify: \`make test\` · timeout 180s · commit \`${commit}\` on \`main\`, ${state}\n<!-- casebook:end ${kind} ${id} sha256:${'0'.repeat(64)} -->\n`;
const [EARLY, LATE] = ['20260127-140233-a3f9', '20260128-140233-b3f9'];
const PASSED = '0 of 100 attempts failed: failure rate at most 2.95 % (95 % one-sided bound).';
const FAILED = '3 of 100 attempts failed: failure rate 3.0 % (95 % CI 0.6 % – 8.5 %).';

describe('words without evidence', () => {
  it('are a hint in a report and a warning in a work item', () => {
    expect(found('claim-unproven', doc('It is **production-ready**.'))).toEqual([expect.stringMatching(/^hint: "production-ready": Casebook recorded no run, proof or other evidence in this document/)]);
    expect(found('claim-unproven', '# WI4: Orders\n\nIt is **production-ready**.\n')).toEqual([expect.stringMatching(/^warning: /)]);
  });

  it('are told beside other evidence that no run and no proof is among it', () => {
    expect(found('claim-unproven', '# WI4: Orders\n\nIt is **production-ready**.\n\n' + block(LATE, 'snapshot', 'Linux'))).toEqual([expect.stringMatching(/^warning: .*: Casebook recorded evidence in this document, and no run or proof in it says so/)]);
  });

  it('are told once for each kind, with their other places', () => {
    expect(found('claim-unproven', doc('Keepalive: **VERIFIED**\n\nDetection: **VERIFIED**\n\nThe fix is correct.'))).toEqual([expect.stringMatching(/^hint: "VERIFIED" \(and in 1 more line: 5\)/), expect.stringMatching(/^hint: "fix is correct"/)]);
  });

  it('are held against what the document says itself', () => {
    expect(found('claim-unproven', doc('The fix is correct.\n\nWe cannot verify it here.'))).toEqual(['warning: "fix is correct": line 5 says that it cannot be verified. Leave one of the two out.']);
    expect(found('claim-unproven', doc(`The reconnection is **VERIFIED**.\n${'\n'.repeat(20)}We cannot verify the reconnection.`))).toEqual([expect.stringMatching(/^warning: .*line 24 says that it cannot be verified/)]);
    expect(found('claim-unproven', doc(`The build is **VERIFIED**.\n${'\n'.repeat(20)}We cannot verify the screen reader.`))).toEqual([expect.stringMatching(/^hint: .*recorded no run/)]);
    expect(found('claim-unproven', doc('98/99 unit tests pass, 3/12 tests of the browser pass, one is to skip.\n\nResult: **100% passing tests**\n\n7/8 tests pass'))).toEqual([expect.stringMatching(/^hint: .*recorded no run/)]);
    expect(found('claim-unproven', doc('98/99 tests pass, the last one is to skip.\n\nResult: **100% passing tests**'))).toEqual(['hint: "100% passing": line 3 counts 98 of 99, and tests are skipped: what is skipped does not pass.']);
    expect(found('claim-unproven', doc('100% passing (99/99)'))).toEqual([]);
  });

  it('are answered by the last run or proof, and refuted by one that failed', () => {
    const claim = '# WI4: Orders\n\nThe fix is verified.\n\n';
    expect(found('claim-unproven', claim + block(EARLY, 'run', FAILED) + '\n' + block(LATE, 'run', PASSED))).toEqual([]);
    expect(found('claim-unproven', claim + block(LATE, 'run', FAILED) + '\n' + block(EARLY, 'run', PASSED))).toEqual([`error: "fix is verified": the last measurement in this document says otherwise: ${FAILED}`]);
    expect(found('claim-unproven', claim + block(LATE, 'run', PASSED) + '\n' + block(LATE, 'compare', 'Not proven: the failure is still there.'))).toEqual([expect.stringMatching(/^error: .*Not proven/)]);
    expect(found('claim-unproven', claim + block(LATE, 'compare', 'Proven at 95 % confidence: 0 of 92.'))).toEqual([]);
    expect(found('claim-unproven', claim + block(LATE, 'snapshot', 'Linux'))).toEqual([expect.stringMatching(/^warning: /)]);
  });

  it('are found where a log shows that it failed', () => {
    const log = '```\nE Failed to reconnect after 5 attempts\n```\n\n';
    expect(found('claim-unproven', doc(`${log}3. Automatic reconnection: **WORKING** âœ…`))).toEqual(['warning: "Automatic reconnection" is called verified, and line 4 shows "Failed to reconnect"; nothing shows that it succeeded. Show a run in which it does.']);
    expect(found('claim-unproven', doc(`${log}3. Timeout detection: **WORKING**`))).toEqual([]);
  });

  it('get the rate that so few attempts leave possible', () => {
    expect(found('claim-unproven', doc('Timer reliability proven (0/10 bugs detected)')).at(-1)).toBe('hint: No failure in 10 leaves a rate of up to 25.9 % possible (95 %): say so. It takes 299 without one to bound it at 1 %.');
  });

  it('are marked by the quick fix, which then answers them', () => {
    const text = doc('It is **production-ready**.');
    const fix = problemsOf(text).find(({ rule }) => rule === 'claim-unproven')?.fix;
    expect(fix).toMatchObject({ judgement: true, edit: { text: ' (unverified)' } });
    expect(found('claim-unproven', text.replace('ready', 'ready (unverified)'))).toEqual([]);
  });
});

describe('a verdict older than the commit that the text speaks of', () => {
  const surroundings = around({ commits: ['1111111aaaaa', '4f2a9c1b7d3e', '9b8c7d6e5f4a'] });
  const stale = (text: string, evidence: string) => found('claim-stale', `# WI4: Orders\n\n${text}\n\n${evidence}`, { path: 'WIs/WI4_a.md', surroundings });

  it('is found', () => {
    expect(stale('Fixed in commit `9b8c7d6e5f4a`.', block(LATE, 'run', PASSED))).toEqual([`warning: The last verdict (run ${LATE}) measured commit 4f2a9c1b7d3e, and 9b8c7d6e5f4a came later: it was not measured. Run \`casebook verify\` again.`]);
  });

  it.each([
    ['the commit itself', 'Fixed in commit 4f2a9c1b7d3e.', block(LATE, 'run', PASSED)],
    ['an earlier one', 'Fixed in commit 1111111aaaaa.', block(LATE, 'run', PASSED)],
    ['one that the checkout does not know', 'Fixed in commit abcdef1234.', block(LATE, 'run', PASSED)],
    ['one that changes nothing', 'It was seen on commit 9b8c7d6e5f4a.', block(LATE, 'run', PASSED)],
    ['a run with uncommitted changes, which may be it', 'Fixed in commit 9b8c7d6e5f4a.', block(LATE, 'run', PASSED, '4f2a9c1b7d3e', 'with uncommitted changes')],
    ['a run that failed', 'Fixed in commit 9b8c7d6e5f4a.', block(LATE, 'run', FAILED)],
  ])('is not found for %s', (_, text, evidence) => {
    expect(stale(text, evidence)).toEqual([]);
  });
});

describe('an error number', () => {
  it('is not given the meaning of another system', () => {
    const log = '```\n ---> System.Net.Sockets.SocketException (61): No data available\n```\n\n';
    expect(found('claim-errno', doc(`${log}| k8s client | âŒ Connection refused |`))).toEqual([expect.stringMatching(/^error: The error is 61 with the words "No data available" \(line 4\): ENODATA on Linux, and not ECONNREFUSED, which is 111 there \(61 on macOS\)/)]);
    expect(found('claim-errno', doc(`${log}The connection is still refused.\n\n\`\`\`\ndial: connection refused\n\`\`\``))).toEqual([expect.stringMatching(/^hint: /)]);
    expect(found('claim-errno', doc('The error was "SocketException (61): No data available".\n\nThe connection was refused.'))).toEqual([expect.stringMatching(/^hint: /)]);
    expect(found('claim-errno', doc(`${log}ENODATA is no refused connection.`))).toEqual([]);
    expect(found('claim-errno', doc(log))).toEqual([]);
  });

  it.each([
    ['os error 61 (connection refused)', 1],
    ['errno 54: ECONNRESET', 1],
    ['-54 (ECONNRESET)', 1],
    ['error 61 means connection refused', 1],
    ['ECONNREFUSED (61)', 1],
    ['connection refused (errno 61)', 1],
    ['errno 61, connection refused', 1],
    ['`error 61` is connection refused', 1],
    ['`errno 61` (`ECONNREFUSED`)', 1],
    ['connection refused (errno 111), ECONNREFUSED (111), errno 111, connection refused', 0],
    ['ECONNREFUSED (61 times), ECONNREFUSED (61%), ECONNREFUSED (12)', 0],
    ['errno 111 (ECONNREFUSED)', 0],
    ['-104 (ECONNRESET)', 0],
  ])('%s in a document about Linux', (text, count) => {
    expect(found('claim-errno', doc(`Seen on Ubuntu.\n\n${text}`))).toHaveLength(count);
    expect(found('claim-errno', doc(text))).toEqual([]);
    expect(found('claim-errno', doc(`Seen on Ubuntu and macOS.\n\n${text}`))).toEqual([]);
  });
});

describe('a refused connection', () => {
  const log = '```\nread tcp [::1]:53561->[::1]:30090: connection reset by peer\n```\n\n';

  it('is a hint where everything that is shown was reset', () => {
    expect(found('claim-errno', doc(`${log}- **The server refused all connection attempts**`))).toEqual(['hint: "refused all connection", and what is shown is "connection reset by peer" (line 4): a peer that resets a connection has accepted it. Write what the log says, or show the refusal.']);
    expect(found('claim-errno', doc(`${log}The server refused connections. It refused the connection again.`))).toHaveLength(1);
  });

  it.each([
    ['a refusal is shown as well', `${log}\`\`\`\ndial: connection refused\n\`\`\`\n\nThe connection was refused.`],
    ['it is denied', `${log}No connection is refused.`],
    ['it is a guess', `${log}The server may have refused connections.`],
    ['nothing is shown', 'The connection was reset by peer, then the connection was refused.'],
  ])('is left alone where %s', (_, text) => {
    expect(found('claim-errno', doc(text))).toEqual([]);
  });
});

describe('an error number that no system gives that meaning', () => {
  it('is found where the text calls it one, and the system is known', () => {
    expect(found('claim-errno', doc('Seen on Ubuntu.\n\nerrno 110 (connection refused)'))).toEqual(['error: 110 is ETIMEDOUT ("Connection timed out") on Linux, which the document is about, and ECONNREFUSED is 111 there. Ask `casebook explain`.']);
    expect(found('claim-errno', doc('ECONNREFUSED (104) on Linux'))).toEqual([expect.stringMatching(/^hint: 104 is ECONNRESET/)]);
    expect(found('claim-errno', doc('Seen on Ubuntu.\n\nerror 110 (connection refused), curl error 7 (connection refused)'))).toEqual([]);
    expect(found('claim-errno', doc('Failures on Ubuntu: ECONNREFUSED (104), ETIMEDOUT (12)'))).toEqual([]);
  });
});

describe('a row that is marked as met', () => {
  const row = (value: string, expected: string, mark = '✅') => found('claim-expected', doc(`| Metric | Value | Expected | Status |\n|---|---|---|---|\n| x | ${value} | ${expected} | ${mark} |`));

  it.each([
    ['3s', '< 2s', 'error'], ['2s', '< 2s', 'error'], ['94%', '> 95%', 'error'], ['94%', '≥ 95%', 'error'], ['7', '<= 5', 'error'], ['1500ms', '< 1s', 'error'],
    ['~2s', '< 2s', 'hint'], ['99.99%', '> 99.99%', 'hint'], ['99.9%', '> 99.99%', 'error'], ['~185s', '~175s', 'hint'], ['45s', '30s', 'warning'], ['6', '5', 'hint'],
  ])('%s for %s is found (%s)', (value, expected, severity) => {
    expect(row(value, expected)).toEqual([expect.stringMatching(new RegExp(`^${severity}: `))]);
  });

  it.each([
    ['~700ms', '< 2s'], ['30s', '30s'], ['~30s', '30s'], ['95%', '≥ 95%'], ['99.5%', '> 99%'], ['120s', '2 min'], ['5', '5'], ['5 nodes', '5 pods'], ['30081', 'n/a'],
  ])('%s for %s is not', (value, expected) => {
    expect(row(value, expected)).toEqual([]);
  });

  const table = (headers: string, cells: string) => found('claim-expected', doc(`${headers}\n${headers.replace(/[^|]+/g, '---')}\n${cells}`));

  it('is told with the numbers as they are written', () => {
    expect(row('500%', '< 200%')).toEqual(['error: 500 % was observed and less than 200 % expected, and the row is marked as met: it is not.']);
    expect(row('500', '200')).toEqual(['warning: 500 was observed and 200 expected, and the row is marked as met (150 % more): say by how much it may differ.']);
  });

  it.each([
    ['| Tool | Version | Required | Status |', '| Python | 3.10 | >= 3.9 | ✅ |'],
    ['| Tool | Value | Required | Status |', '| Python | 3.10 | >= 3.9 | ✅ |'],
    ['| Tool | Actual | Expected | Status |', '| Node.js | 18 | 20 | ✅ |'],
    ['| Check | Expected | Actual | Status |', '| schema version | 7 | 8 | ✅ |'],
    ['| Thing | Value | Required | Status |', '| x | 3.10 | >= 3.9 | ✅ |'],
  ])('is none where its numbers are versions: %s %s', (headers, cells) => {
    expect(table(headers, cells)).toEqual([]);
  });

  it.each([
    ['| Thing | Value | Required | Status |', '| x | 2.5 | < 2 | ✅ |', 'error'],
    ['| Check | Expected | Actual | Status |', '| Latency | < 2s | 3s | ✅ |', 'error'],
    ['| Check | Expected | Actual | Result |', '| Latency | < 2s | 3s | ✅ |', 'error'],
    ['| Check | Expected | Actual | Status |', '| State | Ready | NotReady | ✅ |', 'warning'],
    ['| Check | Expected | Actual | Status |', '| State | up | Down | ✅ |', 'warning'],
    ['| Check | Expected | Actual | Status |', '| Coverage | ≥97% | 94% | ✅ Acceptable |', 'hint'],
  ])('is found in %s %s', (headers, cells, severity) => {
    expect(table(headers, cells)).toEqual([expect.stringMatching(new RegExp(`^${severity}: `))]);
  });

  it.each([
    ['a value that may exceed its goal', '| Metric | Target | Actual | Status |', '| Coverage | 70% | 100% | ✅ |'],
    ['a mark that says so', '| Metric | Expected | Actual | Status |', '| Bugs fixed | 3 | 4 | ✅ EXCEEDED |'],
    ['several values', '| Metric | Current | After | Target | Status |', '| Coverage | 27% | 65% | > 60% | ✅ |'],
    ['the same word', '| Check | Expected | Actual | Status |', '| State | Ready | ready | ✅ |'],
    ['words that are no opposites', '| Check | Expected | Actual | Status |', '| State | Ready | Running | ✅ |'],
    ['a first column that is called Status', '| Status | Expected | Actual |', '| ✅ | < 2s | 3s |'],
  ])('is none for %s', (_, headers, cells) => {
    expect(table(headers, cells)).toEqual([]);
  });

  it.each(['✅', 'PASS', '‚úÖ', 'âœ…', '✔ met'])('is known by its mark %s, whatever its encoding', (mark) => {
    expect(row('3s', '< 2s', mark)).toHaveLength(1);
  });

  it('in a sentence is held against its target', () => {
    expect(found('claim-expected', doc('99% pass rate exceeds target (>95%)'))).toEqual([]);
    expect(found('claim-expected', doc('90% pass rate exceeds the target (>95%)'))).toEqual(['error: 90 % is not > 95 %: correct the number, or say that the target is missed.']);
  });
});

describe('a count', () => {
  const count = (text: string) => found('claim-count', doc(text));

  it('is held against the list behind it', () => {
    expect(count('There are 4 reasons:\n\n- a\n- b\n- c')).toEqual(['warning: The text says 4, and the list below it has 3 items: correct the number, or list all.']);
    expect(count('Two separate issues:\n1. a\n2. b')).toEqual([]);
  });

  it('is held against the names in its brackets', () => {
    expect(count('4 ports configured in bond0 (eth0, eth1, eth2, eth3)')).toEqual([]);
    expect(count('4 ports configured (alpha, beta, gamma)')).toEqual([expect.stringMatching(/^hint: The text says 4, and the brackets name 3/)]);
  });

  it('is held against the excerpt behind it', () => {
    const excerpt = (more: number) => `\`\`\`\nquery failed:\nread tcp: reset\n\nquery failed:\nread tcp: reset\n\n... (${more} more identical failures)\n\`\`\``;
    expect(count(`**20+ consecutive query failures** during the test:\n\n${excerpt(18)}`)).toEqual([expect.stringMatching(/^hint: The text says 20\+ consecutive query failures, and shows 2: the other 18/)]);
    expect(count(`**20+ consecutive query failures** during the test:\n\n${excerpt(8)}`)).toEqual([expect.stringMatching(/^warning: .* 2 are shown and 8 more are told of, which is 10/)]);
    expect(count(`**3 query failures** during the test:\n\n${excerpt(1)}`)).toEqual([]);
  });

  it('of the parts of a name is held against its pattern', () => {
    const name = (claim: string) => `- \`p{process}-{timestamp}-{seed}-{counter}\`\n- made: \`test-k8s-prod-p2-1765568451209929000-1765568270-2\`\n  - ${claim} (missing \`testCounter\`?)`;
    expect(count(name('Only 3 parts'))).toEqual([expect.stringMatching(/^error: `test-k8s-prod-p2-[\d-]+` has all 4 parts .*\(2, 1765568451209929000, 1765568270, 2\), and the text says 3/)]);
    expect(count(name('Just 4 parts'))).toEqual([]);
  });
});
