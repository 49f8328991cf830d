/** Real documents, read by hand before the rules were written: what they refute of themselves, and nothing else as an error. */
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../../src/core/check/lineIndex.js';
import { corpusFiles, corpusPresent } from '../../../support/corpus.js';
import { problemsOf } from '../support.js';

/** Line, severity and rule of each finding. */
function claimsIn(name: string): string[] {
  const file = corpusFiles().find((candidate) => candidate.name.startsWith(name));
  if (!file) throw new Error(`${name} is not in the corpus.`);
  const lines = new LineIndex(file.text);
  return problemsOf(file.text, { path: file.name }).flatMap(({ rule, severity, start }) => (rule.startsWith('claim-') ? [`${lines.positionAt(start).line} ${severity} ${rule}`] : []));
}

/** What reading them by hand gave: every true contradiction that is one of numbers, times or words without evidence. */
const SEEDS: Readonly<Record<string, readonly string[]>> = {
  'seeds/000': [
    '95 error claim-errno', // 61 with "No data available" is ENODATA on Linux, not a refused connection
    '116 error claim-errno',
    '213 warning claim-unproven', // "fix is correct", and line 5 says that it cannot be verified
    '292 error claim-errno',
  ],
  'seeds/001': [],
  'seeds/002': [
    '61 error claim-count', // "only 3 parts" of a name that has all four
    '206 hint claim-unproven',
    '265 hint claim-unproven', // "100 % passing" by skipping the one that fails: 98 of 99
    '290 hint claim-unproven',
  ],
  'seeds/003': [
    '19 error claim-interval', // 51 ticks in 10.026 s are one per 196.6 ms, not per 100 ms
    '111 hint claim-count', // 20+ failures, 2 shown
    '140 error claim-interval',
    '151 error claim-interval',
    '152 error claim-range', // -1.087 ms to 1.063 ms, and a drift of -6.881 ms above it
    '186 hint claim-errno', // "refused all connection attempts", and what is shown was reset
    '254 hint claim-unproven',
    '478 hint claim-unproven',
    '494 hint claim-change', // 9 points, not 9 %
  ],
  'seeds/004': [
    '73 error claim-detection', // 5.6 s after the fault, not 120 s
    '100 error claim-order', // 20:32:50 after what is stamped 20:32:55.8
    '149 error claim-detection',
    '151 hint claim-expected', // ~185 s for ~175 s
    '202 hint claim-unproven',
    '205 warning claim-unproven', // "automatic reconnection: WORKING" beside "Failed to reconnect"
    '271 hint claim-unproven',
    '283 warning claim-unproven',
  ],
};

describe.skipIf(!corpusPresent)('the seeds', () => {
  it.each(Object.keys(SEEDS))('%s yields its contradictions and nothing else', (name) => {
    expect(claimsIn(name)).toEqual(SEEDS[name]);
  });
});

describe.skipIf(!corpusPresent)('the rest of the corpus', () => {
  it('has no error: its ratios, durations and totals agree', () => {
    const others = corpusFiles().filter(({ name }) => !name.startsWith('seeds/'));
    expect(others.length).toBeGreaterThan(10);
    for (const { name } of others) expect(claimsIn(name).filter((claim) => claim.includes(' error ')), name).toEqual([]);
  });

  it('has the doubtful ones that docs/claims.md judges, and no more', () => {
    const others = corpusFiles().filter(({ name }) => !name.startsWith('seeds/'));
    const found = others.flatMap(({ name }) => claimsIn(name).map((claim) => `${name.split('/')[1]?.slice(0, 24) ?? ''} ${claim}`));
    expect(found.sort()).toEqual([
      'INVESTIGATION_FINDINGS.m 138 hint claim-errno',
      'INVESTIGATION_FINDINGS.m 144 hint claim-errno',
      'TEST_VERIFICATION_SUMMAR 227 hint claim-unproven',
      'WI1_credit-based-backpre 184 warning claim-unproven',
      'handoff__DATASTORAGE_AUD 1027 hint claim-unproven',
      'handoff__DATASTORAGE_AUD 949 hint claim-unproven',
      'handoff__DATASTORAGE_AUD 949 hint claim-unproven',
      'handoff__DATASTORAGE_AUD 982 hint claim-unproven',
      'handoff__E2E_LOCAL_RCA_F 390 hint claim-unproven',
      'handoff__SUMMARY_ONE_SCR 420 hint claim-unproven',
      'handoff__SUMMARY_ONE_SCR 421 hint claim-unproven',
    ]);
  });
});

describe.skipIf(!corpusPresent)('a claim that is made wrong', () => {
  // A number of a real document is changed, which makes the claim false: precision is worth nothing if this is not found.
  it.each([
    ['seeds/003', '19/21 (90%)', '19/21 (95%)', 'claim-percentage'],
    ['seeds/003', '(21:14-21:21|21:14-21:21) \\(7 minutes', '21:14-21:21 (9 minutes', 'claim-duration'],
    ['seeds/003', '6 second startup overhead', '16 second startup overhead', 'claim-sum'],
    ['seeds/003', '\\+2 tests', '+3 tests', 'claim-change'],
    ['seeds/004', '~700ms \\| < 2s', '3s | < 2s', 'claim-expected'],
    ['seeds/004', '→ 3: 20 seconds|â†’ 3: 20 seconds', 'â†’ 3: 40 seconds', 'claim-duration'],
    ['kubernaut/handoff__DS_FLAK', '155/157 stable \\(98.7%', '155/157 stable (99.7%', 'claim-percentage'],
    ['kubernaut/handoff__SUMMARY', '87.5% reduction\\*\\* \\|', '97.5% reduction** |', 'claim-change'],
    ['kubernaut/handoff__NT', '417 seconds \\(~7 minutes', '417 seconds (~17 minutes', 'claim-duration'],
    ['kubernaut/handoff__GW', '30 attempts', '60 attempts', undefined], // in a log: what is shown is not a claim
    ['kubernaut/handoff__DATA', '4545 events', '9545 events', 'claim-interval'],
    ['kubernaut/handoff__DATA', '41 Passed', '40 Passed', 'claim-sum'],
    ['flinkdotnet/WI1_fix', '\\*\\*: 11 total files', '**: 12 total files', 'claim-sum'],
  ])('%s: %s', (name, from, to, rule) => {
    const file = corpusFiles().find((candidate) => candidate.name.startsWith(name));
    const text = file?.text ?? '';
    const changed = text.replace(new RegExp(/[\\|]/.test(from) ? from : from.replace(/[()+*]/g, '\\$&')), to);
    expect(changed).not.toBe(text);
    const rules = (of: string) => problemsOf(of, { path: name }).map((problem) => `${problem.rule} ${problem.message}`);
    const added = rules(changed).filter((found) => !rules(text).includes(found));
    if (rule === undefined) expect(added).toEqual([]);
    else expect(added.map((found) => found.split(' ')[0])).toContain(rule);
  });
});
