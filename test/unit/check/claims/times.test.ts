import { describe, expect, it } from 'vitest';
import { found } from '../support.js';

const doc = (body: string) => `# Notes\n\n${body}\n`;

describe('an order in words', () => {
  const LOG = '```\nE1031 20:31:45.873920 Reconnection attempt 5/5 (waiting 1m0s)\nE1031 20:32:55.839694 Failed to reconnect after multiple attempts\n```\n\n';

  it('is refuted by a stamp that is later', () => {
    expect(found('claim-order', doc(`${LOG}**Time:** 20:32:50 (after all 5 attempts exhausted)`))).toEqual(['error: 20:32:50 is said to be after "all 5 attempts exhausted", and line 5 stamps that 20:32:55.839694: correct the time, or the order.']);
  });

  it.each([
    ['the same second, which is written without its fraction', '20:32:55 (after all 5 attempts exhausted)'],
    ['a later time', '20:33:10 (after all 5 attempts exhausted)'],
    ['another number of attempts', '20:32:50 (after all 4 attempts exhausted)'],
    ['words that no line holds', '20:32:50 (after lunch with the team)'],
  ])('is not refuted by %s', (_, text) => {
    expect(found('claim-order', doc(LOG + text))).toEqual([]);
  });

  it('is refuted both ways, by a line that holds the telling words', () => {
    const log = '```\n10:02:30 INFO cache flushed completely\n```\n\n';
    expect(found('claim-order', doc(`${log}Restarted at 10:02:11 (after the cache was flushed)`))).toHaveLength(1);
    expect(found('claim-order', doc(`${log}Restarted at 10:02:40 (before the cache was flushed)`))).toHaveLength(1);
    expect(found('claim-order', doc(`${log}Restarted at 10:02:11 (before the cache was flushed)`))).toEqual([]);
  });

  it('is left open where one of several such lines agrees', () => {
    expect(found('claim-order', doc('```\n10:01:00 cache flushed\n10:02:30 cache flushed\n```\n\nRestarted at 10:02:11 (after the cache was flushed)'))).toEqual([]);
  });
});

describe('a duration', () => {
  it('between attempts is held against their stamps', () => {
    const log = '```\nI1031 20:29:50.574648 Reconnection attempt 1/5\nI1031 20:30:05.635366 Reconnection attempt 2/5\n```\n\n';
    expect(found('claim-duration', doc(`${log}- Attempt 1 → 2: 15 seconds (5s wait + ~10s connection attempt)`))).toEqual([]);
    expect(found('claim-duration', doc(`${log}- Attempt 1 → 2: 25 seconds`))).toEqual(['error: Lines 4 and 5 are 15.061 s apart (20:29:50.574648, 20:30:05.635366), and the text says 25 s: correct the one that is wrong.']);
    expect(found('claim-duration', doc(`${log}- Attempt 1 â†’ 2: 25 seconds`))).toHaveLength(1);
  });

  it('between two times is refuted where only a clock of 24 hours can be meant, and where the noun is that of the times', () => {
    expect(found('claim-duration', doc('Run 22:00 - 14:00 (4 hours)'))).toHaveLength(1);
    expect(found('claim-duration', doc('Run 10:00 - 2:00 (7 hours)'))).toHaveLength(1);
    expect(found('claim-duration', doc('Downtime 14:00 - 15:00 (5 minutes downtime)'))).toHaveLength(1);
    expect(found('claim-duration', doc('Maintenance 14:00 - 15:00 UTC (5 minutes)'))).toHaveLength(1);
  });

  it.each([
    'Session 12:52→13:01, 18m', '**Phase 1** (19:26:01 - 19:26:28, Duration: 57 seconds)', 'Down between 8:35 AM and 8:53 AM Pacific Time, a duration of 48 minutes', 'Run 13:07:56 – 13:14:51 PT, ~17 min.', 'Date: Fri, 18:08 → 18:50 (**82.3 min**)',
    '| Run | Start | End | Duration |\n|---|---|---|---|\n| 1 | 09:34:27 | 09:34:57 | 40s |', '| Time | Duration |\n|---|---|\n| 09:34:27 – 09:34:57 | **40s** |', '| From | To | Elapsed |\n|---|---|---|\n| 2026-01-02 09:34:27Z | 2026-01-02 09:34:57Z | ~40s |',
  ])('beside two times is held against them: %s', (text) => {
    expect(found('claim-duration', doc(text))).toEqual([expect.stringMatching(/^error: From .* is .*, and the text says/)]);
  });

  it.each([
    'Session 12:52→13:01, 9m', '(19:26:01 - 19:26:28, Duration: 27 seconds)', 'Down between 8:35 AM and 8:53 AM Pacific Time, a duration of 18 minutes', 'Open 9:00 - 17:00, 30 minutes per visit', 'Meeting 10:00 - 11:00, 5 minutes late',
    'Between 10:00 and 11:00, for 5 minutes of them, it was down', '| Time | Downtime |\n|---|---|\n| 09:00 – 10:00 | 5m |', '| Start | End | Duration (%) |\n|---|---|---|\n| 09:00 | 10:00 | 5m |', '| Start | End | Duration |\n|---|---|---|\n| 09:00 | 10:00 | 60 min |',
  ])('beside two times may be right, or of something else: %s', (text) => {
    expect(found('claim-duration', doc(text))).toEqual([]);
  });

  it('that is told as later is counted from the one time before it', () => {
    expect(found('claim-duration', doc('It gave up at 08:09:53. The peer answered at 08:10:04 (31 seconds later).'))).toEqual(['hint: From 08:09:53 to 08:10:04 is 11 s, and the text says 31 s: correct the one that is wrong.']);
    expect(found('claim-duration', doc('It gave up at 08:09:53. The peer answered at 08:10:04 (11 seconds later).'))).toEqual([]);
    expect(found('claim-duration', doc('At 08:00:00 and 08:09:53 it gave up, and the peer answered at 08:10:04 (31 seconds later).'))).toEqual([]);
  });

  it('in two units is a hint, and only where the text says that they are the same', () => {
    expect(found('claim-duration', doc('It took 417 seconds (~17 minutes)'))).toEqual([expect.stringMatching(/^hint: 417 seconds are not 17 minutes/)]);
    expect(found('claim-duration', doc('It took 417 seconds (= 9 minutes)'))).toHaveLength(1);
    expect(found('claim-duration', doc('It took 417 seconds (17 minutes)'))).toEqual([]);
  });

  it('of what the log right above shows is held against it', () => {
    const log = '```\nI1031 20:27:49.843424 Connecting\nI1031 20:27:50.579787 Authenticated\n```\n';
    expect(found('claim-duration', doc(`${log}**Result:** Connection established successfully in ~700ms`))).toEqual([]);
    expect(found('claim-duration', doc(`${log}**Result:** Connection established successfully in ~70ms`))).toEqual([expect.stringMatching(/^warning: .*736\.363 ms/)]);
  });

  it('counted from an event finds it nearby, or says which one may be meant', () => {
    const log = '- 18:42:02 CDT: spinning down the disks\n';
    expect(found('claim-duration', doc(`${log}- 18:42:11 CDT: not responding (9 seconds after spinning down)`))).toEqual([]);
    expect(found('claim-duration', doc(`${log}- 18:42:41 CDT: not responding (9 seconds after spinning down)`))).toEqual([expect.stringMatching(/^hint: 18:42:41 is 39 s after line 3/)]);
  });
});

describe('a detection time', () => {
  const fault = (time: string) => `## Simulate Connection Breakage\n\n**Time:** ${time} (approximately)\n\n## Timeout Detection\n\n`;
  const log = '```\nE1031 20:29:50.574176 read error: i/o timeout\n```\n\n';

  it('is counted from the fault', () => {
    const text = `${fault('20:29:45')}${log}**Detection Time:** ~120 seconds\n\n| Metric | Value |\n|---|---|\n| Timeout detection | 120s |\n| Ping | 30s |`;
    expect(found('claim-detection', doc(text))).toEqual(Array(2).fill(expect.stringMatching(/^error: The fault was at 20:29:45 \(line 5\) and detected at 20:29:50\.574176 \(line 10\): 5\.574 s, and the text says 120 s/)));
  });

  it.each([
    ['that is right', `${fault('20:27:50')}${log}**Detection Time:** ~120 seconds`],
    ['whose fault comes later', `${fault('20:30:00')}${log}**Detection Time:** ~120 seconds`],
    ['whose fault is none', `## Restore Connectivity\n\n**Time:** 20:29:45\n\n## Detection\n\n${log}**Detection Time:** ~120 seconds`],
    ['without a stamp', `${fault('20:29:45')}**Detection Time:** ~120 seconds`],
  ])('is left alone: one %s', (_, text) => {
    expect(found('claim-detection', doc(text))).toEqual([]);
  });
});

describe('a range', () => {
  const log = '```\nTick 1:  101.063458ms drift (1.063458ms)\nTick 2:  2.208¬µs drift (near-instant)\nTick 3:  93.118917ms drift (-6.881083ms)\nTick 4:  99.983708ms drift (-16.292¬µs)\n```\n\n';

  it('leaves nothing out that is shown above it', () => {
    expect(found('claim-range', doc(`${log}**Drift Range**: -1.087ms to +1.063ms`))).toEqual(['error: The range is given as -1.087 ms to 1.063 ms, and line 6 shows a drift of -6.881 ms: state the range of all values.']);
    expect(found('claim-range', doc(`${log}**Drift Range**: -6.881ms to +1.063ms`))).toEqual([]);
    expect(found('claim-range', doc(`**Drift Range**: -1.087ms to +1.063ms\n\n${log}`))).toEqual([]);
    expect(found('claim-range', doc(`${log}## Another run\n\n**Drift Range**: -1.087ms to +1.063ms`))).toEqual([]);
  });
});

describe('a count over a window', () => {
  it('is held against the interval only where what is counted is periodic', () => {
    expect(found('claim-interval', doc('51 heartbeats in 10 seconds (100ms interval)'))).toEqual([expect.stringMatching(/^error: /)]);
    expect(found('claim-interval', doc('51 ticks over 10 seconds (100ms tick interval)'))).toHaveLength(1);
    expect(found('claim-interval', doc('5 minutes (3 polls @ 10s intervals)'))).toEqual([expect.stringMatching(/^error: /)]);
    expect(found('claim-interval', doc('5 minutes (3 polls every 10s)'))).toEqual([expect.stringMatching(/^hint: /)]);
    expect(found('claim-interval', doc('51 lost heartbeats in 10 seconds (100ms interval)'))).toEqual([]);
  });
});

describe('an average interval', () => {
  const stats = (ticks: number) => `\`\`\`\n{ "total_runtime": "10.026068583s",\n  "total_ticks": ${ticks} }\n\`\`\`\n\n`;

  it('is held against the runtime and the ticks of the one run that is shown', () => {
    expect(found('claim-interval', doc(`${stats(51)}**Average Interval**: ~100ms`))).toEqual(['error: 51 ticks in 10.026 s (line 5) are one per 196.59 ms, and the text says 100 ms: it does not hold.']);
    expect(found('claim-interval', doc(`${stats(51)}Timer working correctly: 100ms flush interval honored`))).toHaveLength(1);
    expect(found('claim-interval', doc(`${stats(100)}**Average Interval**: ~100ms`))).toEqual([]);
    expect(found('claim-interval', doc(`${stats(51)}${stats(100)}**Average Interval**: ~100ms`))).toEqual([]);
  });
});
