import { describe, expect, it } from 'vitest';
import { isPlaceholder, isReplaceable } from '../../../src/core/workItem/placeholder.js';

describe('a placeholder', () => {
  it.each([
    '*[Test results will be documented here]*',
    '[To be filled in after the fix]',
    '(To be filled in)',
    '*To be completed in the next phase*',
    'TBD',
    'TBD - depends on the owner',
    'TBD based on debugging findings',
    'Pending',
    '*Pending completion of Phase 3*',
    'Awaiting owner validation',
    '- TBD',
    '1. *[Steps will be documented here]*',
    '- [ ] TBD',
    '{{errors}}',
    '…',
    '',
    '\r\n  \r\n',
  ])('is %j', (text) => {
    expect(isReplaceable(text)).toBe(true);
  });

  it.each([
    '<https://ci.example.com/build/123>',
    '<img src="a.png">',
    '[14:02:11 connection reset by peer]',
    '[see the capture, RST from 10.0.0.7 at 14:02]',
    '[log.txt]',
    '[the log](log.txt)',
    'Retries will be completed after 3 attempts with ECONNRESET.',
    'Retries will be completed after the reset.',
    'Awaiting 2 goroutines blocked in netpoll since 14:02',
    'TBD by Anna: her capture shows a RST',
    'Pending: 3 connections in CLOSE_WAIT',
    '*pending writes were lost at 14:02*',
    'it fails\nTBD',
    '- **Evidence**: x',
    '| a | b |',
  ])('is not %j', (text) => {
    expect(isPlaceholder(text)).toBe(false);
    expect(isReplaceable(text)).toBe(false);
  });

  it('is empty with a comment, but the comment is not replaced', () => {
    expect(isPlaceholder('<!-- reviewer: trace id 8f3a -->\nTBD')).toBe(true);
    expect(isReplaceable('<!-- reviewer: trace id 8f3a -->\nTBD')).toBe(false);
  });

  it('is looked for in linear time', () => {
    expect(isPlaceholder('x <!-- '.repeat(200_000))).toBe(false);
  });
});
