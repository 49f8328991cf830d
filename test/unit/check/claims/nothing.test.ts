/** What looks like a claim and is none: versions, dates, addresses, code, ranges, plans. Each is held against all rules on claims. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { around, problemsOf } from '../support.js';

const claims = (text: string) => problemsOf(text, { path: 'notes.md', surroundings: around({ commits: ['4f2a9c1b7d3e', '9b8c7d6e5f4a'] }) }).filter(({ rule }) => rule.startsWith('claim-')).map(({ rule, message }) => `${rule}: ${message}`);

describe('nothing is found in', () => {
  it.each([
    'Versions 1/2 (50% rolled out) and 3.4/4',
    'On 3/4 (100% certain) we changed it, on 12/12/2025 again',
    'Step 1/2 (100%), attempt 3/5 (60% packet loss), phase 2/6 (100%)',
    'The node at 10.0.0.1/24 (100%) and http://host/1/2 (90%)',
    '`19/21 (95%)` is how it is written',
    '2 of the 3 options (60% of the work) remain',
    'Replicas 1/2 (100% CPU)',
    'TCP/IP (100%) and I/O 1/s (5%)',
    '95% confidence (0/11 options tried), confidence: 95% (1/2)',
    '1,234/1,300 passing (94.9%) and 1,234 of 1,300 (94%)',
    '2/3 (66%), 2/3 (67%), 2/3 (66.6%), 2/3 (66.67%), 1/8 (12%), 1/8 (13%)',
    '19/21 (~90%), 19/21 (> 90%), (<= 95%) 19/21',
    '50/500 events processed (90% loss), (1/99 tests, 99% pass rate)',
    'Between 10:00-11:30 (90 minutes) and 23:55–00:10 (15 minutes)',
    'Opened at 9:00 – 17:00 (CET)',
    'Ratio 16:9 (60 Hz), verse 3:16-3:18 (2 verses)',
    '5 minutes (30 seconds per test)',
    'Timeout 30s (5s in CI) and 2h (~120 minutes), 1m30s (= 90 seconds), 90s (~2 minutes)',
    '6 files (2 new)',
    'Tests 45/50 (92% coverage), unit tests: 10/10 passing (75.9% coverage), integration tests pass (9/9 specs, 86.8% coverage)',
    'Passed 45/50 (3% flaky), tests 45/50 (80% accuracy), 45/50 passing (80% complete)',
    '100% pass rate (86/86 passing, zero flaky tests), 6/6 bugs fixed and validated (100% success)',
    '25/35 tests passing (71% pass rate, but 10 failures are of the test), 48% pass rate (25/52 passing, 27 failing)',
    '82/91 tests passing (90% success rate - the remaining failures are others), 97.6% success rate (40/41 passing, 1 flaky test)',
    'The integration coverage is excellent (9/9, 68.3%)',
    'Effort: 2 days (8 hours to write + 8 hours to test)',
    'Resolved 8 of 13 test failures (62% complete)',
    'Fixes 2/81 failing tests (100% pass rate), services at 100% (7/9), 41/44 tests passing (100% active pass rate)',
    'Test coverage: 98.3% (343/349 tests, 100% pass rate), coverage: 54.6% (53/53 tests passing)',
    '27 tests across 3 tiers (15 unit + 10 integration + 2 E2E), 6 Phase 1 tests (4 RAR + 1 routing + 1 operational)',
    'Up to 3 attempts (4 in total: 1 initial + 3 more), 3 templates (670 lines, +8 points)',
    '50 tests (33 old + 6 fixed + 15 new - 4 moved)',
    '14 tests (9 passed, 2 failed, 1 flaky), 3 test files (90 passed, 2 failed), 12 tests (10 passed, 2 failed)',
    '6 second startup overhead (5s delay + ~1s health check)',
    'C (a + b) and 2 parts (x + y + z)',
    'f(1 + 2) is 4 (1 + 2 + one more)',
    '3 servers (primary, replica and witness)',
    '3 servers (e.g. primary, replica)',
    'There are at least 4 reasons:\n\n- one\n- two',
    'There are 2 failures in it:\n\n- a\n- b\n- **Impact**: low',
    'We saw 3 things:\n\nText first.\n\n- a\n- b',
    '* 2 colors: `A = 0`\n* 16 colors: `A = 1`\n* 256 colors: `A = 2`',
    '- two arguments:\n- and another item\n- and one more',
    'It takes two arguments:\n\n1. one\n2. other, including:\n\n- a\n- b',
    '61 is ENODATA on Linux (`SocketException (61): No data available`), and "connection refused" on macOS',
    '3 reasons:\n\n1. a\n   - detail\n   - detail\n2. b\n3. c',
    'Latency range: 1ms to 20ms',
    '100 ticks over 10 seconds (100ms interval), 99 ticks in 10s (100ms interval)',
    '500 events in 110ms (4545 events/sec)',
    '3 failures in 10 minutes (10s interval), 2 failed probes in 5 minutes (30s interval)',
    '5 restarts within 10 minutes (every 30s check interval), 4 attempts in 10 minutes (30s grace period)',
    '10 minutes (3 failures at 10s intervals)',
    'Maintenance 14:00 - 15:00 (5 minutes downtime), deploy 10:00-11:00, downtime (5 minutes)',
    'Open 10:00 - 2:00 (4 hours), 11:30 – 1:00 (90 minutes)',
    '30 times at 500 ms (15 s), p50 120 ms (1.2 s), timeout 10 minutes (30 s)',
    'Effort: 12 hours (~1.5 days), 3 days (= 24 hours)',
    'New tier 3 targets:\n\n- a\n- b',
    'Phase two tasks:\n\n- a\n- b\n- c',
    'Test 4 requirements:\n\n- a\n- b',
    'Before running with 4 processes:\n\n- a\n- b',
    'Update the 33 passing tests:\n\n- of one kind\n- of another',
    '0 questions:\n\n- a\n- b',
    'Tier 2 servers (alpha, beta, gamma)',
    '```\n23:59:50 Reconnection attempt 5/5\n23:59:55 Failed to reconnect\n```\n\nRestored at 00:03:10 (after all 5 attempts exhausted)',
    'Scripts: 8 → 1 (87.5% reduction), 3,440 lines → 435 lines (87.4% reduction), 20s → 60s (200% increase)',
    '30s → 15s (2x faster)',
    'This should be production-ready when the fix is verified. Is it production-ready?',
    'It is not production ready, and the fix is not proven.',
    '- [ ] 100% passing',
    'curl error 7 (connection refused), exit code 61',
    'HTTP error 404 (not found), error 500 (connection refused by upstream)',
    'The peer resets: -104 (ECONNRESET), os error 111 (connection refused) on Linux',
    '```\nPassed 19/21 (95%), 51 ticks over 10 seconds (100ms interval)\n```',
    '<!-- 19/21 (95%) -->',
    '---\nrate: 19/21 (95%)\n---\n\nText',
  ])('%s', (text) => {
    expect(claims(`# Notes\n\n${text}\n`.replace('# Notes\n\n---', '---'))).toEqual([]);
  });

  it.each([
    ['a table without a mark', '| Metric | Value | Expected |\n|---|---|---|\n| a | 3s | < 2s |'],
    ['a row that is marked as missed', '| Metric | Value | Expected | Status |\n|---|---|---|---|\n| a | 3s | < 2s | ❌ |'],
    ['a row whose cells hold words', '| Metric | Value | Expected | Status |\n|---|---|---|---|\n| a | two nodes | 3 of them | ✅ |'],
    ['a table whose total is that of something else', '| Test | Rate |\n|---|---|\n| a | 50 |\n| b | 60 |\n| Total | 55 |'],
    ['a table whose column is cumulative', '| Month | Users |\n|---|---|\n| a | 100 |\n| b | 110 |\n| Total | 110 |'],
    ['a table whose total row is shifted', '| Part | Old | New |\n|---|---|---|\n| a | 1 | 5 |\n| b | 2 | 7 |\n| Total | 12 | 3 |'],
    ['a table with a subtotal', '| Part | Files |\n|---|---|\n| a | 1 |\n| Subtotal | 1 |\n| b | 2 |\n| Total | 3 |'],
    ['rows before and after in other units', '| Metric | Before | After | Change |\n|---|---|---|---|\n| Size | 2 of 3 MB | 400 KB | 80% smaller |'],
    ['a log of another day', '```\n2026-01-02 10:00:00 cache flushed\n```\n\nRestarted 2026-01-01 09:00:00 (after the cache was flushed)'],
    ['a log in UTC', '```\n10:00:00Z cache flushed\n```\n\nRestarted 09:00:00 (after the cache was flushed)'],
    ['a detection without a fault', '## Detection\n\n```\n20:29:50 timeout\n```\n\n**Detection Time:** ~120 seconds'],
    ['a name that lacks a part', '- `p{a}-{b}-{c}`\n- made: `x-p1-2`\n  - Only 2 parts'],
    ['an error that is not of another system', '```\nSocketException (111): Connection refused\n```\n\nThe connection is refused.'],
    ['a negation of it', '```\nSocketException (61): No data available\n```\n\nThis is not "connection refused".'],
    ['what succeeds in the end', '```\nFailed to reconnect\nreconnected\n```\n\n- Reconnection: **WORKING**'],
  ])('%s', (_, text) => {
    expect(claims(`# Notes\n\n${text}\n`)).toEqual([]);
  });

  it.each(readdirSync('docs/rules').filter((name) => name.startsWith('claim-')))('what the page %s says to be none', (name) => {
    const page = readFileSync(`docs/rules/${name}`, 'utf8');
    const example = /^(`{3,})markdown\n([\s\S]*?)^\1$/m.exec(page.slice(page.indexOf('## Not a finding')))?.[2] ?? '';
    expect(example).not.toBe('');
    expect(claims(example)).toEqual([]);
  });
});
