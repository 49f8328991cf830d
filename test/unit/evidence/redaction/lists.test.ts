import { describe, expect, test } from 'vitest';
import { entryProblem, listEntry } from '../../../../src/core/evidence/redaction/lists.js';

describe('an entry of a list of redaction', () => {
  test.each(['Project Nightingale', 'a+b', '/ACME-[0-9]{4,8}/', '/acme[-_]?[a-z]{1,20}/i', '/(?:one|two)-\\d{3}/'])('is taken: %s', (text) => {
    expect(entryProblem(text)).toBeUndefined();
  });

  test.each([
    ['ab', /too short/],
    ['/(a+)+b/', /repeats without a bound/],
    ['/a*b/', /repeats without a bound/],
    ['/a{3,}/', /both numbers/],
    ['/(ab){1,5}/', /repeats a group/],
    ['/a{1,5000}/', /more than 1000/],
    ['/a{1,100}b{1,100}c{1,100}/', /too long/],
    ['/(?=a)bcd/', /not understood/],
    ['/(a)\\1/', /not understood/],
    ['/a{0,5}/', /empty text/],
    ['/(abc/', /no regular expression/],
    ['two\nlines', /line break/],
  ])('is refused with its reason: %j', (text, why) => {
    expect(entryProblem(text)).toMatch(why);
  });

  test('names what stands in all that it matches, and nothing that may be missing', () => {
    expect(listEntry('/ACME-[0-9]{4,8}/').keyword).toBe('acme-');
    expect(listEntry('/(?:acme|other)-x{2,3}/').keyword).toBeUndefined();
    expect(listEntry('/acmes?[0-9]{2}/').keyword).toBe('acme');
    expect(listEntry('Zoë Krüger-Åse').keyword).toBeDefined();
  });
});
